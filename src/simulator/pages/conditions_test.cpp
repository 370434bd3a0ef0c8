#include "simulator/pages/conditions.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace postern::simulator {
namespace {

using nlohmann::json;
using Outcome = ConditionJudgement::Outcome;

struct Row {
    char const* name;
    char const* conditions;
    bool user;  // whether it holds for a user
    bool admin; // and for an administrator
};

class Conditions : public testing::TestWithParam<Row> {};

TEST_P(Conditions, hold_as_at_the_product)
{
    User const user{.account_id = "u"};
    User const admin{.account_id = "a", .role = Role::admin};
    auto const property = [](std::string const& entity,
                             std::string const& key) -> std::optional<std::string> {
        if (entity == "issue" && key == "state")
            return R"({"open":true,"label":"red"})";
        return std::nullopt;
    };
    auto const conditions = json::parse(GetParam().conditions);
    auto const assignee = [] { return std::string("u"); };
    auto const holds = [&](User const& who) {
        return judge_conditions(
                   conditions,
                   {.user = who, .project_key = std::nullopt, .assignee = assignee, .property = property})
                   .outcome == Outcome::holds;
    };
    EXPECT_EQ(holds(user), GetParam().user);
    EXPECT_EQ(holds(admin), GetParam().admin);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, Conditions,
    testing::Values(
        Row{"none", "null", true, true}, Row{"an_empty_list", "[]", true, true},
        Row{"logged_in", R"([{"condition":"user_is_logged_in"}])", true, true},
        Row{"admin", R"([{"condition":"user_is_admin"}])", false, true},
        Row{"not_admin", R"([{"condition":"user_is_admin","invert":true}])", true, false},
        Row{"a_permission", R"([{"condition":"has_global_permission","params":{"permission":"administer"}}])",
            false, true},
        Row{"either", R"([{"or":[{"condition":"user_is_admin"},{"condition":"user_is_logged_in"}]}])", true,
            true},
        Row{"both", R"([{"and":[{"condition":"user_is_admin"},{"condition":"user_is_logged_in"}]}])", false,
            true},
        Row{"typed_or", R"([{"type":"OR","conditions":[{"condition":"user_is_admin"},{"condition":"x"}]}])",
            true, true},
        Row{"a_property",
            R"([{"condition":"entity_property_equal_to","params":{"entity":"issue","propertyKey":"state","objectName":"open","value":"true"}}])",
            true, true},
        Row{"another_value",
            R"([{"condition":"entity_property_equal_to","params":{"entity":"issue","propertyKey":"state","objectName":"label","value":"blue"}}])",
            false, false},
        Row{"a_property_that_is_not_there",
            R"([{"condition":"entity_property_exists","params":{"entity":"issue","propertyKey":"other"}}])",
            false, false},
        Row{"one_nobody_knows", R"([{"condition":"moon_is_full"}])", true, true},
        Row{"one_nobody_knows_inverted", R"([{"condition":"moon_is_full","invert":"true"}])", true, true},
        Row{"one_nobody_knows_and_one_that_fails",
            R"([{"and":[{"condition":"moon_is_full"},{"condition":"user_is_admin"}]}])", false, true},
        Row{"one_nobody_knows_or_one_that_holds_inverted",
            R"([{"or":[{"condition":"moon_is_full"},{"condition":"user_is_admin"}],"invert":true}])", true,
            false},
        Row{"either_of_none", R"([{"or":[]}])", false, false},
        Row{"not_logged_in", R"([{"condition":"user_is_logged_in","invert":true}])", false, false},
        Row{"assigned", R"([{"condition":"is_issue_assigned_to_current_user"}])", true, false},
        Row{"a_project_where_there_is_none",
            R"([{"condition":"project_type","params":{"projectTypeKey":"software"}}])", false, false},
        Row{"a_property_of_what_has_none",
            R"([{"condition":"entity_property_exists","params":{"entity":"board","propertyKey":"state"}}])",
            true, true},
        Row{"a_value_among_others",
            R"([{"condition":"issue_property_contains_any","params":{"propertyKey":"state","objectName":"label","value":["red","blue"]}}])",
            true, true},
        Row{"what_is_none", R"([1,"x",null])", true, true}),
    [](auto const& row) { return row.param.name; });

TEST(ConditionReason, names_the_condition)
{
    User const user{.account_id = "u"};
    auto const judged =
        judge_conditions(json::parse(R"([{"condition":"user_is_admin"}])"),
                         {.user = user, .project_key = std::nullopt, .assignee = {}, .property = {}});
    EXPECT_EQ(judged.reason, "its condition user_is_admin does not hold here");
}

} // namespace
} // namespace postern::simulator
