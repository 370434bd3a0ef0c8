#include "simulator/lifecycle/descriptor_rules.hpp"

#include <gtest/gtest.h>

namespace postern::simulator {
namespace {

platform::App app(std::vector<std::string> const& scopes, std::vector<std::string> const& keys)
{
    platform::App made{.key = "com.example.an-app_2",
                       .base_url = http::parse_url("https://app.example").value()};
    for (auto const& scope : scopes)
        made.facts.scopes.push_back({.name = {.text = scope, .pointer = "", .position = {}}});
    for (auto const& key : keys)
        made.facts.modules.push_back({.type = "webPanels", .key = key});
    return made;
}

TEST(DescriptorRules, refuse_a_key_of_other_characters_or_too_many)
{
    auto made = app({}, {});
    EXPECT_FALSE(refusal_of(made));
    for (auto const* key : {"bad app", "bad!", "b/d", "bäd"}) {
        made.key = key;
        EXPECT_TRUE(refusal_of(made)) << key;
    }
    made.key = std::string(80, 'k');
    EXPECT_FALSE(refusal_of(made));
    made.key += 'k';
    EXPECT_TRUE(refusal_of(made));
}

TEST(DescriptorRules, name_what_is_odd)
{
    EXPECT_EQ(oddities_of(app({}, {"a", "b", "", ""})), "");
    EXPECT_EQ(oddities_of(app({"REED"}, {})), "REED is no scope");
    EXPECT_EQ(oddities_of(app({"A", "B"}, {"k", "l", "k"})),
              "A, B are no scopes; the key k stands at more than one module");
    EXPECT_EQ(oddities_of(app({}, {"a", "b", "c", "d", "a", "b", "c", "d", "d"})),
              "the keys a, b, c and 1 more stand at more than one module each");
}

} // namespace
} // namespace postern::simulator
