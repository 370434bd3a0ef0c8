#include "simulator/state/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace postern::simulator {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

TEST(World, the_one_that_is_built_in_has_two_sites_that_share_nothing)
{
    auto const world = parse_world(default_world());
    ASSERT_TRUE(world) << world.error();
    ASSERT_THAT(world->sites, SizeIs(2));
    EXPECT_EQ(world->sites[0].name, "alpha");
    EXPECT_EQ(world->sites[1].name, "beta");
    for (auto const& site : world->sites) {
        EXPECT_THAT(site.users, SizeIs(3));
        EXPECT_EQ(std::ranges::count(site.users, Role::admin, &User::role), 1);
        EXPECT_FALSE(site.issues.empty());
        EXPECT_FALSE(site.contents.empty());
    }
    for (auto const& issue : world->sites[0].issues)
        EXPECT_EQ(std::ranges::find(world->sites[1].issues, issue.id, &Issue::id),
                  world->sites[1].issues.end());
}

struct Row {
    char const* name;
    char const* text;
    char const* message;
};

class WorldMistake : public testing::TestWithParam<Row> {};

TEST_P(WorldMistake, names_the_place_and_the_remedy)
{
    auto const world = parse_world(GetParam().text);
    ASSERT_FALSE(world);
    EXPECT_THAT(world.error(), HasSubstr(GetParam().message));
}

constexpr auto admin = R"({"accountId":"a","displayName":"A","role":"admin"})";

std::string site_with(std::string const& members)
{
    return R"({"sites":[{"name":"s","users":[)" + std::string(admin) + "]" + members + "}]}";
}

std::string const nested_lists(100'000, '[');
std::string const long_title = site_with(R"(,"spaces":[{"id":"1","key":"S","name":"S","pages":[
                                            {"id":"1","title":")" +
                                         std::string(256, 't') + R"("}]}])");

INSTANTIATE_TEST_SUITE_P(
    Rows, WorldMistake,
    testing::Values(
        Row{"no_json", "{", "line 1, column 2: this is no JSON"},
        Row{"no_json_in_another_line", "{\n  \"sites\": [oops]}", "line 2, column 13: this is no JSON"},
        Row{"a_time_zone_of_no_place_on_earth",
            R"({"sites":[{"name":"s","users":[{"accountId":"a","displayName":"A","timeZone":"Mars/Base"}]}]})",
            "/sites/0/users/0/timeZone: a time zone is a name of the IANA database, such as Europe/Berlin"},
        Row{"a_locale_without_a_country",
            R"({"sites":[{"name":"s","users":[{"accountId":"a","displayName":"A","locale":"xx"}]}]})",
            "/sites/0/users/0/locale: a locale is a language and a country, such as de_DE"},
        Row{"a_list", "[]", "/: an object belongs here"},
        Row{"a_number_that_no_machine_holds", R"({"sites":1e999})", "/: a number in it is too large"},
        Row{"a_member_that_is_there_twice", R"({"sites":[{"name":"s","users":[],"users":[]}]})",
            "/sites/0/users: it stands twice in its object; leave one of them"},
        Row{"a_member_that_is_there_twice_in_a_later_element",
            R"({"sites":[{"name":"s","users":[{"accountId":"a"},{"groups":["a","b"],"accountId":"b","accountId":"c"}]}]})",
            "/sites/0/users/1/accountId: it stands twice in its object"},
        Row{"a_name_that_leads_up", R"({"sites":[{"name":".."}]})",
            "/sites/0/name: a name belongs here that can stand in an address"},
        Row{"lists_without_end", nested_lists.c_str(),
            "/: objects and lists stand more than 64 deep inside each other"},
        Row{"a_title_that_cannot_be_saved", long_title.c_str(),
            "/sites/0/spaces/0/pages/0/title: one line of at most 255 characters belongs here"},
        Row{"no_sites", "{}", "/sites: between one and 8 sites"},
        Row{"an_unknown_member", R"({"sites":[],"site":[]})", "/site: there is no member of this name"},
        Row{"no_admin", R"({"sites":[{"name":"s"}]})", "/sites/0/users: a site needs an admin"},
        Row{"a_role_that_is_none",
            R"({"sites":[{"name":"s","users":[{"accountId":"a","displayName":"A","role":"root"}]}]})",
            "/sites/0/users/0/role: a role is user or admin"},
        Row{"a_name_with_a_slash", R"({"sites":[{"name":"a/b"}]})", "/sites/0/name: at most 64"},
        Row{"users_that_are_no_list", R"({"sites":[{"name":"s","users":{}}]})",
            "/sites/0/users: a list belongs here"}),
    [](auto const& row) { return row.param.name; });

