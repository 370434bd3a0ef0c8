#include "simulator/request/path_segments.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

TEST(PathSegments, are_what_stands_between_slashes)
{
    EXPECT_THAT(path_segments("/browse/A-1"), testing::ElementsAre("", "browse", "A-1"));
    EXPECT_THAT(path_segments("issue//comment/"), testing::ElementsAre("issue", "", "comment", ""));
    EXPECT_THAT(path_segments(""), testing::ElementsAre(""));
}

TEST(PathSegments, are_decoded_but_for_a_plus) { EXPECT_EQ(decode_segment("a%2Fb%20c+d"), "a/b c+d"); }

} // namespace
} // namespace postern::simulator
