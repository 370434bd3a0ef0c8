#include "base/edit_distance.hpp"

#include <gtest/gtest.h>

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

} // namespace
} // namespace postern
