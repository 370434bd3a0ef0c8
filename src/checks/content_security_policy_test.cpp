#include "checks/check.hpp"
#include "support/spoilt_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const content_security_policy;

namespace {

using testing::HasSubstr;

Verdict with_policy(int status, std::string policy)
{
    return content_security_policy.run(
        support::with_field(status, "Content-Security-Policy", std::move(policy)));
}

TEST(ContentSecurityPolicy, fails_a_page_that_the_host_cannot_show)
{
    for (auto const* ancestors : {"'self'", "'none'", "https://example.com", "https://atlassian.net"}) {
        auto const verdict =
            with_policy(200, std::string("default-src 'self'; frame-ancestors ") + ancestors);
        ASSERT_EQ(verdict.outcome, Outcome::fail) << ancestors;
        EXPECT_THAT(verdict.findings.at(0).message, HasSubstr(ancestors));
        EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("https://*.atlassian.net"));
    }
    EXPECT_EQ(with_policy(401, "default-src 'self'; frame-ancestors 'self'").outcome, Outcome::warn);
    EXPECT_EQ(with_policy(200, "frame-ancestors *.atlassian.net, frame-ancestors 'self'").outcome,
              Outcome::fail);
}

TEST(ContentSecurityPolicy, passes_where_one_tenants_site_or_all_may_show_the_page)
{
    for (auto const* ancestors :
         {"https://one.atlassian.net", "*.jira.com", "'self' https://*.atlassian.net"})
        EXPECT_EQ(with_policy(200, std::string("script-src 'self'; frame-ancestors ") + ancestors).outcome,
                  Outcome::pass)
            << ancestors;
}

TEST(ContentSecurityPolicy, warns_of_what_it_does_not_hold_up)
{
    for (auto const* policy :
         {"", "script-src 'self'", "script-src 'self'; frame-ancestors *", "frame-ancestors *.atlassian.net",
          "script-src 'unsafe-inline'; frame-ancestors *.atlassian.net",
          "script-src 'unsafe-eval'; frame-ancestors *.atlassian.net",
          "default-src https:; frame-ancestors *.atlassian.net"})
        EXPECT_EQ(with_policy(200, policy).outcome, Outcome::warn) << policy;
    EXPECT_EQ(with_policy(401, "").outcome, Outcome::warn);
    EXPECT_EQ(
        with_policy(200, "script-src 'unsafe-inline' 'nonce-a'; frame-ancestors *.atlassian.net").outcome,
        Outcome::pass);
}

TEST(ContentSecurityPolicy, in_a_meta_element_counts_for_scripts_and_not_for_frames)
{
    auto const page = "<head><meta http-equiv=content-security-policy "
                      "content=\"script-src 'self'; frame-ancestors 'none'\"></head>";
    auto const with_meta = [&](std::string policy) {
        return content_security_policy.run(support::with_page(
            200, [&](http::Response& response) { response.headers.set("Content-Security-Policy", policy); },
            page));
    };
    EXPECT_EQ(with_meta("frame-ancestors https://*.atlassian.net").outcome, Outcome::pass);
}

// Where no policy speaks of frames, X-Frame-Options decides, and another check judges that.
TEST(ContentSecurityPolicy, leaves_frames_to_frame_options_where_it_does_not_name_them)
{
    auto const with_frame_options = [](std::string const& policy) {
        return content_security_policy.run(support::with_page(200, [&](http::Response& response) {
            response.headers.set("X-Frame-Options", "DENY");
            response.headers.set("Content-Security-Policy", policy);
        }));
    };
    EXPECT_EQ(with_frame_options("script-src 'self'").outcome, Outcome::pass);
    EXPECT_EQ(with_frame_options("script-src 'self'; frame-ancestors *").outcome, Outcome::warn);
}

TEST(ContentSecurityPolicy, knows_no_frames_of_an_unknown_platform)
{
    auto evidence =
        support::with_field(200, "Content-Security-Policy", "default-src 'self'; frame-ancestors 'self'");
    evidence.target.platform = "Another";
    EXPECT_EQ(content_security_policy.run(evidence).outcome, Outcome::pass);
}

} // namespace
} // namespace postern::checks
