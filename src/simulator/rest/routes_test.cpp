#include "simulator/rest/routes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::simulator {
namespace {

using testing::ElementsAre;

TEST(Routes, name_what_the_stars_stand_for)
{
    auto const match = match_route("GET", "/rest/api/3/issue/ALPHA-1/properties/a%2Fb%20c+d");
    ASSERT_TRUE(match);
    EXPECT_THAT(match->parameters, ElementsAre("ALPHA-1", "a/b c+d"));
    EXPECT_EQ(match->route->scope, Scope::read);
}

TEST(Routes, tell_the_versions_apart)
{
    EXPECT_EQ(match_route("GET", "/rest/api/3/myself")->version, ApiVersion::three);
    EXPECT_EQ(match_route("GET", "/rest/api/2/myself")->version, ApiVersion::two);
    EXPECT_EQ(match_route("GET", "/rest/api/latest/myself")->version, ApiVersion::two);
}

TEST(Routes, are_no_others)
{
    for (auto const* path : {"/rest/api/3/issue/", "/rest/api/3/issue", "/rest/api/3/issue/A-1/",
                             "/rest/api/4/myself", "/rest/api/3/myself/x", "//rest/api/3/myself", ""})
        EXPECT_FALSE(match_route("GET", path)) << path;
    EXPECT_FALSE(match_route("DELETE", "/rest/api/3/myself"));
    EXPECT_FALSE(match_route("get", "/rest/api/3/myself"));
}

TEST(Routes, are_no_names_that_the_product_has_for_something_else)
{
    for (auto const* path :
         {"/rest/api/3/issue/createmeta", "/rest/api/2/issue/picker", "/rest/api/3/project/type",
          "/rest/api/3/project/recent", "/rest/api/3/project/search/properties",
          "/wiki/rest/api/content/search", "/wiki/rest/api/content/sc%61n"})
        EXPECT_FALSE(match_route("GET", path)) << path;
    EXPECT_FALSE(match_route("PUT", "/rest/api/3/issue/archive"));
    for (auto const* path : {"/rest/api/3/project/search", "/rest/api/3/issue/undefined",
                             "/rest/api/3/issue/ALPHA-1/properties/search", "/rest/api/3/project/ISSUE"})
        EXPECT_TRUE(match_route("GET", path)) << path;
}

} // namespace
} // namespace postern::simulator
