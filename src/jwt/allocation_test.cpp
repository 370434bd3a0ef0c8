#include "jwt/sign.hpp"
#include "jwt/verifier.hpp"
#include "support/allocation_counter.hpp"

#include <gtest/gtest.h>

namespace postern::jwt {
namespace {

constexpr TimePoint now{std::chrono::seconds(1'700'000'000)};
constexpr std::string_view claims =
    R"({"sub":"557058:0f2c6d31-7a44-4d41-93a7-5f0f7c1f5d02","qsh":"799be84a7fa35570087163c0cd9af3abff7ac05c2c12ba0bb1d7eebc984b3ac2",)"
    R"("iss":"Jane \u00dc\"s tenant","aud":["https://app.example/a","https://app.example/b"],"context":{},"exp":1700000900,"iat":1700000000.5})";

TEST(Verifier, does_not_allocate_after_the_first_tokens_of_an_HMAC_key)
{
    for (auto const algorithm : {Algorithm::hs256, Algorithm::hs384, Algorithm::hs512}) {
        auto const key = Key::from_secret("a secret of one tenant");
        auto const compact = sign(claims, *key, algorithm, "some key");
        ASSERT_TRUE(compact);
        Policy const policy{.algorithms = {algorithm}, .leeway = std::chrono::seconds(1)};
        Verifier verifier;
        ASSERT_TRUE(verifier.verify(*compact, *key, policy, now)); // warm-up
        bool good = true;
        support::AllocationCounter const allocations;
        for (int i = 0; i < 100; ++i)
            good = good && verifier.verify(*compact, *key, policy, now).has_value();
        EXPECT_EQ(allocations.count(), 0U) << name(algorithm);
        EXPECT_TRUE(good);
    }
}

TEST(Verifier, does_not_allocate_when_it_refuses_an_expired_token)
{
    auto const key = Key::from_secret("a secret of one tenant");
    auto const compact = sign(claims, *key, Algorithm::hs256);
    ASSERT_TRUE(compact);
    Policy const policy{.algorithms = {Algorithm::hs256}};
    Verifier verifier;
    auto const later = now + std::chrono::hours(1);
    ASSERT_EQ(verifier.verify(*compact, *key, policy, later).error(), Failure::expired);
    support::AllocationCounter const allocations;
    auto const again = verifier.verify(*compact, *key, policy, later);
    EXPECT_EQ(allocations.count(), 0U);
    EXPECT_FALSE(again);
}

TEST(AllocationCounter, counts_what_is_allocated)
{
    support::AllocationCounter const allocations;
    auto const* const block = new std::string(1000, 'x');
    EXPECT_GE(allocations.count(), 2U);
    delete block;
}

} // namespace
} // namespace postern::jwt
