#include "policy/policy_toml.hpp"
#include "support/source_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace postern::policy {
namespace {

constexpr auto whole = R"(
[scan]
timeout = 5
insecure = false

[report]
format = ["terminal", "json"]

[checks]
forged-token = "warn"

[[rule]]
check = "anonymous-access"
level = "off"
endpoints = ["webPanels/*"]
kinds = ["page"]

[[waiver]]
check = "anonymous-access"
endpoint = "generalPages/about"
reason = "cacheable-module"
explanation = "The document holds no data."
author = "Security team"
expires = 2027-03-31
)";

TEST(PolicyFile, is_read_with_the_place_of_everything)
{
    auto const policy = read_policy(whole, "postern.toml");
    ASSERT_TRUE(policy.has_value()) << in_words("postern.toml", policy.error());
    ASSERT_EQ(policy->settings.size(), 3u);
    EXPECT_EQ(policy->settings[0].key, "timeout");
    EXPECT_EQ(policy->settings[0].texts, std::vector<std::string>{"5"});
    EXPECT_EQ(policy->settings[0].place.line, 3u);
    EXPECT_EQ(policy->settings[1].value, Setting::Value::off);
    EXPECT_EQ(policy->settings[2].texts, (std::vector<std::string>{"terminal", "json"}));
    ASSERT_EQ(policy->rules.size(), 2u) << "[checks] first, then each [[rule]]";
    EXPECT_EQ(policy->rules[0].check, "forged-token");
    EXPECT_TRUE(policy->rules[0].where.everywhere());
    EXPECT_EQ(policy->rules[1].level, report::Level::off);
    EXPECT_EQ(policy->rules[1].where.kinds, std::vector<std::string>{"page"});
    ASSERT_EQ(policy->waivers.size(), 1u);
    EXPECT_EQ(policy->waivers[0].verdict, checks::Outcome::warn);
    EXPECT_EQ(policy->waivers[0].reason, Reason::cacheable_module);
    EXPECT_EQ(policy->waivers[0].expires, day_from("2027-03-31"));
    EXPECT_TRUE(read_policy("", "postern.toml").has_value());
}

TEST(PolicyFile, says_what_is_wrong_where_and_what_to_do)
{
    std::string const waiver = "[[waiver]]\ncheck = \"forged-token\"\nendpoint = \"*\"\nauthor = \"a\"\n"
                               "explanation = \"e\"\n";
    struct Row {
        std::string text;
        char const* complaint;
    };
    std::vector<Row> const rows{
        {"[[waivers]]\n", "p:1:3: there is no key 'waivers'; did you mean 'waiver'?"},
        {"x = \n", "p:1:5: this is not TOML: "},
        {waiver + "reason = \"third-party\"\nexpire = 2027-01-01\n",
         "p:7:1: there is no key 'expire' in [[waiver]]; did you mean 'expires'?"},
        {waiver + "reason = \"because\"\n",
         "p:6:1: 'because' is no reason; use one of public-static-content, "},
        {waiver, "p:1:1: 'reason' is missing in [[waiver]]; write reason = \"…\""},
        {waiver + "reason = \"third-party\"\nexpires = \"2027-02-30\"\n", "p:7:1: 'expires' must be a day; "},
        {waiver + "reason = \"third-party\"\nverdict = \"inconclusive\"\n",
         "p:7:1: 'inconclusive' cannot be waived; use warn or fail"},
        {"[[waiver]]\ncheck = \"forged-token\"\nauthor = \"a\"\nexplanation = \"e\"\nreason = "
         "\"third-party\"\n",
         "p:2:1: this waiver says neither a finding nor an endpoint nor a subject; "},
        {"[checks]\nanonymus-access = \"off\"\n",
         "p:2:1: there is no check 'anonymus-access'; did you mean 'anonymous-access'?"},
        {"[checks]\nforged-token = \"ignore\"\n", "p:2:1: 'ignore' is no level; use off, warn or fail"},
        {"[[rule]]\ncheck = \"*\"\nlevel = \"off\"\nkinds = [\"pages\"]\n",
         "p:4:1: there is no kind 'pages'; "},
        {"[[rule]]\ncheck = \"*\"\nlevel = \"off\"\nendpoints = []\n",
         "p:4:1: 'endpoints' must be a list of "},
        {"[scan]\nrate = [[1]]\n", "p:2:1: 'rate' must be a list of texts; "},
        {"checks = 1\n", "p:1:1: 'checks' must be a table; write [checks] on a line of its own"},
        {std::string(policy_file_max_bytes + 1, '\n'), "p: it has more than 1024 KiB; "},
    };
    for (auto const& row : rows) {
        auto const policy = read_policy(row.text, "p");
        ASSERT_FALSE(policy.has_value()) << row.complaint;
        EXPECT_THAT(in_words("p", policy.error()), testing::StartsWith(row.complaint));
    }
}

TEST(PolicyFile, of_the_guide_can_be_read)
{
    std::ifstream in(support::source_dir() / "docs/guides/policy.md");
    std::string const guide(std::istreambuf_iterator<char>(in), {});
    std::string const fence = "```toml\n";
    auto const begin = guide.find(fence) + fence.size();
    auto const policy = read_policy(guide.substr(begin, guide.find("```", begin) - begin), "policy.md");
    ASSERT_TRUE(policy.has_value()) << in_words("policy.md", policy.error());
    EXPECT_EQ(policy->waivers.size(), 1u);
    EXPECT_EQ(policy->rules.size(), 2u);
    EXPECT_EQ(policy->settings.size(), 3u);
    for (auto const reason : all_reasons())
        EXPECT_THAT(guide, testing::HasSubstr("| `" + std::string(name(reason)) + "` |")) << "in the table";
}

TEST(Day, is_one_that_exists)
{
    for (auto const* text :
         {"2027-02-29", "2027-13-01", "2027-1-01", "2027-01-01x", "", "20270101ab", "2o27-01-01"})
        EXPECT_EQ(day_from(text), std::nullopt) << text;
    EXPECT_EQ(day_text(*day_from("2028-02-29")), "2028-02-29");
}

} // namespace
} // namespace postern::policy
