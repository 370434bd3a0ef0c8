#include "simulator/pages/page_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace postern::simulator {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string policy(std::string_view app_origin)
{
    auto const page = page_document(200, "Title", nlohmann::json::object(), app_origin);
    return std::string(page.headers.get("Content-Security-Policy").value_or(""));
}

TEST(PageDocument, runs_its_own_scripts_asks_its_own_server_and_is_framed_by_nobody_else)
{
    auto const page = page_document(200, "Title", nlohmann::json::object(), "");
    EXPECT_EQ(
        page.headers.get("Content-Security-Policy"),
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; frame-src http: https:; frame-ancestors 'self'; base-uri 'none'; "
        "form-action 'self'");
    EXPECT_EQ(page.headers.get("X-Frame-Options"), "SAMEORIGIN");
    EXPECT_EQ(page.headers.get("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(page.headers.get("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(page.headers.get("Cache-Control"), "no-store");
}

TEST(PageDocument, says_one_thing_as_text)
{
    auto const page = bare_document(500, "No <page>", "the file <x> is held");
    EXPECT_EQ(page.status, 500);
    EXPECT_THAT(page.body, HasSubstr("<h1>No &lt;page&gt;</h1>\n<p>the file &lt;x&gt; is held</p>"));
    EXPECT_EQ(page.headers.get("Content-Security-Policy"), policy(""));
    EXPECT_EQ(page.headers.get("Cache-Control"), "no-store");
}

TEST(PageDocument, shows_images_of_the_app)
{
    for (auto const* origin :
         {"http://localhost:3000", "https://app.example", "http://[::1]:3000", "http://my_app"})
        EXPECT_THAT(policy(origin), HasSubstr(std::string("img-src 'self' data: ") + origin + ";"));
}

TEST(PageDocument, keeps_its_policy_whatever_the_app_is_called)
{
    for (auto const* origin :
         {"http://x;sandbox", "http://x,default-src", "http://x 'unsafe-inline'", "http://*", ""})
        EXPECT_EQ(policy(origin), policy("")) << origin;
    EXPECT_THAT(policy("http://x;sandbox"), Not(HasSubstr("sandbox")));
}

} // namespace
} // namespace postern::simulator
