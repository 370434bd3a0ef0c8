#include "simulator/rest/jql.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::simulator::rest {
namespace {

struct Query {
    std::string_view text;
    bool fits;
};

TEST(Jql, finds_issues_by_project_key_and_status)
{
    Issue const issue{.id = "10001", .key = "ALPHA-1", .project_key = "ALPHA", .status = "In Progress"};
    Project const project{.id = "10000", .key = "ALPHA", .name = "Alpha project"};
    for (auto const& [text, fits] : {
             Query{"", true},
             Query{"  ", true},
             Query{"ORDER BY created DESC, key", true},
             Query{"project = ALPHA", true},
             Query{"project=alpha", true},
             Query{"project = 10000", true},
             Query{"PROJECT = \"Alpha project\"", true},
             Query{"project = BETA", false},
             Query{"project in (BETA, 'ALPHA')", true},
             Query{"key = ALPHA-1", true},
             Query{"issuekey = ALPHA-2", false},
             Query{"id = 10001", true},
             Query{"issue in (ALPHA-2,ALPHA-1)", true},
             Query{"issue in (ALPHA-2)", false},
             Query{"status = \"In Progress\"", true},
             Query{"status = 'in progress' and project = ALPHA order by status", true},
             Query{"status = Done AND project = ALPHA", false},
         }) {
        auto const jql = parse_jql(text);
        ASSERT_TRUE(jql) << text << ": " << jql.error();
        EXPECT_EQ(matches(*jql, issue, project), fits) << text;
    }
}

TEST(Jql, says_what_it_understands_of_anything_else)
{
    for (auto const* text :
         {"assignee = currentUser()", "project != ALPHA", "project = ALPHA OR project = BETA",
          "project =", "project", "issue in ()", "issue in (A-1", "issue in A-1", "status = \"open",
          "(project = ALPHA)", "project = ALPHA status = Done", "order", "project ~ A", "= ALPHA", "and"}) {
        auto const jql = parse_jql(text);
        ASSERT_FALSE(jql) << text;
        EXPECT_THAT(jql.error(), testing::HasSubstr("project = KEY, key = KEY")) << text;
    }
    EXPECT_FALSE(parse_jql(std::string(jql_max_bytes + 1, ' ')));
}

} // namespace
} // namespace postern::simulator::rest