TEST(World, refuses_what_two_things_are_called)
{
    auto const refusal = [](std::string const& members) {
        auto const world = parse_world(site_with(members));
        return world ? "" : world.error();
    };
    EXPECT_THAT(refusal(R"(,"projects":[{"id":"1","key":"P","name":"P"},{"id":"1","key":"Q","name":"Q"}])"),
                HasSubstr("/sites/0/projects/1/id: 1 is another's as well"));
    EXPECT_THAT(refusal(R"(,"spaces":[{"id":"1","key":"P","name":"P"},{"id":"1","key":"Q","name":"Q"}])"),
                HasSubstr("/sites/0/spaces/1/id: 1 is another's as well"));
    EXPECT_THAT(refusal(R"(,"spaces":[{"id":"Q","key":"P","name":"P"},{"id":"1","key":"Q","name":"Q"}])"),
                HasSubstr("/sites/0/spaces/0/id: Q is the id of P and the key of another"));
    EXPECT_THAT(refusal(R"(,"projects":[{"id":"1","key":"P","name":"P","issues":[
                    {"id":"P-2","key":"P-1","summary":"x"},{"id":"2","key":"P-2","summary":"x"}]}])"),
                HasSubstr("/sites/0/projects/0/issues/0/id: P-2 is the id of P-1 and the key of another"));
    EXPECT_EQ(refusal(R"(,"spaces":[{"id":"P","key":"P","name":"P"}])"), "") << "its own key is no other's";
}

TEST(World, counts_characters_and_no_bytes)
{
    std::string summary;
    for (auto i = 0; i < 255; ++i)
        summary += "\u00e4";
    auto const text = site_with(R"(,"projects":[{"id":"1","key":"P","name":"P","issues":[
                                   {"id":"1","key":"P-1","summary":")" +
                                summary + R"("}]}])");
    auto const world = parse_world(text);
    ASSERT_TRUE(world) << world.error();
    EXPECT_EQ(world->sites[0].issues[0].summary, summary);
    EXPECT_FALSE(parse_world(std::string(text).replace(text.find("\u00e4"), 0, "\u00e4")));
}

TEST(World, names_the_second_of_two_that_stand_in_different_lists)
{
    auto const refusal = [](std::string const& text) {
        auto const world = parse_world(text);
        return world ? "" : world.error();
    };
    EXPECT_THAT(refusal(site_with(R"(,"projects":[
                    {"id":"1","key":"P","name":"P","issues":[{"id":"7","key":"P-1","summary":"x"}]},
                    {"id":"2","key":"Q","name":"Q","issues":[{"id":"8","key":"Q-1","summary":"x"},
                                                             {"id":"7","key":"Q-2","summary":"x"}]}])")),
                HasSubstr("/sites/0/projects/1/issues/1/id: 7 is another's as well"));
    EXPECT_THAT(refusal(site_with(R"(,"spaces":[
                    {"id":"1","key":"P","name":"P","pages":[{"id":"7","title":"x"}]},
                    {"id":"2","key":"Q","name":"Q","pages":[{"id":"7","title":"x"}]}])")),
                HasSubstr("/sites/0/spaces/1/pages/0/id: 7 is another's as well"));
    auto const site = R"({"name":"s","users":[)" + std::string(admin) + "]}";
    EXPECT_THAT(refusal(R"({"sites":[)" + site + "," + site + "]}"),
                HasSubstr("/sites/1/name: s is another's as well"));
    EXPECT_THAT(refusal(R"({"sites":[{"name":"s","users":[)" + std::string(admin) + "," + admin + "]}]}"),
                HasSubstr("/sites/0/users/1/accountId: a is another's as well"));
    EXPECT_THAT(refusal(R"({"sites":[{"name":"s","users":[{"accountId":"a","displayName":")" +
                        std::string(256, 'n') + R"("}]}]})"),
                HasSubstr("/sites/0/users/0/displayName: one line of at most 255 characters"));
}

TEST(World, takes_issues_that_fit_their_project)
{
    auto const issues = [](std::string const& list) {
        return site_with(R"(,"projects":[{"id":"1","key":"P","name":"P","issues":[)" + list + "]}]");
    };
    EXPECT_TRUE(
        parse_world(issues(R"({"id":"1","key":"P-1","summary":"x"},{"id":"2","key":"P-2","summary":"x"})")));
    auto const twice =
        parse_world(issues(R"({"id":"1","key":"P-1","summary":"x"},{"id":"1","key":"P-2","summary":"x"})"));
    ASSERT_FALSE(twice);
    EXPECT_THAT(twice.error(), HasSubstr("/sites/0/projects/0/issues/1/id: 1 is another's as well"));
    auto const foreign = parse_world(issues(R"({"id":"1","key":"Q-1","summary":"x"})"));
    ASSERT_FALSE(foreign);
    EXPECT_THAT(foreign.error(), HasSubstr("/sites/0/projects/0/issues/0/key: Q-1 does not start with P-"));
    auto const open = parse_world(issues(R"({"id":"1","key":"P-1","summary":"x","status":"Open"})"));
    ASSERT_FALSE(open);
    for (auto const& summary : {std::string(256, 's'), std::string(R"(two\nlines)")}) {
        auto const unfit = parse_world(issues(R"({"id":"1","key":"P-1","summary":")" + summary + R"("})"));
        ASSERT_FALSE(unfit);
        EXPECT_EQ(unfit.error(),
                  "/sites/0/projects/0/issues/0/summary: one line of at most 255 characters belongs here");
    }
    EXPECT_EQ(open.error(), "/sites/0/projects/0/issues/0/status: a status is To Do, In Progress or Done");
    auto const nobody = parse_world(issues(R"({"id":"1","key":"P-1","summary":"x","assignee":"b"})"));
    ASSERT_FALSE(nobody);
    EXPECT_THAT(nobody.error(),
                HasSubstr("/sites/0/projects/0/issues/0/assignee: P-1 is assigned to b, who is no user"));
}

} // namespace
} // namespace postern::simulator
