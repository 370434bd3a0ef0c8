// Which modules a page shows to whom, and what their addresses say of it.

#include "app_in_file.hpp"

#include <gmock/gmock.h>

#include <set>

namespace postern::simulator {
namespace {

using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr auto administrator = "a1fa00000000000000000001";
constexpr auto alpha_user = "a1fa00000000000000000002"; // ALPHA-1 is assigned to this one
constexpr auto issue = "/browse/ALPHA-1";
constexpr auto content = "/wiki/spaces/ALPHA/pages/98401";

struct Case {
    std::string key;
    std::string condition; // JSON
};

class ConditionsAtSites : public AppInFile {
protected:
    void install(std::string const& type, json modules)
    {
        modules_ = {{type, std::move(modules)}};
        server_ = listen(service_);
        EXPECT_EQ(install_at_alpha(*server_).at("ok"), true);
    }

    void install_panel(std::string const& url)
    {
        install("webPanels",
                {{{"key", "m"}, {"url", url}, {"location", "atl.jira.view.issue.right.context"}}});
    }

    // An app with one module for each condition.
    void install_cases(std::string const& type, std::vector<Case> const& cases)
    {
        json modules = json::array();
        for (auto const& [key, condition] : cases)
            modules.push_back({{"key", key},
                               {"url", "/m"},
                               {"location", "atl.jira.view.issue.right.context"},
                               {"conditions", {json::parse(condition)}}});
        install(type, std::move(modules));
    }

    void set(std::string const& owner, json const& value)
    {
        state_->set_property("alpha", owner, "p", value.dump());
    }

    std::set<std::string> shown(std::string const& path, std::string const& account = administrator)
    {
        std::set<std::string> keys;
        auto const all = page(alpha(), path, account);
        for (auto const& frame : all.at("page").at("frames")) {
            auto const module = frame.at("module").get<std::string>();
            keys.insert(module.substr(module.find('/') + 1));
        }
        return keys;
    }

