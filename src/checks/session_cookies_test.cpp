#include "checks/check.hpp"
#include "support/spoilt_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const session_cookies;

namespace {

using testing::AllOf;
using testing::HasSubstr;

Verdict with_cookie(std::string cookie, int status = 401)
{
    return session_cookies.run(support::with_field(status, "Set-Cookie", std::move(cookie)));
}

TEST(SessionCookies, fails_what_scripts_or_eavesdroppers_can_read)
{
    auto const verdict = with_cookie("pvx=********************************; Path=/");
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(verdict.findings.at(0).subject, "cookie pvx");
    EXPECT_THAT(verdict.findings.at(0).message,
                AllOf(HasSubstr("the length of its value"), HasSubstr("no Secure"), HasSubstr("no HttpOnly"),
                      HasSubstr("SameSite=None")));
    EXPECT_EQ(with_cookie("x=1; HttpOnly; SameSite=None", 200).outcome, Outcome::fail);
    EXPECT_EQ(with_cookie("JSESSIONID=1; Secure; SameSite=None", 302).outcome, Outcome::fail);
}

TEST(SessionCookies, passes_one_that_reaches_the_app_and_nobody_else)
{
    EXPECT_EQ(with_cookie("__Host-sid=**; Path=/; Secure; HttpOnly; SameSite=None; Partitioned").outcome,
              Outcome::pass);
    EXPECT_EQ(with_cookie("sid=; Max-Age=0").outcome, Outcome::pass);
    EXPECT_EQ(with_cookie("sid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT").outcome, Outcome::pass);
    EXPECT_EQ(with_cookie("lang=en").outcome, Outcome::pass);
    EXPECT_EQ(with_cookie("XSRF-TOKEN=********************").outcome, Outcome::pass);
    EXPECT_EQ(with_cookie("AWSALB=************************").outcome, Outcome::pass);
}

TEST(SessionCookies, warns_of_one_that_does_not_work_in_a_frame_or_goes_too_far)
{
    for (auto const* attributes :
         {"", "; SameSite=Lax", "; SameSite=Strict", "; SameSite=maybe", "; SameSite=None; Domain=example",
          "; SameSite=None; Max-Age=31536000", "; SameSite=None; Expires=Fri, 01 Jan 2100 00:00:00 GMT"})
        EXPECT_EQ(with_cookie(std::string("sid=*; Path=/; Secure; HttpOnly") + attributes).outcome,
                  Outcome::warn)
            << attributes;
    EXPECT_EQ(with_cookie("__Host-sid=*; Secure; HttpOnly; SameSite=None; Path=/x").outcome, Outcome::warn);
}

TEST(SessionCookies, say_what_browsers_make_of_their_domain)
{
    auto const told = [](std::string const& url, std::string const& domain) {
        auto evidence = support::with_field(
            401, "Set-Cookie", "sid=*; Path=/; Secure; HttpOnly; SameSite=None; Domain=" + domain);
        for (auto& attempt : evidence.access->attempts)
            attempt.hops[0].request.url = url;
        auto const verdict = session_cookies.run(evidence);
        return verdict.findings.empty() ? "" : verdict.findings[0].message;
    };
    using testing::HasSubstr;
    EXPECT_EQ(told("https://app.vendor.co.uk/foo.html", "app.vendor.co.uk"), "");
    EXPECT_THAT(told("https://app.vendor.co.uk/foo.html", ".vendor.co.uk"), HasSubstr("every host below"));
    EXPECT_THAT(told("https://app.vendor.co.uk/foo.html", "co.uk"),
                HasSubstr("anybody can have a name below"));
    EXPECT_THAT(told("https://app.herokuapp.com/foo.html", "herokuapp.com"),
                HasSubstr("anybody can have a name below"));
    for (auto const* domain : {"endor.co.uk", "other.co.uk", "x.app.vendor.co.uk"})
        EXPECT_THAT(told("https://app.vendor.co.uk/foo.html", domain), HasSubstr("the app is not below"))
            << domain;
    EXPECT_THAT(told("https://192.0.2.1/foo.html", "0.2.1"), HasSubstr("the app is not below"));
}

TEST(SessionCookies, are_not_asked_for_secure_over_http_on_this_machine)
{
    auto evidence = support::with_field(401, "Set-Cookie", "sid=*; HttpOnly; SameSite=None");
    for (auto& attempt : evidence.access->attempts)
        attempt.hops[0].request.url = "http://127.0.0.1:3000/foo.html";
    EXPECT_EQ(session_cookies.run(evidence).outcome, Outcome::warn);
    for (auto& attempt : evidence.access->attempts)
        attempt.hops[0].request.url = "http://app.example/foo.html";
    EXPECT_EQ(session_cookies.run(evidence).outcome, Outcome::fail);
}

} // namespace
} // namespace postern::checks
