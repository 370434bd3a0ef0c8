#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const open_redirect;

namespace {

using support::healthy;
using support::html;

Verdict judged(http::Outcome outcome)
{
    auto evidence = healthy();
    evidence.input->attempts[1].attempt.hops[0].outcome = std::move(outcome);
    return open_redirect.run(evidence);
}

http::Response with(std::string_view header, std::string_view value, int status)
{
    auto response = http::make_response(status, "", "");
    response.headers.set(header, value);
    return response;
}

TEST(OpenRedirect, fails_where_the_answer_leads_to_the_site_that_was_named)
{
    for (auto const& response :
         {with("Location", "https://postern-test-away.example/", 302),
          with("Location", "//postern-test-away.example/x", 307),
          with("Refresh", "0; url=https://postern-test-away.example/", 200),
          html("<meta http-equiv=Refresh content='0;URL=\"https://postern-test-away.example/\"'>")}) {
        auto const verdict = judged(response);
        ASSERT_EQ(verdict.outcome, Outcome::fail);
        EXPECT_THAT(verdict.findings[0].message, testing::HasSubstr("returnUrl"));
        EXPECT_THAT(verdict.findings[0].proof[0], testing::HasSubstr("postern-test-away.example"));
    }
}

TEST(OpenRedirect, passes_where_it_leads_elsewhere)
{
    for (auto const& response :
         {with("Location", "https://postern-test-b.atlassian.net/login", 302),
          with("Location", "/login?next=https%3A%2F%2Fpostern-test-away.example%2F", 302),
          with("Location", "https://id.example/?to=https://postern-test-away.example/", 302),
          with("Location", "https://postern-test-away.example/", 401), // no redirect
          html("<a href='https://postern-test-away.example/'>go</a>", 401)})
        EXPECT_EQ(judged(response).outcome, Outcome::pass);
}

TEST(OpenRedirect, is_inconclusive_without_an_answer)
{
    EXPECT_EQ(judged(http::TransportFailure{http::TransportFailureKind::timed_out, "30 s"}).outcome,
              Outcome::inconclusive);
    EXPECT_EQ(judged(html("", 503)).outcome, Outcome::inconclusive);
}

} // namespace
} // namespace postern::checks
