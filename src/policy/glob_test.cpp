#include "policy/glob.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace postern::policy {
namespace {

TEST(Glob, matches_the_whole_text)
{
    EXPECT_TRUE(matches("webPanels/*", "webPanels/foo-panel"));
    EXPECT_FALSE(matches("webPanels/*", "a webPanels/foo-panel"));
    EXPECT_FALSE(matches("webPanels", "webPanels/foo-panel"));
    EXPECT_TRUE(matches("*", ""));
    EXPECT_TRUE(matches("*/installed", "a/b/installed"));
    EXPECT_TRUE(matches("a?c", "abc"));
    EXPECT_FALSE(matches("a?c", "ac"));
    EXPECT_TRUE(matches(R"(\*)", "*"));
    EXPECT_FALSE(matches(R"(\*)", "x"));
    EXPECT_FALSE(matches("", "x"));
}

RC_GTEST_PROP(Glob, exactly_matches_its_text_and_no_longer_one, (std::string const& text))
{
    RC_ASSERT(matches(exactly(text), text));
    RC_ASSERT(!matches(exactly(text), text + "x"));
    RC_ASSERT(matches("*" + exactly(text) + "*", "a" + text + "b"));
}

} // namespace
} // namespace postern::policy
