#include "checks/check.hpp"
#include "support/spoilt_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const referrer_policy;

namespace {

Outcome outcome(int status, std::string value)
{
    return referrer_policy.run(support::with_field(status, "Referrer-Policy", std::move(value))).outcome;
}

TEST(ReferrerPolicyCheck, the_last_valid_token_decides)
{
    EXPECT_EQ(outcome(200, "same-origin"), Outcome::pass);
    EXPECT_EQ(outcome(200, "unsafe-url, strict-origin"), Outcome::pass);
    EXPECT_EQ(outcome(200, "strict-origin, unsafe-url"), Outcome::fail);
    EXPECT_EQ(outcome(200, "no-referrer-when-downgrade"), Outcome::fail);
    EXPECT_EQ(outcome(401, "unsafe-url"), Outcome::fail);
}

TEST(ReferrerPolicyCheck, a_page_needs_one_and_a_refusal_should_have_one)
{
    EXPECT_EQ(outcome(200, ""), Outcome::fail);
    EXPECT_EQ(outcome(200, "nonsense"), Outcome::fail);
    EXPECT_EQ(outcome(401, ""), Outcome::warn);
    EXPECT_EQ(outcome(500, ""), Outcome::warn);
}

TEST(ReferrerPolicyCheck, a_meta_element_replaces_the_header)
{
    auto const with_meta = [](std::string header, std::string_view content) {
        return referrer_policy
            .run(support::with_page(
                200,
                [&](http::Response& response) {
                    response.headers.remove("Referrer-Policy");
                    if (!header.empty())
                        response.headers.set("Referrer-Policy", header);
                },
                "<!doctype html><META content='" + std::string(content) + "' name=Referrer><p>text"))
            .outcome;
    };
    EXPECT_EQ(with_meta("", "no-referrer"), Outcome::pass);
    EXPECT_EQ(with_meta("no-referrer", "always"), Outcome::fail);
    EXPECT_EQ(with_meta("no-referrer", "nonsense"), Outcome::pass);
    EXPECT_EQ(with_meta("", "nonsense"), Outcome::fail);
}

} // namespace
} // namespace postern::checks
