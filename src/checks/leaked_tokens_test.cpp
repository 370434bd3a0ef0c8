#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const leaked_tokens;

namespace {

using evidence::Attempt;
using evidence::Evidence;
using support::answer;
using support::healthy;
using support::html;
using support::page_id;
using testing::HasSubstr;

std::string const token(support::forged_token_text);
std::string const issued = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzb21lYm9keSJ9.[redacted signature]";

Verdict with_forged(std::function<http::Outcome(Attempt const&)> const& outcome)
{
    auto evidence = healthy();
    answer(evidence, page_id, support::with({evidence::Credential::random_secret}), outcome);
    return leaked_tokens.run(evidence);
}

Verdict with_location(std::string const& location)
{
    return with_forged([&](Attempt const&) {
        auto response = http::make_response(302, "text/plain", "");
        response.headers.set("Location", location);
        return response;
    });
}

Verdict with_page(std::string const& body)
{
    return with_forged([&](Attempt const&) { return html(body); });
}

TEST(LeakedTokens, fails_a_redirect_that_takes_the_token_along)
{
    auto const verdict = with_location("https://app.example/login?token=" + token + "&next=/foo");
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    auto const& finding = verdict.findings.at(0);
    EXPECT_EQ(finding.endpoint, page_id);
    EXPECT_EQ(finding.subject, "a redirect to the same host");
    EXPECT_EQ(finding.severity, Severity::medium);
    EXPECT_EQ(finding.message, "The address of a redirect to the same host holds a token (2 times)");
    EXPECT_THAT(finding.proof,
                testing::ElementsAre("Location: https://app.example/login?token=[token]&next=/foo"));
    EXPECT_EQ(finding.exchanges.size(), 2u);
}

TEST(LeakedTokens, counts_another_host_as_worse)
{
    for (auto const& copied : {token, issued, std::string("[redacted user token]"),
                               "https%3A%2F%2Fapp.example%2F%3Fjwt%3D" + token}) {
        auto const verdict = with_location("https://sso.example/?r=" + copied);
        ASSERT_EQ(verdict.outcome, Outcome::fail) << copied;
        EXPECT_EQ(verdict.findings.at(0).subject, "a redirect to sso.example") << copied;
        EXPECT_EQ(verdict.findings[0].severity, Severity::high);
    }
}

// Its name changes from scan to scan, and the finding must not.
TEST(LeakedTokens, does_not_name_a_host_that_the_scan_made_up)
{
    EXPECT_EQ(with_location("https://postern-test-a.example/?jwt=" + token).findings.at(0).subject,
              "a redirect to the host that the request names");
}

TEST(LeakedTokens, lets_a_token_stay_where_the_host_put_it)
{
    auto const by_query = [](Attempt const& attempt) -> http::Outcome {
        if (attempt.placement != platform::TokenPlacement::query_parameter)
            return http::make_response(401, "text/plain", "");
        auto response = http::make_response(301, "text/plain", "");
        response.headers.set("Location", "/foo.html/?xdm_e=x&jwt=" + token);
        return response;
    };
    EXPECT_EQ(with_forged(by_query).outcome, Outcome::pass);
    EXPECT_EQ(with_location("/app#token=" + token).outcome, Outcome::pass) << "a fragment is not sent";
    EXPECT_EQ(with_location("https://app.example/login").outcome, Outcome::pass);
}

TEST(LeakedTokens, looks_at_the_addresses_of_a_page)
{
    auto const verdict = with_page("<p>\n<img src='https://stats.example/p.gif?u=" + token + "'>");
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(verdict.findings.at(0).subject, "an image from stats.example");
    EXPECT_THAT(verdict.findings[0].proof,
                testing::ElementsAre("line 2: img src=\"https://stats.example/p.gif?u=[token]\""));
    EXPECT_EQ(with_page("<form action='//pay.example/?t=" + issued + "'>").outcome, Outcome::fail);
    EXPECT_EQ(
        with_page("<base href='https://cdn.example/'><script src='a.js?t=" + issued + "'></script>").outcome,
        Outcome::fail);
    auto const own = with_page("<a href='/next?jwt=" + issued + "'>next</a>");
    ASSERT_EQ(own.outcome, Outcome::warn);
    EXPECT_EQ(own.findings.at(0).subject, "a link to the same host");
    EXPECT_EQ(
        with_page("<meta name=token content='" + issued + "'><a href='https://elsewhere.example/'>").outcome,
        Outcome::pass)
        << "a token that stands in no address";
}

} // namespace
} // namespace postern::checks
