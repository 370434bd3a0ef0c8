#include "http/cache_control.hpp"

#include <gtest/gtest.h>

namespace postern::http {
namespace {

using namespace std::chrono_literals;

TEST(CacheControl, joins_all_field_lines_and_ignores_case_and_order)
{
    Headers const headers{{"Cache-Control", "No-Store"}, {"cache-control", " NO-CACHE , max-age=0"}};
    auto const control = cache_control_of(headers).value();
    EXPECT_TRUE(control.has("no-store"));
    EXPECT_TRUE(control.has("no-cache"));
    EXPECT_FALSE(control.has("private"));
    EXPECT_EQ(control.age("max-age"), 0s);
    EXPECT_EQ(control.age("s-maxage"), std::nullopt);
    EXPECT_EQ(cache_control_of({}), std::nullopt);
    EXPECT_TRUE(cache_control_of({{"Cache-Control", ""}})->directives.empty());
}

TEST(CacheControl, a_directive_about_fields_is_not_about_the_response)
{
    auto const control =
        parse_cache_control(R"(no-cache="Set-Cookie, no-store", private="x\"y", max-age="60")");
    EXPECT_FALSE(control.has("no-cache"));
    EXPECT_FALSE(control.has("no-store"));
    EXPECT_FALSE(control.has("private"));
    EXPECT_EQ(control.age("max-age"), 60s);
    ASSERT_EQ(control.directives.size(), 3u);
    EXPECT_EQ(control.directives[1].value, "x\"y");
}

TEST(CacheControl, an_age_that_is_no_number_is_none)
{
    EXPECT_EQ(parse_cache_control("max-age=soon").age("max-age"), 0s);
    EXPECT_EQ(parse_cache_control("max-age=-5").age("max-age"), 0s);
    EXPECT_EQ(parse_cache_control("max-age").age("max-age"), 0s);
    EXPECT_EQ(parse_cache_control("max-age=99999999999999999999").age("max-age")->count(), 1LL << 31);
}

TEST(CacheControl, some_statuses_are_stored_without_being_asked)
{
    EXPECT_TRUE(heuristically_cacheable(200));
    EXPECT_TRUE(heuristically_cacheable(404));
    EXPECT_FALSE(heuristically_cacheable(401));
    EXPECT_FALSE(heuristically_cacheable(500));
}

} // namespace
} // namespace postern::http
