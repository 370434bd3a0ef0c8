#include "http/redirect.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace postern::http {
namespace {

constexpr std::string_view token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJwb3N0ZXJuIn0.c2ln";

Request page(std::string url = "https://app.example/a/page?x=1")
{
    return {.url = std::move(url),
            .headers = {{"Accept", "text/html"}, {"Authorization", "JWT " + std::string(token)}}};
}

Response redirect(int status, std::string_view location)
{
    auto response = make_response(status, "", "");
    response.headers.set("Location", location);
    return response;
}

Request followed(Request const& request, Response const& response)
{
    auto const next = next_hop(request, response, token);
    auto const* hop = std::get_if<Request>(&next);
    EXPECT_NE(hop, nullptr) << std::get<Stop>(next).reason;
    return hop ? *hop : Request{};
}

std::string stopped(Request const& request, Response const& response)
{
    auto const next = next_hop(request, response, token);
    auto const* stop = std::get_if<Stop>(&next);
    EXPECT_NE(stop, nullptr) << std::get<Request>(next).url;
    return stop ? stop->reason : "";
}

TEST(Redirect, resolves_the_location_against_the_address_that_sent_it)
{
    struct Row {
        std::string_view sentence, location, url;
    };
    constexpr Row rows[] = {
        {"an absolute path", "/login", "https://app.example/login"},
        {"a relative path", "next?y=2", "https://app.example/a/next?y=2"},
        {"a query alone", "?y=2", "https://app.example/a/page?y=2"},
        {"a whole address", "https://app.example/b", "https://app.example/b"},
        {"a scheme-relative address", "//login.example/", "https://login.example/"},
        {"a fragment is dropped", "/b#part", "https://app.example/b"},
    };
    for (auto const& row : rows)
        EXPECT_EQ(followed(page(), redirect(302, row.location)).url, row.url) << row.sentence;
}

TEST(Redirect, keeps_credentials_on_the_same_site_only)
{
    struct Row {
        std::string_view sentence, from, to;
        bool kept;
    };
    constexpr Row rows[] = {
        {"the same origin", "https://app.example/a", "https://app.example/b", true},
        {"from http to https on their own ports", "http://app.example/a", "https://app.example/a", true},
        {"another host", "https://app.example/a", "https://b.example/a", false},
        {"a subdomain is another site", "https://app.example/a", "https://www.app.example/a", false},
        {"another port", "http://127.0.0.1:3000/a", "http://127.0.0.1:3001/a", false},
        {"from https to http", "https://app.example/a", "http://app.example/a", false},
    };
    for (auto const& row : rows) {
        auto const next = followed(page(std::string(row.from)), redirect(302, row.to));
        EXPECT_EQ(next.headers.get("Authorization").has_value(), row.kept) << row.sentence;
        EXPECT_EQ(next.headers.get("Accept"), "text/html") << row.sentence;
    }
}

TEST(Redirect, changes_the_method_as_browsers_do)
{
    auto post = page();
    post.method = "POST";
    post.body = "{}";
    post.headers.set("Content-Type", "application/json");
    for (auto const status : {301, 302, 303}) {
        auto const next = followed(post, redirect(status, "/b"));
        EXPECT_EQ(next.method, "GET") << status;
        EXPECT_EQ(next.body, "") << status;
        EXPECT_FALSE(next.headers.get("Content-Type")) << status;
    }
    for (auto const status : {307, 308}) {
        auto const next = followed(post, redirect(status, "/b"));
        EXPECT_EQ(next.method, "POST") << status;
        EXPECT_EQ(next.body, "{}") << status;
    }
}

TEST(Redirect, stops_where_following_would_do_harm)
{
    auto const elsewhere = "https://b.example/?jwt=";
    EXPECT_EQ(stopped(page(), redirect(302, elsewhere + std::string(token))),
              "it would carry the token to another site, https://b.example");
    std::string dots(token);
    for (std::size_t at = 0; (at = dots.find('.', at)) != std::string::npos;)
        dots.replace(at, 1, "%2e");
    std::string every_byte;
    for (unsigned char const c : token)
        every_byte += fmt::format("%{:02x}", c);
    for (auto const& escaped : {dots, every_byte, percent_encode(dots), percent_encode(percent_encode(dots))})
        EXPECT_EQ(stopped(page(), redirect(302, elsewhere + escaped)),
                  "it would carry the token to another site, https://b.example");
    auto post = page();
    post.method = "POST";
    EXPECT_EQ(stopped(post, redirect(307, "https://b.example/")),
              "it would carry the request's body to another site, https://b.example");
}

TEST(Redirect, stops_where_there_is_nothing_to_follow)
{
    EXPECT_EQ(stopped(page(), make_response(302, "", "")), "the answer 302 names no Location");
    EXPECT_EQ(stopped(page(), redirect(302, "javascript:alert(1)")).substr(0, 33),
              "its Location cannot be requested:");
    EXPECT_EQ(stopped(page(), redirect(302, "file:///etc/passwd")).substr(0, 33),
              "its Location cannot be requested:");
    EXPECT_EQ(stopped(page(), redirect(302, "https://user:password@b.example/")).substr(0, 33),
              "its Location cannot be requested:");
}

TEST(Redirect, the_same_site_may_get_the_token_in_the_location)
{
    auto const next = followed(page(), redirect(302, "/b?jwt=" + std::string(token)));
    EXPECT_TRUE(next.url.contains(token));
}

} // namespace
} // namespace postern::http
