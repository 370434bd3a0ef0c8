#include "simulator/rest/bearer_tokens.hpp"

#include <gtest/gtest.h>

namespace postern::simulator {
namespace {

using namespace std::chrono_literals;

TEST(BearerTokens, are_known_until_they_expire)
{
    SeededRandom random(1);
    BearerTokens tokens(random);
    BearerTokens::Grant const grant{.site = "alpha", .client_id = "c", .account_id = "u", .scopes = {}};
    TimePoint const now(1'000'000ms);
    auto const token = tokens.issue(grant, now);
    EXPECT_EQ(token.size(), 2 * BearerTokens::token_bytes);
    EXPECT_EQ(tokens.find(token, now), grant);
    EXPECT_EQ(tokens.find(token, now + BearerTokens::lifetime - 1ms), grant);
    EXPECT_EQ(tokens.find(token, now + BearerTokens::lifetime), std::nullopt);
    EXPECT_EQ(tokens.find("", now), std::nullopt);
    EXPECT_EQ(tokens.find(token.substr(1), now), std::nullopt);
    EXPECT_NE(tokens.issue(grant, now), token);
}

TEST(BearerTokens, are_bounded_and_the_oldest_makes_room)
{
    SeededRandom random(1);
    BearerTokens tokens(random);
    TimePoint const now(1'000'000ms);
    auto const first = tokens.issue({}, now);
    auto const second = tokens.issue({}, now + 1ms);
    for (std::size_t i = 1; i < BearerTokens::tokens_max; ++i)
        (void)tokens.issue({}, now + 2ms);
    EXPECT_FALSE(tokens.find(first, now + 2ms));
    EXPECT_TRUE(tokens.find(second, now + 2ms));
}

} // namespace
} // namespace postern::simulator
