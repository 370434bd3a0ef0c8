#include "report/check_pages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::report {
namespace {

TEST(CheckPages, are_built_in_under_the_name_of_their_check)
{
    ASSERT_TRUE(check_page("anonymous-access"));
    EXPECT_TRUE(check_page("anonymous-access")->starts_with("# anonymous-access\n"));
    EXPECT_FALSE(check_page("no-such-check"));
}

TEST(CheckPages, are_read_by_section)
{
    constexpr std::string_view page =
        "# a\n\n## One\n\nfirst\n\n### deeper\n\nmore\n\n## Two\n\n## Three\nlast\n";
    EXPECT_EQ(section(page, "One"), "first\n\n### deeper\n\nmore");
    EXPECT_EQ(section(page, "Two"), "");
    EXPECT_EQ(section(page, "Three"), "last");
    EXPECT_EQ(section(page, "Four"), std::nullopt);
}

} // namespace
} // namespace postern::report
