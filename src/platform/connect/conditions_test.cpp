#include "platform/connect/conditions.hpp"

#include <gtest/gtest.h>

namespace postern::platform::connect {
namespace {

struct Row {
    char const* name;
    char const* conditions;
    bool administrators;
};

TEST(Conditions, tellWhoCanSeeAModule)
{
    for (auto const& [name, conditions, administrators] : std::vector<Row>{
             {"none", R"([])", false},
             {"somebody who is logged in", R"([{"condition":"user_is_logged_in"}])", false},
             {"an administrator", R"([{"condition":"user_is_admin"}])", true},
             {"a system administrator", R"([{"condition":"user_is_sysadmin"}])", true},
             {"a single condition instead of a list", R"({"condition":"user_is_admin"})", true},
             {"anybody but an administrator", R"([{"condition":"user_is_admin","invert":true}])", false},
             {"inversion spelt as a string", R"([{"condition":"user_is_admin","invert":"true"}])", false},
             {"no inversion", R"([{"condition":"user_is_admin","invert":false}])", true},
             {"one of a list, which is an and",
              R"([{"condition":"user_is_logged_in"},{"condition":"user_is_admin"}])", true},
             {"one branch of an and",
              R"([{"and":[{"condition":"addon_is_licensed"},{"condition":"user_is_admin"}]}])", true},
             {"one branch of an or",
              R"([{"or":[{"condition":"user_is_admin"},{"condition":"servicedesk.is_agent"}]}])", false},
             {"every branch of an or",
              R"([{"or":[{"condition":"user_is_admin"},{"condition":"user_is_sysadmin"}]}])", true},
             {"an or without branches", R"([{"or":[]}])", false},
             {"an or beside an and of an or",
              R"([{"or":[{"condition":"user_is_admin"},{"and":[{"condition":"x"},
                 {"or":[{"condition":"user_is_sysadmin"}]}]}]}])",
              true},
             {"an or of which one branch is inverted",
              R"([{"or":[{"condition":"user_is_admin"},{"condition":"user_is_sysadmin","invert":true}]}])",
              false},
             {"the other form of an or",
              R"([{"type":"OR","conditions":[{"condition":"user_is_admin"},{"condition":"x"}]}])", false},
             {"the other form of an and",
              R"([{"type":"and","conditions":[{"condition":"user_is_admin"},{"condition":"x"}]}])", true},
             {"the other form without a type", R"([{"conditions":[{"condition":"user_is_admin"}]}])", true},
             {"an inverted composite", R"([{"or":[{"condition":"user_is_admin"}],"invert":true}])", false},
             {"the permission to administer",
              R"([{"condition":"has_global_permission","params":{"permission":"ADMINISTER"}}])", true},
             {"another permission",
              R"([{"condition":"has_project_permission","params":{"permission":"BROWSE_PROJECTS"}}])", false},
             {"a parameter that only mentions it",
              R"([{"condition":"jira_expression","params":{"expression":"user_is_admin"}}])", false},
             {"strings instead of conditions", R"(["user_is_admin"])", false},
             {"a string instead of a list", R"("user_is_admin")", false}}) {
        auto const document = parse_located(conditions);
        ASSERT_TRUE(document) << name;
        EXPECT_EQ(audience_by_conditions(document->root) == Audience::administrators, administrators) << name;
    }
}

TEST(Conditions, areAskedOfTheAppByPath)
{
    EXPECT_TRUE(is_remote_condition("/conditions/hello"));
    EXPECT_TRUE(is_remote_condition("https://app.example/condition"));
    EXPECT_FALSE(is_remote_condition("user_is_admin"));
}

} // namespace
} // namespace postern::platform::connect