    std::string address(std::string const& path, std::string const& account = administrator)
    {
        return frame_in(page(alpha(), path, account), "webPanels/m").at("url").get<std::string>();
    }
};

TEST_F(ConditionsAtSites, are_judged_by_the_type_of_the_project_and_the_assignee)
{
    install_cases(
        "webPanels",
        {{"software", R"({"condition":"project_type","params":{"projectTypeKey":"software"}})"},
         {"desk", R"({"condition":"project_type","params":{"projectTypeKey":"service_desk"}})"},
         {"no-desk",
          R"({"condition":"project_type","params":{"projectTypeKey":"service_desk"},"invert":true})"},
         {"mine", R"({"condition":"is_issue_assigned_to_current_user"})"},
         {"not-mine", R"({"condition":"is_issue_assigned_to_current_user","invert":true})"}});
    EXPECT_THAT(shown(issue), UnorderedElementsAre("software", "no-desk", "not-mine"));
    EXPECT_THAT(shown(issue, alpha_user), UnorderedElementsAre("software", "no-desk", "mine"));
    EXPECT_THAT(shown("/browse/ALPHA-2"), UnorderedElementsAre("software", "no-desk", "not-mine"))
        << "nobody has it";
}

TEST_F(ConditionsAtSites, compare_with_a_text_that_is_no_list_as_it_stands)
{
    auto const open = std::string(100'000, '[');
    set("issue/10001", json(open + "1"));
    auto const condition = [](std::string const& value) {
        return json{{"condition", "entity_property_contains_any"},
                    {"params", {{"entity", "issue"}, {"propertyKey", "p"}, {"value", value}}}}
            .dump();
    };
    install_cases("webPanels", {{"same", condition(open + "1")},
                                {"deep", condition(open + std::string(open.size(), ']'))}});
    EXPECT_THAT(shown(issue), UnorderedElementsAre("same"));
}

TEST_F(ConditionsAtSites, show_what_the_simulator_cannot_tell)
{
    install_cases(
        "webPanels",
        {{"plain", R"({"condition":"jira_expression"})"},
         {"inverted", R"({"condition":"jira_expression","invert":true})"},
         {"nested", R"({"and":[{"condition":"user_is_admin"},{"condition":"moon_is_full"}],"invert":true})"},
         {"either", R"({"or":[{"condition":"user_is_admin"},{"condition":"moon_is_full","invert":true}]})"},
         {"decided", R"({"and":[{"condition":"user_is_admin"},{"condition":"moon_is_full"}]})"}});
    EXPECT_THAT(shown(issue), UnorderedElementsAre("plain", "inverted", "nested", "either", "decided"));
    EXPECT_THAT(shown(issue, alpha_user), UnorderedElementsAre("plain", "inverted", "nested", "either"));
}

TEST_F(ConditionsAtSites, look_into_lists)
{
    auto const of_issue = [](std::string const& comparison, std::string const& value) {
        return R"({"condition":"entity_property_)" + comparison +
               R"(","params":{"entity":"issue","propertyKey":"p","objectName":"colours","value":)" + value +
               "}}";
    };
    install_cases("webPanels", {{"any", of_issue("contains_any", R"(["red","blue"])")},
                                {"any-text", of_issue("contains_any", R"("[\"red\",\"blue\"]")")},
                                {"one", of_issue("contains_any", R"("blue")")},
                                {"none", of_issue("contains_any", R"(["red"])")},
                                {"all", of_issue("contains_all", R"(["green","blue"])")},
                                {"not-all", of_issue("contains_all", R"(["red","blue"])")},
                                {"context", of_issue("contains_context", R"("user")")}});
    EXPECT_THAT(shown(issue), UnorderedElementsAre("context")) << "it is not set";
    set("issue/10001", {{"colours", {"blue", "green"}}});
    EXPECT_THAT(shown(issue), UnorderedElementsAre("any", "any-text", "one", "all", "context"));
}

TEST_F(ConditionsAtSites, read_properties_under_the_names_of_confluence)
{
    install_cases(
        "dynamicContentMacros",
        {{"content", R"({"condition":"content_property_exists","params":{"propertyKey":"p"}})"},
         {"content-on",
          R"({"condition":"content_property_equal_to","params":{"propertyKey":"p","value":"on"}})"},
         {"content-off",
          R"({"condition":"content_property_equal_to","params":{"propertyKey":"p","value":"off"}})"},
         {"content-any",
          R"({"condition":"content_property_contains_any","params":{"propertyKey":"p","value":["on"]}})"},
         {"app", R"({"condition":"addon_property_exists","params":{"propertyKey":"p"}})"},
         {"no-app", R"({"condition":"addon_property_exists","params":{"propertyKey":"p"},"invert":true})"},
         {"app-on", R"({"condition":"addon_property_equal_to","params":{"propertyKey":"p","value":"true"}})"},
         {"space", R"({"condition":"space_property_exists","params":{"propertyKey":"p"}})"},
         {"no-space",
          R"({"condition":"space_property_exists","params":{"propertyKey":"p"},"invert":true})"}});
    EXPECT_THAT(shown(content), UnorderedElementsAre("no-app", "space", "no-space"))
        << "only what spaces have cannot be told";
    set("content/98401", "on");
    set("app/one", true);
    EXPECT_THAT(shown(content), UnorderedElementsAre("content", "content-on", "content-any", "app", "app-on",
                                                     "space", "no-space"));
}

TEST_F(ConditionsAtSites, read_the_properties_of_who_looks)
{
    install_cases(
        "webPanels",
        {{"on",
          R"({"condition":"entity_property_equal_to","params":{"entity":"user","propertyKey":"p","value":"on"}})"}});
    EXPECT_THAT(shown(issue, alpha_user), UnorderedElementsAre());
    set(std::string("user/") + alpha_user, "on");
    EXPECT_THAT(shown(issue, alpha_user), UnorderedElementsAre("on"));
    EXPECT_THAT(shown(issue), UnorderedElementsAre());
}

TEST_F(ConditionsAtSites, are_answered_in_addresses)
{
    install_panel("/p?a={condition.user_is_admin}&b=${condition.is_issue_assigned_to_current_user}"
                  "&c={condition.jira_expression}&d={issue.key}");
    EXPECT_THAT(address(issue), HasSubstr("/p?a=true&b=false&c=true&d=ALPHA-1&"));
    EXPECT_THAT(address(issue, alpha_user), HasSubstr("/p?a=false&b=true&c=true&d=ALPHA-1&"));
}

TEST_F(ConditionsAtSites, take_parameters_in_addresses)
{
    install_panel("/p?a={condition.project_type(projectTypeKey=software)}"
                  "&b={condition.project_type(projectTypeKey=service_desk)}"
                  "&c={condition.entity_property_equal_to(entity=issue, propertyKey=p, value=a%20b)}"
                  "&d={condition.entity_property_contains_all(entity=issue,propertyKey=p,value=[1,2])}.");
    EXPECT_THAT(address(issue), HasSubstr("/p?a=true&b=false&c=false&d=false."));
    set("issue/10001", "a b");
    EXPECT_THAT(address(issue), HasSubstr("/p?a=true&b=false&c=true&d=false."));
    set("issue/10001", {1, 2, 3});
    EXPECT_THAT(address(issue), HasSubstr("/p?a=true&b=false&c=false&d=true."));
}

} // namespace
} // namespace postern::simulator
