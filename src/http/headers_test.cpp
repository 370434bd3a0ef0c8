#include "http/headers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::http {
namespace {

TEST(Headers, a_value_with_a_line_break_is_refused)
{
    Headers headers;
    EXPECT_EQ(headers.add("X-User", "a\r\nX-Admin: 1").error(), HeaderError::value_has_control_bytes);
    EXPECT_EQ(headers.add("X-User", std::string_view("a\0b", 3)).error(),
              HeaderError::value_has_control_bytes);
    EXPECT_EQ(headers.add("X User", "a").error(), HeaderError::name_not_a_token);
    EXPECT_EQ(headers.add("", "a").error(), HeaderError::name_not_a_token);
    EXPECT_TRUE(headers.empty());
}

TEST(Headers, names_compare_without_case_and_repeated_fields_are_kept_apart)
{
    Headers headers{{"Set-Cookie", "a=1"}, {"set-cookie", " b=2\t"}, {"Vary", "Origin"}};
    EXPECT_THAT(headers.all("SET-COOKIE"), testing::ElementsAre("a=1", "b=2"));
    EXPECT_EQ(headers.get("vary"), "Origin");
    EXPECT_EQ(headers.joined("Set-Cookie"), "a=1, b=2");
    EXPECT_EQ(headers.joined("Server"), std::nullopt);
    headers.set("set-cookie", "c=3");
    EXPECT_THAT(headers.all("Set-Cookie"), testing::ElementsAre("c=3"));
}

} // namespace
} // namespace postern::http
