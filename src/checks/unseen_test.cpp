#include "checks/check.hpp"
#include "checks/unseen.hpp"
#include "evidence/each_exchange.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const leaked_secrets;
extern Check const leaked_tokens;
extern Check const error_pages;
extern Check const source_maps;

namespace {

using support::healthy;
using support::page_id;

// Every request to the page came to this, and the first to the webhook.
evidence::Evidence with_page(decltype(http::Exchange::outcome) const& outcome)
{
    auto evidence = healthy();
    bool webhook_too = true;
    evidence::each_exchange(evidence, [&](std::string const& endpoint, http::Exchange& exchange) {
        if (endpoint == page_id || (endpoint == support::webhook_id && std::exchange(webhook_too, false)))
            exchange.outcome = outcome;
    });
    return evidence;
}

http::TransportFailure const silence{http::TransportFailureKind::timed_out, "no answer"};

TEST(Unseen, counts_endpoints_that_gave_no_answer_at_all)
{
    EXPECT_FALSE(unseen(healthy()).any());
    EXPECT_EQ(unseen(with_page(silence)).endpoints, 1U);
    for (auto const status : {429, 500, 503})
        EXPECT_EQ(unseen(with_page(http::make_response(status, "", ""))).endpoints, 1U) << status;
    for (auto const status : {200, 302, 401, 404})
        EXPECT_FALSE(unseen(with_page(http::make_response(status, "", ""))).any()) << status;
}

TEST(Unseen, counts_scripts_that_were_asked_for_in_vain)
{
    auto evidence = healthy();
    evidence.resources->resources.at(0).exchange->outcome = silence;
    EXPECT_EQ(in_words(unseen(evidence)), "1 script or source map gave no answer to look into");
    evidence.resources->resources.at(0).exchange.reset(); // never asked for
    EXPECT_FALSE(unseen(evidence).any());
}

TEST(Unseen, is_no_pass_for_checks_that_look_into_every_answer)
{
    for (auto const* check : {&leaked_secrets, &leaked_tokens, &error_pages, &source_maps}) {
        auto const verdict = check->run(with_page(silence));
        EXPECT_EQ(verdict, inconclusive("1 endpoint gave no answer to look into")) << check->info->id;
    }
}

// All requests to the page were answered, and what came was longer than what is kept.
evidence::Evidence with_long_page()
{
    auto page = http::make_response(401, "text/html", "<p>no</p>");
    page.body_bytes = 5'000'000;
    return with_page(page);
}

TEST(Unseen, leaves_answers_that_were_cut_off_to_a_person)
{
    EXPECT_EQ(unseen(healthy()).cut_off, 0U);
    auto const evidence = with_long_page();
    EXPECT_FALSE(unseen(evidence).any());
    EXPECT_GT(unseen(evidence).cut_off, 0U);
    for (auto const* check : {&leaked_secrets, &leaked_tokens, &error_pages, &source_maps}) {
        auto const verdict = check->run(evidence);
        EXPECT_EQ(verdict.outcome, Outcome::manual) << check->info->id;
        EXPECT_THAT(verdict.summary, testing::HasSubstr("only the beginning was looked at"));
    }
    auto const warned = warn("it is odd", {{.subject = "it"}});
    auto const told = unless_unseen(evidence, warned);
    EXPECT_EQ(told.outcome, Outcome::warn);
    EXPECT_EQ(told.rest, Outcome::manual) << "what is left when the warning is waived";
}

TEST(Unseen, lets_a_failure_stand_and_tells_a_warning_beside_it)
{
    auto evidence = with_page(silence);
    auto const broken = fail("it is broken", {{.subject = "it"}});
    EXPECT_EQ(unless_unseen(healthy(), broken), broken);
    auto const failed = unless_unseen(evidence, broken);
    EXPECT_EQ(failed.outcome, Outcome::fail);
    EXPECT_EQ(failed.summary, "it is broken");
    ASSERT_EQ(failed.findings.size(), 2U) << "one is left when the failure is waived";
    EXPECT_EQ(failed.findings[1].outcome, Outcome::inconclusive);
    EXPECT_EQ(failed.findings[1].message, "Besides, 1 endpoint gave no answer to look into");
    auto const verdict = unless_unseen(evidence, warn("it is odd", {{.subject = "it"}}));
    EXPECT_EQ(verdict.outcome, Outcome::inconclusive);
    EXPECT_EQ(verdict.summary, "1 endpoint gave no answer to look into; it is odd");
    EXPECT_EQ(verdict.findings.size(), 1U);
}

} // namespace
} // namespace postern::checks
