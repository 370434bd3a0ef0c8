#include "http/referrer_policy.hpp"

#include <gtest/gtest.h>

namespace postern::http {
namespace {

TEST(ReferrerPolicy, the_last_token_that_is_a_policy_wins)
{
    auto const of = [](std::string_view value) {
        return referrer_policy_of({{"Referrer-Policy", std::string(value)}});
    };
    EXPECT_EQ(of("no-referrer"), ReferrerPolicy::no_referrer);
    EXPECT_EQ(of("no-referrer, Unsafe-URL"), ReferrerPolicy::unsafe_url);
    EXPECT_EQ(of("unsafe-url, same-origin, of-the-future"), ReferrerPolicy::same_origin);
    EXPECT_EQ(of("nothing"), std::nullopt);
    EXPECT_EQ(of(""), std::nullopt);
    EXPECT_EQ(referrer_policy_of({{"Referrer-Policy", "origin"}, {"referrer-policy", "strict-origin"}}),
              ReferrerPolicy::strict_origin);
    EXPECT_EQ(referrer_policy_of({}), std::nullopt);
}

TEST(ReferrerPolicy, a_meta_element_names_one_policy_or_an_old_keyword)
{
    EXPECT_EQ(referrer_policy_of_meta(" Always\n"), ReferrerPolicy::unsafe_url);
    EXPECT_EQ(referrer_policy_of_meta("never"), ReferrerPolicy::no_referrer);
    EXPECT_EQ(referrer_policy_of_meta("origin"), ReferrerPolicy::origin);
    EXPECT_EQ(referrer_policy_of_meta("origin, no-referrer"), std::nullopt);
    EXPECT_EQ(referrer_policy_from("always"), std::nullopt); // of meta elements only
}

TEST(ReferrerPolicy, two_of_them_tell_the_whole_address)
{
    EXPECT_TRUE(tells_other_sites_the_address(ReferrerPolicy::no_referrer_when_downgrade));
    EXPECT_TRUE(tells_other_sites_the_address(ReferrerPolicy::unsafe_url));
    EXPECT_FALSE(tells_other_sites_the_address(ReferrerPolicy::origin_when_cross_origin));
    EXPECT_EQ(name(ReferrerPolicy::strict_origin), "strict-origin");
}

} // namespace
} // namespace postern::http
