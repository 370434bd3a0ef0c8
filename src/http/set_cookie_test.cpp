#include "http/set_cookie.hpp"

#include <gtest/gtest.h>

namespace postern::http {
namespace {

using namespace std::chrono_literals;

TEST(SetCookie, attributes_are_read_without_case_and_the_last_of_one_name_counts)
{
    auto const cookie =
        parse_set_cookie("sid = abc=1 ; PATH=/x; path=/; Domain=.App.Example;max-age=60;SECURE; "
                         "httponly;SameSite=lax; samesite=NONE; Partitioned; other=1")
            .value();
    EXPECT_EQ(cookie.name, "sid");
    EXPECT_EQ(cookie.value, "abc=1");
    EXPECT_EQ(cookie.path, "/");
    EXPECT_EQ(cookie.domain, "app.example");
    EXPECT_EQ(cookie.same_site, SameSite::none);
    EXPECT_EQ(cookie.flags, (CookieFlags{.secure = true, .http_only = true, .partitioned = true}));
    EXPECT_EQ(cookie.lifetime(TimePoint{}), 60s);
}

TEST(SetCookie, odd_fields_are_read_as_browsers_do)
{
    EXPECT_EQ(parse_set_cookie(""), std::nullopt);
    EXPECT_EQ(parse_set_cookie("=; Secure"), std::nullopt);
    EXPECT_EQ(parse_set_cookie("alone")->value, "alone");
    EXPECT_EQ(parse_set_cookie("alone")->name, "");
    auto const cookie = parse_set_cookie("a=b; Secure=false; Path=x; Max-Age=1x; SameSite=maybe").value();
    EXPECT_TRUE(cookie.flags.secure); // a value changes nothing
    EXPECT_EQ(cookie.path, "");
    EXPECT_EQ(cookie.max_age_seconds, std::nullopt);
    EXPECT_EQ(cookie.same_site, SameSite::unknown);
    EXPECT_EQ(parse_set_cookie("a=b; Max-Age=-1")->lifetime(TimePoint{}), -1s);
    EXPECT_GT(parse_set_cookie("a=b; Max-Age=99999999999999999999")->lifetime(TimePoint{}), 24h * 365);
}

TEST(SetCookie, a_prefix_is_a_promise)
{
    EXPECT_FALSE(parse_set_cookie("__Host-a=1; Secure; Path=/")->breaks_prefix());
    EXPECT_TRUE(parse_set_cookie("__host-a=1; Secure; Path=/; Domain=app.example")->breaks_prefix());
    EXPECT_TRUE(parse_set_cookie("__Host-a=1; Secure")->breaks_prefix());
    EXPECT_TRUE(parse_set_cookie("__Secure-a=1")->breaks_prefix());
    EXPECT_FALSE(parse_set_cookie("a=1")->breaks_prefix());
}

TEST(SetCookie, dates_are_read_in_the_forms_that_servers_send)
{
    TimePoint const expected{std::chrono::seconds(784111777)};
    for (auto const* text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994", "6 nov 1994 8:49:37"})
        EXPECT_EQ(parse_cookie_date(text), expected) << text;
    for (auto const* text :
         {"", "never", "31 Feb 2020 00:00:00", "1 Jan 2020 24:00:00", "1 Jan 1500 00:00:00"})
        EXPECT_EQ(parse_cookie_date(text), std::nullopt) << text;
    EXPECT_EQ(parse_set_cookie("a=b; Expires=Thu, 01 Jan 1970 00:00:00 GMT")->lifetime(TimePoint(10s)), -10s);
}

} // namespace
} // namespace postern::http
