#include "policy/policy_toml.hpp"
#include "policy/toml_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::policy {
namespace {

std::string key(std::size_t parts)
{
    std::string text = "a";
    for (std::size_t i = 1; i < parts; ++i)
        text += ".a";
    return text;
}

TEST(TomlKeys, are_counted_outside_of_texts_and_comments)
{
    for (auto const& text : {std::string(), key(key_parts_max) + " = 1", "[" + key(key_parts_max) + "]",
                             "# " + key(1000), "a = \"" + key(1000) + "\"", "a = '" + key(1000) + "'",
                             "a = \"\"\"\n" + key(1000) + "\"\"\"", "a = '''" + key(1000) + "'''",
                             "a = \"\\\"" + key(1000) + "\"", "a = [" + std::string(1000, ' ') + "1.5, 2.5]",
                             key(8) + " = 1\n" + key(8) + " = 1", std::string("a = \"")})
        EXPECT_FALSE(too_long_key(text).has_value()) << text.substr(0, 40);
    auto const long_key = key(key_parts_max + 1);
    for (auto const& text : {long_key, long_key + " = 1", "a = \"\" # '\n" + long_key, "a = \"\n" + long_key,
                             "'a'." + key(key_parts_max), "x = { " + long_key + " = 1 }"})
        EXPECT_TRUE(too_long_key(text).has_value()) << text;
    auto const place = too_long_key("a = 1\n  [" + long_key + "]").value_or(Place{});
    EXPECT_EQ(place.line, 2u);
    EXPECT_EQ(place.column, 4u);
}

TEST(TomlKeys, that_are_too_long_are_a_mistake_of_the_file)
{
    for (auto const& text : {key(200'000) + " = 1", "[" + key(200'000) + "]"}) {
        auto const policy = read_policy(text, "p");
        ASSERT_FALSE(policy.has_value());
        EXPECT_THAT(in_words("p", policy.error()),
                    testing::HasSubstr("a key with more than 16 parts; no section has one, remove it"));
    }
}

// By the square of their number this would take minutes.
TEST(TomlKeys, may_be_many)
{
    std::string text = "[scan]\n";
    for (int i = 0; i < 60'000; ++i)
        text += "key" + std::to_string(i) + " = 1\n";
    auto const policy = read_policy(text, "p");
    ASSERT_TRUE(policy.has_value());
    EXPECT_EQ(policy->settings.size(), 60'000u);
    EXPECT_EQ(policy->settings.back().key, "key59999");
}

} // namespace
} // namespace postern::policy
