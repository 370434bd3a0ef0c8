#include "base/counted.hpp"

#include <gtest/gtest.h>

namespace postern {
namespace {

TEST(Counted, knows_one_from_many)
{
    EXPECT_EQ(counted(0, "endpoint"), "0 endpoints");
    EXPECT_EQ(counted(1, "endpoint"), "1 endpoint");
    EXPECT_EQ(counted(1, "oddity", "oddities"), "1 oddity");
    EXPECT_EQ(counted(2, "oddity", "oddities"), "2 oddities");
}

} // namespace
} // namespace postern
