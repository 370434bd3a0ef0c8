#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const leaked_secrets;

namespace {

using evidence::Attempt;
using evidence::Evidence;
using support::admin_id;
using support::answer;
using support::everyone;
using support::healthy;
using support::html;
using support::page_id;
using testing::HasSubstr;
using testing::Not;

std::string const secret = "9fKd02LmQpX7vBnC4tRwZ8sY1uGhJe5A";
std::string const page = "<script>\nconfig = {sharedSecret: '" + secret + "'}</script>";

Verdict with_page(std::string const& body)
{
    auto evidence = healthy();
    answer(evidence, page_id, everyone(), html(body));
    return leaked_secrets.run(evidence);
}

TEST(LeakedSecrets, fails_a_page_that_holds_one_and_does_not_repeat_it)
{
    auto const verdict = with_page(page);
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    ASSERT_EQ(verdict.findings.size(), 1u) << "25 answers with one secret are one leak";
    auto const& finding = verdict.findings[0];
    EXPECT_EQ(finding.endpoint, page_id);
    EXPECT_EQ(finding.subject, "shared secret of a Connect installation");
    EXPECT_EQ(finding.severity, Severity::critical);
    EXPECT_THAT(finding.message, HasSubstr("GET /foo.html holds what looks like a shared secret of a Connect "
                                           "installation (line 2, column 26)"));
    EXPECT_THAT(finding.exchanges, testing::ElementsAre("e1"));
    EXPECT_THAT(finding.proof,
                testing::ElementsAre("GET /foo.html: line 2, column 26: 9fKd… (32 characters)"));
    EXPECT_THAT(finding.message + finding.proof[0] + finding.subject, Not(HasSubstr(secret)));
}

TEST(LeakedSecrets, tells_of_one_secret_at_many_endpoints_once)
{
    auto evidence = healthy();
    for (auto const id : {page_id, admin_id})
        answer(evidence, id, everyone(), html(page));
    auto const verdict = leaked_secrets.run(evidence);
    ASSERT_EQ(verdict.findings.size(), 1u);
    EXPECT_THAT(verdict.findings[0].message, HasSubstr("and also at 1 other endpoint"));
}

TEST(LeakedSecrets, looks_into_refusals_too)
{
    auto evidence = healthy();
    answer(evidence, page_id, everyone(), html(page, 401));
    EXPECT_EQ(leaked_secrets.run(evidence).outcome, Outcome::fail);
}

TEST(LeakedSecrets, only_warns_of_what_is_often_meant_to_be_public)
{
    auto const verdict = with_page("<script src=\"https://maps.example/?key=AI"
                                   "zaSyB3kQ9vR2mXw7Tz0LpN4cJ8hGdY1fUeAZq\">");
    ASSERT_EQ(verdict.outcome, Outcome::warn);
    EXPECT_EQ(verdict.findings[0].severity, Severity::low);
    EXPECT_THAT(verdict.findings[0].message, HasSubstr("a person must say"));
}

// Claims: {"iss":"somebody"}, {"exp":1600000000}, {"role":"anon"}.
TEST(LeakedSecrets, weighs_a_token_by_what_it_still_opens)
{
    auto const severity = [](std::string const& claims) {
        auto const verdict = with_page("'eyJhbGciOiJIUzI1NiJ9." + claims + ".[redacted signature]'");
        EXPECT_EQ(verdict.outcome, Outcome::warn);
        return verdict.findings.at(0).severity;
    };
    EXPECT_EQ(severity("eyJpc3MiOiJzb21lYm9keSJ9"), Severity::medium);
    EXPECT_EQ(severity("eyJleHAiOjE2MDAwMDAwMDB9"), Severity::low);
    EXPECT_EQ(severity("eyJyb2xlIjoiYW5vbiJ9"), Severity::low);
}

TEST(LeakedSecrets, does_not_count_what_the_request_brought)
{
    auto evidence = healthy();
    answer(evidence, page_id, everyone(), [](Attempt const& attempt) {
        auto const& request = attempt.hops[0].request;
        return html("bad token: " + request.url + " " +
                        std::string(request.headers.get("Authorization").value_or("")),
                    401);
    });
    auto& install = evidence.lifecycle->attempts[0].exchange;
    install.request.body = "{\"sharedSecret\":\"" + secret + "\"}";
    install.outcome = html("cannot install " + install.request.body, 400);
    EXPECT_EQ(leaked_secrets.run(evidence).outcome, Outcome::pass);
}

TEST(LeakedSecrets, says_how_much_it_looked_at)
{
    EXPECT_THAT(leaked_secrets.run(healthy()).summary, testing::MatchesRegex("no secret in [0-9]+ answers"));
}

} // namespace
} // namespace postern::checks
