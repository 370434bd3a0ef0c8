#include "checks/brand_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {
namespace {

TEST(BrandNames, list_can_be_read)
{
    auto const read = read_brand_names(brand_name_files().front().bytes);
    ASSERT_TRUE(read.has_value()) << read.error();
    EXPECT_THAT(read->products, testing::Contains("Jira"));
    EXPECT_THAT(read->words, testing::Contains("premium"));
}

TEST(BrandNames, list_that_is_wrong_is_no_list)
{
    for (auto const* text : {"", "[]", R"({"format":"other"})", R"({"format":"postern-branding-1"})",
                             R"({"format":"postern-branding-1","products":[" "],"words":[]})",
                             R"({"format":"postern-branding-1","products":[1],"words":[]})"})
        EXPECT_FALSE(read_brand_names(text).has_value()) << text;
}

TEST(BrandNames, count_at_the_beginning_of_a_name_and_as_whole_words)
{
    auto const begin = [](std::string_view name) { return begins_with_product(name, brand_names()); };
    EXPECT_EQ(begin("Jira Notes"), "Jira");
    EXPECT_EQ(begin("JIRA-Notes"), "Jira");
    EXPECT_EQ(begin("jira service desk notes"), "Jira Service Desk");
    for (auto const* name :
         {"", " ", "Jiraffe", "Notes for Jira", "The Jira Notes", "Jir\xc3\xa4", "Jira\xc3\xa4"})
        EXPECT_EQ(begin(name), std::nullopt) << name;
}

TEST(BrandNames, words_count_anywhere_in_a_name)
{
    EXPECT_EQ(has_word("Notes PREMIUM for Jira", brand_names()), "premium");
    EXPECT_EQ(has_word("Premiums", brand_names()), std::nullopt);
}

TEST(BrandNames, stand_whole_or_glued_in_a_label)
{
    auto const in = [](std::string_view label) { return product_in_label(label, brand_names()); };
    for (auto const* label : {"jira", "my-jira", "jira-align-tools", "jiraalign"})
        ASSERT_TRUE(in(label) && in(label)->whole) << label;
    EXPECT_EQ(in("jira-align-tools")->product, "Jira Align");
    ASSERT_TRUE(in("myjira"));
    EXPECT_FALSE(in("myjira")->whole);
    EXPECT_FALSE(in("shop-tools"));
    EXPECT_FALSE(in(""));
}

} // namespace
} // namespace postern::checks
