#include "base/edit_distance.hpp"

#include <gtest/gtest.h>

#include <string>

namespace postern {
namespace {

TEST(EditDistance, counts_the_edits_of_one_byte)
{
    EXPECT_EQ(edit_distance("scan", "scan"), 0U);
    EXPECT_EQ(edit_distance("scn", "scan"), 1U);
    EXPECT_EQ(edit_distance("scann", "scan"), 1U);
    EXPECT_EQ(edit_distance("scam", "scan"), 1U);
    EXPECT_EQ(edit_distance("csan", "scan"), 2U);
    EXPECT_EQ(edit_distance("", "scan"), 4U);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(IsNear, takes_a_slip_for_one_and_nothing_else)
{
    EXPECT_TRUE(is_near("fromat", "format"));
    EXPECT_TRUE(is_near("2e11a940c0dx", "2e11a940c0dd"));
    EXPECT_TRUE(is_near("xy", "x"));
    EXPECT_FALSE(is_near("zzz", "2e11a940c0dd"));
    EXPECT_FALSE(is_near("", "ab"));
    EXPECT_FALSE(is_near(std::string(1'000'000, 'x'), "format"));
}

} // namespace
} // namespace postern
