#include "platform/connect/descriptor.hpp"

#include <gtest/gtest.h>

namespace postern::platform::connect {
namespace {

constexpr std::string_view text = R"({"key": "k", "name": "n",
"baseUrl": "http://app.example",
"authentication": {"type": "JWT"},
"scopes": ["READ", "Act_As_User", "reed", 7],
"apiMigrations": {"signed-install": false, "context-qsh": true, "gdpr": "yes"},
"lifecycle": {"installed": "/i"},
"vendor": {"name": "v", "url": "https://vendor.example"},
"modules": {
 "jiraIssueGlances": [{"key": "g", "name": {"value": "Glance"}, "icon": {"url": "a.svg"}, "target": {"type": "web_panel", "url": "/g"}}],
 "configurePage": {"key": "c", "url": "/c"},
 "no_such": [{"key": "x"}]
}})";

DescriptorFacts facts_of(std::string_view descriptor)
{
    auto const app = read_descriptor(descriptor, http::parse_url("https://elsewhere.example").value());
    EXPECT_TRUE(app.has_value());
    return app ? app->facts : DescriptorFacts{};
}

TEST(DescriptorFacts, are_the_descriptors_own_words_with_their_places)
{
    auto const facts = facts_of(text);
    EXPECT_EQ(facts.base_url, (Stated{"http://app.example", "/baseUrl", {2, 12}}));
    EXPECT_EQ(facts.authentication, (Stated{"JWT", "/authentication/type", {3, 28}}));
    ASSERT_EQ(facts.scopes.size(), 3U);
    EXPECT_EQ(facts.scopes[0].reach, StatedScope::Reach::ordinary);
    EXPECT_EQ(facts.scopes[1].reach, StatedScope::Reach::wide);
    EXPECT_EQ(facts.scopes[1].name, (Stated{"Act_As_User", "/scopes/1", {4, 20}}));
    EXPECT_NE(facts.scopes[1].why, "");
    EXPECT_EQ(facts.scopes[2].reach, StatedScope::Reach::unknown);
    ASSERT_EQ(facts.migrations.size(), 2U);
    EXPECT_EQ(facts.migrations[0].state, StatedMigration::State::off);
    EXPECT_EQ(facts.migrations[1].state, StatedMigration::State::on);
    ASSERT_EQ(facts.lifecycle.size(), 1U);
    EXPECT_EQ(facts.lifecycle[0].text, "installed");
}

TEST(DescriptorFacts, say_which_modules_are_withdrawn_or_unknown)
{
    auto const facts = facts_of(text);
    EXPECT_EQ(facts.product, "Jira");
    ASSERT_EQ(facts.modules.size(), 3U);
    EXPECT_EQ(facts.modules[0].standing, StatedModule::Standing::deprecated);
    EXPECT_EQ(facts.modules[0].name, "Glance");
    EXPECT_EQ(facts.modules[0].successor, "jiraIssueContexts");
    EXPECT_EQ(facts.modules[1].pointer, "/modules/configurePage");
    EXPECT_EQ(facts.modules[1].standing, StatedModule::Standing::current);
    EXPECT_EQ(facts.modules[2].standing, StatedModule::Standing::unknown);
}

TEST(DescriptorFacts, tell_images_from_links)
{
    auto const facts = facts_of(text);
    ASSERT_EQ(facts.links.size(), 2U);
    EXPECT_EQ(facts.links[0].role, StatedLink::Role::link);
    EXPECT_EQ(facts.links[0].url.pointer, "/vendor/url");
    EXPECT_EQ(facts.links[1].role, StatedLink::Role::image);
    EXPECT_EQ(facts.links[1].url.text, "a.svg");
}

TEST(DescriptorFacts, count_what_is_too_much)
{
    std::string many = R"({"key": "k", "scopes": [)";
    for (int i = 0; i < 1002; ++i)
        many += i == 0 ? "\"READ\"" : ",\"READ\"";
    auto const facts = facts_of(many + "]}");
    EXPECT_EQ(facts.scopes.size(), 1000U);
    EXPECT_EQ(facts.left_out, 2U);
}

TEST(DescriptorFacts, of_several_products_name_none)
{
    EXPECT_EQ(facts_of(R"({"key": "k", "modules": {"repoPages": [{}], "spaceToolsTabs": [{}]}})").product,
              "");
}

} // namespace
} // namespace postern::platform::connect
