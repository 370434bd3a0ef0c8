#include "simulator/pages/module.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace postern::simulator {
namespace {

using nlohmann::json;

Module only(std::string const& type, json const& module)
{
    auto const modules = modules_of({{"modules", {{type, json::array({module})}}}});
    EXPECT_EQ(modules.size(), 1U);
    return modules.empty() ? Module() : modules.front();
}

struct Row {
    char const* name;
    char const* type;
    char const* json;
    View view;
    Place place;
    Opening opening;
};

class ModulePlace : public testing::TestWithParam<Row> {};

TEST_P(ModulePlace, is_where_the_product_shows_it)
{
    auto const module = only(GetParam().type, json::parse(GetParam().json));
    EXPECT_EQ(module.not_shown, "");
    EXPECT_EQ(module.view, GetParam().view);
    EXPECT_EQ(module.place, GetParam().place);
    EXPECT_EQ(module.opening, GetParam().opening);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ModulePlace,
    testing::Values(
        Row{"right_panel", "webPanels", R"({"key":"k","location":"atl.jira.view.issue.right.context"})",
            View::issue, Place::right, Opening::with_page},
        Row{"left_panel", "webPanels", R"({"key":"k","location":"atl.jira.view.issue.left.context"})",
            View::issue, Place::left, Opening::with_page},
        Row{"content", "jiraIssueContents", R"({"key":"k"})", View::issue, Place::content, Opening::by_click},
        Row{"glance", "jiraIssueGlances", R"({"key":"k"})", View::issue, Place::glance, Opening::by_click},
        Row{"context", "jiraIssueContexts", R"({"key":"k"})", View::issue, Place::glance, Opening::by_click},
        Row{"dashboard_item", "jiraDashboardItems", R"({"key":"k"})", View::dashboard, Place::dashboard,
            Opening::with_page},
        Row{"macro", "dynamicContentMacros", R"({"key":"k"})", View::content, Place::macro,
            Opening::with_page},
        Row{"dialog_item", "webItems",
            R"({"key":"k","location":"jira.issue.tools","target":{"type":"dialog"}})", View::issue,
            Place::dialog, Opening::by_click},
        Row{"inline_item", "webItems",
            R"({"key":"k","location":"operations-operations","target":{"type":"inlinedialog"}})", View::issue,
            Place::inline_dialog, Opening::by_click},
        Row{"link_item", "webItems", R"({"key":"k","location":"jira.issue.tools"})", View::issue, Place::link,
            Opening::by_click}),
    [](auto const& row) { return row.param.name; });

TEST(Module, says_why_no_page_shows_it)
{
    EXPECT_EQ(only("webPanels", {{"key", "k"}, {"location", "somewhere.else"}}).not_shown,
              "the simulator has no place called somewhere.else");
    EXPECT_EQ(only("jiraWorkflowConditions", {{"key", "k"}}).not_shown,
              "the simulator has no workflow editor");
    EXPECT_EQ(only("newInventions", {{"key", "k"}}).not_shown,
              "the simulator does not show modules of this type");
}

TEST(Module, is_for_administrators_also_where_no_menu_leads_to_it)
{
    auto const hidden = only("adminPages", {{"key", "k"}, {"location", "none"}});
    EXPECT_EQ(hidden.menu, Menu::none);
    EXPECT_EQ(hidden.audience, Audience::administrators);
    auto const of_project = only("jiraProjectAdminTabPanels", {{"key", "k"}});
    EXPECT_EQ(of_project.menu, Menu::project);
    EXPECT_EQ(of_project.audience, Audience::administrators);
    for (auto const* type : {"generalPages", "jiraProjectPages", "jiraProjectTabPanels"})
        EXPECT_EQ(only(type, {{"key", "k"}}).audience, Audience::everybody) << type;
}

TEST(Module, opens_what_its_target_names)
{
    auto const dialog = only("webItems", json::parse(R"({"key":"k","location":"jira.issue.tools","target":{
        "type":"dialogmodule","options":{"key":"the-dialog","width":"300px","height":200}}})"));
    EXPECT_EQ(dialog.target_key, "the-dialog");
    EXPECT_EQ(dialog.width, "300px");
    EXPECT_EQ(dialog.height, "200px");
    EXPECT_EQ(only("webItems",
                   json::parse(R"({"key":"k","location":"jira.issue.tools","context":"page","url":"p"})"))
                  .target_key,
              "p");
}

TEST(Module, is_no_larger_than_a_page_can_show)
{
    auto const panel =
        only("webPanels", json::parse(R"({"key":"k","location":"atl.jira.view.issue.right.context",
        "layout":{"width":99999999999,"height":20001}})"));
    EXPECT_EQ(panel.width, "20000px");
    EXPECT_EQ(panel.height, "20000px");
}

TEST(Module, whatever_a_descriptor_holds_ends_with_a_list)
{
    EXPECT_TRUE(modules_of(json::array()).empty());
    EXPECT_TRUE(modules_of({{"modules", 5}}).empty());
    EXPECT_TRUE(modules_of({{"modules", {{"webPanels", {1, nullptr, "x"}}}}}).empty());
    auto const odd = modules_of(
        json::parse(R"({"modules":{"a/b~c":[{"name":7,"url":[],"icon":3,"layout":"x","target":4}]}})"));
    ASSERT_EQ(odd.size(), 1U);
    EXPECT_EQ(odd[0].pointer, "/modules/a~1b~0c/0");
    EXPECT_EQ(odd[0].id, "a/b~c/0");
}

} // namespace
} // namespace postern::simulator
