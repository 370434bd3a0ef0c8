#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const lifecycle_signature;

namespace {

using evidence::Evidence;
using evidence::LifecycleAttempt;
using evidence::LifecycleForgery;
using support::healthy;

Verdict judged(std::function<void(Evidence&)> const& spoil)
{
    auto evidence = healthy();
    spoil(evidence);
    return lifecycle_signature.run(evidence);
}

Verdict answered(LifecycleForgery forgery, http::Outcome const& outcome)
{
    return judged([&](Evidence& evidence) {
        for (auto& attempt : evidence.lifecycle->attempts)
            if (attempt.forgery == forgery)
                attempt.exchange.outcome = outcome;
    });
}

TEST(LifecycleSignature, passes_where_every_forgery_is_refused)
{
    EXPECT_EQ(lifecycle_signature.run(healthy()),
              pass("every one of 7 forged requests to lifecycle callbacks was refused"));
}

TEST(LifecycleSignature, fails_where_a_forgery_is_accepted_or_redirected)
{
    for (auto const status : {200, 202, 204, 302, 303, 307}) {
        auto const verdict = answered(LifecycleForgery::own_key, http::make_response(status, "", ""));
        ASSERT_EQ(verdict.outcome, Outcome::fail) << status;
        EXPECT_EQ(verdict.findings.at(0).severity, Severity::critical);
        EXPECT_EQ(
            verdict.findings[0].message,
            fmt::format("A forged \"installed\" was accepted: {} to an RS256 token signed with a key that "
                        "is not the host's",
                        status));
        EXPECT_THAT(verdict.findings[0].exchanges, testing::ElementsAre("e60"));
    }
}

TEST(LifecycleSignature, knows_the_ways_in_which_frameworks_refuse)
{
    for (auto const status : {400, 401, 403, 404, 415, 422})
        EXPECT_EQ(answered(LifecycleForgery::hs256, http::make_response(status, "", "")).outcome,
                  Outcome::pass);
}

TEST(LifecycleSignature, takes_a_breakdown_or_silence_for_no_refusal)
{
    for (http::Outcome const& outcome :
         {http::Outcome(http::make_response(500, "", "")), http::Outcome(http::make_response(503, "", "")),
          http::Outcome(http::make_response(425, "", "")), http::Outcome(http::make_response(429, "", "")),
          http::Outcome(http::TransportFailure{http::TransportFailureKind::timed_out, "30 s"})}) {
        auto const verdict = answered(LifecycleForgery::wrong_audience, outcome);
        EXPECT_EQ(verdict.outcome, Outcome::inconclusive);
        ASSERT_EQ(verdict.findings.size(), 1u);
        EXPECT_EQ(verdict.findings[0].outcome, Outcome::inconclusive);
    }
}

TEST(LifecycleSignature, holds_enabled_and_disabled_for_less_than_critical)
{
    auto const verdict = judged([](Evidence& evidence) {
        for (auto& attempt : evidence.lifecycle->attempts) {
            attempt.event = "enabled";
            attempt.exchange.outcome = http::make_response(204, "", "");
        }
    });
    EXPECT_EQ(verdict.findings.at(0).severity, Severity::high);
}

TEST(LifecycleSignature, does_not_pass_a_callback_that_was_not_tried)
{
    auto const verdict = judged([](Evidence& evidence) { evidence.lifecycle->attempts.clear(); });
    EXPECT_EQ(verdict.outcome, Outcome::inconclusive);
    EXPECT_EQ(verdict.findings.size(), 1u);
}

TEST(LifecycleSignature, does_not_pass_callbacks_that_are_not_there)
{
    auto const verdict = judged([](Evidence& evidence) {
        for (auto& attempt : evidence.lifecycle->attempts)
            attempt.exchange.outcome = http::make_response(404, "text/plain", "no such page");
    });
    EXPECT_EQ(verdict.outcome, Outcome::inconclusive);
    EXPECT_THAT(verdict.summary, testing::HasSubstr("see whether the base URL is the app's"));
}

TEST(LifecycleSignature, has_nothing_to_say_of_an_app_without_callbacks)
{
    auto const verdict = judged([](Evidence& evidence) {
        evidence.lifecycle->attempts.clear();
        evidence.endpoints = {support::example_page()};
    });
    EXPECT_EQ(verdict, not_applicable("the descriptor declares no lifecycle callback"));
}

} // namespace
} // namespace postern::checks
