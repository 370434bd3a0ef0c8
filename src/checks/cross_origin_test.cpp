#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gtest/gtest.h>

namespace postern::checks {

extern Check const cross_origin;

namespace {

// What the answers to requests with an Origin of that kind say of it.
Verdict answered(bool to_null, std::string allowed, std::string credentials, int status = 200)
{
    auto evidence = support::healthy();
    for (auto& attempt : evidence.cross_origin->attempts) {
        if ((attempt.detail == "null") != to_null)
            continue;
        auto response = support::html("<p>", status);
        response.headers.set("Access-Control-Allow-Origin", allowed == "its own" ? attempt.detail : allowed);
        if (!credentials.empty())
            response.headers.set("Access-Control-Allow-Credentials", credentials);
        attempt.hops[0].outcome = response;
    }
    return cross_origin.run(evidence);
}

TEST(CrossOrigin, fails_who_lets_any_site_read_with_the_users_cookies)
{
    EXPECT_EQ(answered(false, "its own", "true").outcome, Outcome::fail);
    EXPECT_EQ(answered(false, "its own", "true", 401).outcome, Outcome::fail);
    auto const verdict = answered(true, "null", "true");
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(verdict.findings.at(0).subject, "null with credentials");
}

TEST(CrossOrigin, warns_of_pages_that_any_site_reads_without_cookies)
{
    EXPECT_EQ(answered(false, "*", "").outcome, Outcome::warn);
    EXPECT_EQ(answered(false, "its own", "").outcome, Outcome::warn);
    EXPECT_EQ(answered(false, "*", "true").outcome, Outcome::warn); // browsers give it nothing with cookies
    EXPECT_EQ(answered(false, "*", "", 401).outcome, Outcome::pass);
}

TEST(CrossOrigin, passes_what_names_other_sites)
{
    EXPECT_EQ(answered(false, "https://one.atlassian.net", "true").outcome, Outcome::pass);
    EXPECT_EQ(answered(true, "https://one.atlassian.net", "true").outcome, Outcome::pass);
    EXPECT_EQ(answered(false, "its own", "True").outcome, Outcome::warn); // compared byte by byte
}

} // namespace
} // namespace postern::checks
