#include "simulator/request/request_body.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::simulator {
namespace {

using testing::HasSubstr;

std::string nested(int lists)
{
    auto const count = static_cast<std::size_t>(lists);
    return std::string(count, '[') + std::string(count, ']');
}

// A list of `count` empty objects.
std::string wide(std::size_t count)
{
    std::string text = "[{}";
    for (std::size_t i = 1; i < count; ++i)
        text += ",{}";
    return text + "]";
}

TEST(RequestBody, may_be_as_deep_and_as_wide_as_its_limits)
{
    EXPECT_TRUE(parse_body(nested(request_body_limits.depth_max)));
    EXPECT_TRUE(parse_body(wide(request_body_limits.values_max - 1)));
}

TEST(RequestBody, beyond_its_limits_is_refused_with_the_limit)
{
    EXPECT_THAT(parse_body(nested(request_body_limits.depth_max + 1)).error(),
                HasSubstr("more than 64 objects"));
    EXPECT_THAT(parse_body(nested(400'000)).error(), HasSubstr("more than 64 objects"));
    EXPECT_THAT(parse_body(wide(request_body_limits.values_max)).error(),
                HasSubstr("more than 65536 values"));
}

TEST(RequestBody, that_is_no_json_is_refused)
{
    for (auto const* text : {"", "{", "[1,]", "nul", "{\"a\":1} x"})
        EXPECT_EQ(parse_body(text).error(), "The body is no JSON.") << text;
}

} // namespace
} // namespace postern::simulator
