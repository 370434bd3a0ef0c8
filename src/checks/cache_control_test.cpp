#include "checks/check.hpp"
#include "support/spoilt_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const cache_control;

namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Outcome outcome(int status, std::string value)
{
    return cache_control.run(support::with_field(status, "Cache-Control", std::move(value))).outcome;
}

TEST(CacheControlCheck, passes_where_every_answer_has_both)
{
    auto const verdict = cache_control.run(support::healthy());
    EXPECT_EQ(verdict.outcome, Outcome::pass);
    EXPECT_EQ(outcome(200, "No-Store, max-age=0, NO-CACHE"), Outcome::pass);
}

TEST(CacheControlCheck, fails_pages_and_looks_at_refusals)
{
    EXPECT_EQ(outcome(200, ""), Outcome::fail);
    EXPECT_EQ(outcome(200, "private"), Outcome::fail);
    EXPECT_EQ(outcome(200, "no-store"), Outcome::fail);
    EXPECT_EQ(outcome(200, "no-cache=\"x\", no-store"), Outcome::fail);
    for (auto const status : {401, 403, 404, 500}) {
        EXPECT_EQ(outcome(status, ""), Outcome::warn) << status;
        EXPECT_EQ(outcome(status, "no-cache"), Outcome::warn) << status;
        EXPECT_EQ(outcome(status, "private, max-age=60"), Outcome::fail) << status;
    }
    EXPECT_EQ(outcome(503, ""), Outcome::inconclusive); // of a proxy, perhaps
}

// What is at the end of redirects that nobody followed is not known; behind one to another site is not the
// app.
TEST(CacheControlCheck, could_not_look_at_what_redirects_only_lead_to)
{
    auto const redirected = [](std::string location) {
        return cache_control.run(support::with_page(
            302, [&](http::Response& response) { response.headers.set("Location", location); }));
    };
    EXPECT_EQ(redirected("/again").outcome, Outcome::inconclusive);
    EXPECT_EQ(redirected("https://app.example/again").outcome, Outcome::inconclusive);
    EXPECT_NE(redirected("https://id.example/login").outcome, Outcome::inconclusive);
}

TEST(CacheControlCheck, tells_one_problem_once_and_proves_it_with_the_page)
{
    auto evidence = support::with_field(401, "Cache-Control", "");
    support::answer(evidence, support::page_id, support::with({evidence::Credential::expired}),
                    http::make_response(200, "text/html", "<p>"));
    auto const verdict = cache_control.run(evidence);
    ASSERT_EQ(verdict.findings.size(), 1u);
    auto const& finding = verdict.findings[0];
    EXPECT_EQ(finding.outcome, Outcome::fail);
    EXPECT_EQ(finding.subject, "no no-store");
    EXPECT_THAT(finding.message, HasSubstr("GET answered 200 with no Cache-Control"));
    EXPECT_THAT(finding.exchanges, ElementsAre("e18", "e19", "e1"));
}

TEST(CacheControlCheck, two_field_lines_count_together)
{
    auto const verdict = cache_control.run(support::with_page(200, [](http::Response& response) {
        response.headers.set("Cache-Control", "no-store");
        EXPECT_TRUE(response.headers.add("Cache-Control", "no-cache"));
    }));
    EXPECT_EQ(verdict.outcome, Outcome::pass);
}

TEST(CacheControlCheck, expects_cacheable_modules_to_be_cached)
{
    auto const cacheable = [](std::string value) {
        auto evidence = support::with_field(200, "Cache-Control", std::move(value));
        evidence.endpoints[0].caching = platform::Caching::cacheable;
        return cache_control.run(evidence).outcome;
    };
    EXPECT_EQ(cacheable("public, max-age=3600"), Outcome::pass);
    EXPECT_EQ(cacheable(""), Outcome::pass);
    EXPECT_EQ(cacheable("no-store"), Outcome::warn);
}

} // namespace
} // namespace postern::checks
