// What pages say of the modules that they show in frames.

#include "app_in_file.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Frames : public AppInFile {
protected:
    void install(json modules)
    {
        modules_ = std::move(modules);
        server_ = listen(service_);
        EXPECT_EQ(install_at_alpha(*server_).at("ok"), true);
    }

    json macro(json parameters, std::string const& url)
    {
        install({{"dynamicContentMacros",
                  {{{"key", "m"}, {"name", {{"value", "M"}}}, {"url", url}, {"parameters", parameters}}}}});
        auto const content = state_->contents("alpha", "ALPHA").front();
        return frame_in(page(alpha(), "/wiki/spaces/ALPHA/pages/" + content.id), "dynamicContentMacros/m");
    }
};

TEST_F(Frames, of_a_location_stand_in_the_order_of_their_weights)
{
    auto const panel = [](char const* key, int weight) {
        return json{{"key", key},
                    {"url", "/p"},
                    {"location", "atl.jira.view.issue.right.context"},
                    {"weight", weight}};
    };
    auto const link = [](char const* key, int weight) {
        return json{{"key", key}, {"name", {{"value", key}}}, {"url", "/p"}, {"weight", weight}};
    };
    install({{"webPanels", {panel("heavy", 500), panel("light", 1)}},
             {"generalPages", {link("far", 200), link("near", 100)}}});
    auto const shown = page(alpha(), "/browse/ALPHA-1");
    std::vector<std::string> panels;
    for (auto const& frame : shown.at("page").at("frames"))
        panels.push_back(frame.at("moduleKey"));
    EXPECT_THAT(panels, ElementsAre("light", "heavy"));
    std::vector<std::string> links;
    for (auto const& each : shown.at("navigation"))
        links.push_back(each.at("title"));
    EXPECT_THAT(links, ElementsAre("near", "far"));
}

TEST_F(Frames, of_a_glance_have_its_label)
{
    auto const label = [&](json const& content) {
        json const glance{{"key", "g"},
                          {"name", {{"value", "Glance"}}},
                          {"content", content},
                          {"target", {{"type", "web_panel"}, {"url", "/g"}}}};
        install({{"jiraIssueGlances", {glance}}});
        return frame_in(page(alpha(), "/browse/ALPHA-1"), "jiraIssueGlances/g").at("label");
    };
    EXPECT_EQ(label({{"type", "label"}, {"label", {{"value", "3 updates"}}}}), "3 updates");
    EXPECT_EQ(label({{"type", "label"}, {"label", 3}}), "");
    EXPECT_EQ(label("label"), "");
}

TEST_F(Frames, leave_out_what_would_make_their_address_too_long)
{
    json const panel{
        {"key", "p"}, {"location", "atl.jira.view.issue.right.context"}, {"url", "/p?a={ac.a}&b={ac.b}"}};
    install({{"webPanels", {panel}}});
    auto const frame =
        call(alpha(), "frame",
             {{"module", "webPanels/p"},
              {"context", {{"issue.key", "ALPHA-1"}, {"ac.a", std::string(70'000, 'x')}, {"ac.b", "b"}}}});
    ASSERT_EQ(frame.status, 200) << frame.body;
    EXPECT_THAT(json::parse(frame.body).at("url").get<std::string>(), HasSubstr("/p?a=&b=b&"));
}

TEST_F(Frames, of_a_dashboard_say_whether_the_item_can_be_edited)
{
    json item{{"key", "d"}, {"name", {{"value", "Item"}}}, {"url", "/d"}};
    for (auto const& [configurable, shown] :
         {std::pair<json, bool>(true, true), {false, false}, {"true", false}}) {
        item["configurable"] = configurable;
        install({{"jiraDashboardItems", {item}}});
        EXPECT_EQ(frame_in(page(alpha(), "/dashboard"), "jiraDashboardItems/d").at("configurable"), shown);
    }
}

TEST_F(Frames, of_macros_have_the_parameters_defaults)
{
    auto const frame = macro(json::parse(R"([{"identifier": "color", "defaultValue": "dark red"},
                                             {"identifier": "none"}, {"identifier": "odd", "defaultValue": 7},
                                             {"identifier": "content.id", "defaultValue": "1"}, 5])"),
                             "/m?col={color}&none={none}&of={content.id}.");
    auto const content = state_->contents("alpha", "ALPHA").front();
    EXPECT_THAT(frame.at("url").get<std::string>(),
                HasSubstr("/m?col=dark%20red&none=&of=" + content.id + ".&"));
    EXPECT_EQ(frame.at("macro"), json::parse(R"({"body": "", "parameters": {"color": "dark red",
                                                                            "content.id": "1"}})"));
    auto const again = json::parse(
        call(alpha(), "frame", {{"module", frame.at("module")}, {"context", frame.at("context")}}).body);
    EXPECT_THAT(again.at("url").get<std::string>(), HasSubstr("/m?col=dark%20red&"));
}

TEST_F(Frames, of_macros_have_no_parameters_that_are_too_long_for_an_address)
{
    auto const parameters = json::array({{{"identifier", "long"}, {"defaultValue", std::string(40'000, 'x')}},
                                         {{"identifier", "short"}, {"defaultValue", "y"}}});
    auto const frame = macro(parameters, "/m?a={long}&b={long}&c={short}.");
    EXPECT_THAT(frame.at("url").get<std::string>(), HasSubstr("/m?a=&b=&c=y.&"));
}

TEST_F(Frames, know_the_type_of_their_issue_as_the_api_does)
{
    install({{"webPanels",
              {{{"key", "p"},
                {"url", "/p?t={issuetype.id}."},
                {"location", "atl.jira.view.issue.right.context"}}}}});
    for (auto const& issue : state_->issues("alpha", "")) {
        auto const asked = json::parse(
            call(alpha(), "request", {{"url", "/rest/api/3/issue/" + issue.key}, {"method", "GET"}}).body);
        auto const id =
            json::parse(asked.at("body").get<std::string>()).at("fields").at("issuetype").at("id");
        auto const frame = frame_in(page(alpha(), "/browse/" + issue.key), "webPanels/p");
        EXPECT_THAT(frame.at("url").get<std::string>(), HasSubstr("/p?t=" + id.get<std::string>() + "."));
    }
}

} // namespace
} // namespace postern::simulator
