// Where web items stand and what they open.

#include "app_in_file.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

using testing::HasSubstr;

class WebItems : public AppInFile {
protected:
    void install(json modules)
    {
        modules_ = std::move(modules);
        server_ = listen(service_);
        EXPECT_EQ(install_at_alpha(*server_).at("ok"), true);
    }

    // An item of the issue view, with more members.
    static json item(json more)
    {
        json made{{"key", "item"}, {"name", {{"value", "Item"}}}, {"location", "operations-work"}};
        made.update(more);
        return made;
    }

    json on_issue(std::string const& query = "")
    {
        return page(alpha(), "/browse/ALPHA-1" + query).at("page");
    }

    std::string href(std::string const& query = "")
    {
        auto const items = on_issue(query).at("items");
        return items.empty() ? "" : items[0].at("href").get<std::string>();
    }

    // Why the item is not on the page; empty if it is.
    std::string reason()
    {
        for (auto const& unseen : on_issue().at("unseen"))
            if (unseen.at("module") == "webItems/item")
                return unseen.at("reason");
        return "";
    }

    // The address of the app that the page at `href` shows.
    std::string shown_at(std::string const& href)
    {
        return page(alpha(), href).at("page").at("frame").at("url");
    }
};

TEST_F(WebItems, that_are_links_take_the_place_along)
{
    install({{"webItems", {item({{"url", "/wi?issue={issue.key}&project={project.id}&x={ac.x}."}})}}});
    EXPECT_EQ(href(), "/plugins/servlet/ac/one/item?issue.key=ALPHA-1&issue.id=10001&project.key=ALPHA&"
                      "project.id=10000");
    EXPECT_THAT(shown_at(href()), HasSubstr("/wi?issue=ALPHA-1&project=10000&x=.&"));
    EXPECT_THAT(shown_at(href("?ac.x=a%26b&opened=16m")),
                HasSubstr("/wi?issue=ALPHA-1&project=10000&x=a%26b.&"));
}

TEST_F(WebItems, that_lead_to_a_page_take_the_place_along)
{
    install({{"generalPages", {{{"key", "pp"}, {"name", {{"value", "P"}}}, {"url", "/pp?p={project.key}"}}}},
             {"webItems", {item({{"url", "pp"}, {"context", "page"}})}}});
    EXPECT_THAT(shown_at(href()), HasSubstr("/pp?p=ALPHA&"));
}

TEST_F(WebItems, on_content_take_the_place_along)
{
    install({{"webItems",
              {item({{"location", "system.content.action"}, {"url", "/wi?c={content.id}&s={space.key}"}})}}});
    auto const content = state_->contents("alpha", "ALPHA").front();
    auto const items = page(alpha(), "/wiki/spaces/ALPHA/pages/" + content.id).at("page").at("items");
    ASSERT_EQ(items.size(), 1U);
    EXPECT_THAT(shown_at(items[0].at("href")), HasSubstr("/wi?c=" + content.id + "&s=ALPHA&"));
}

TEST_F(WebItems, may_lead_to_a_page_of_another_host)
{
    install({{"webItems", {item({{"url", "https://example.com/x?i={issue.key}&a={ac.a}&n={no.such}#f"}})}}});
    EXPECT_EQ(href("?ac.a=1%262"), "https://example.com/x?i=ALPHA-1&a=1%262&n=#f");
    EXPECT_EQ(reason(), "");
}

TEST_F(WebItems, tell_a_page_of_another_host_what_conditions_say)
{
    install(
        {{"webItems",
          {item({{"url", "https://example.com/?a={condition.user_is_admin}&b={condition.feature_flag}"}})}}});
    EXPECT_EQ(href(), "https://example.com/?a=true&b=false");
}

TEST_F(WebItems, have_no_frame_of_a_dialog_that_is_not_for_the_user)
{
    json dialog{{"key", "d"}, {"name", {{"value", "D"}}}, {"url", "/d"}};
    auto const opens =
        item({{"target", {{"type", "dialogmodule"}, {"options", {{"key", "d"}}}}}, {"url", "d"}});
    install({{"dialogs", {dialog}}, {"webItems", {opens}}});
    EXPECT_TRUE(on_issue().at("items")[0].at("frame").is_object());
    dialog["conditions"] = {{{"condition", "feature_flag"}}};
    install({{"dialogs", {dialog}}, {"webItems", {opens}}});
    EXPECT_TRUE(on_issue().at("items")[0].at("frame").is_null()) << "the click asks, and is told why";
}

TEST_F(WebItems, lead_to_nothing_but_pages)
{
    for (auto const* url : {"javascript:alert(1)", "data:text/html,x", "https://", "ftp://example.com/"}) {
        install({{"webItems", {item({{"url", url}})}}});
        EXPECT_EQ(href(), "") << url;
        EXPECT_EQ(reason(), "its address is neither one of the app nor one of a page elsewhere") << url;
    }
}

TEST_F(WebItems, open_no_dialog_with_a_page_of_another_host)
{
    for (auto const* target : {"dialog", "inlinedialog"}) {
        install({{"webItems", {item({{"url", "https://example.com/x"}, {"target", {{"type", target}}}})}}});
        EXPECT_EQ(href(), "") << target;
        EXPECT_EQ(reason(), "it has no address on the app's host") << target;
    }
}

TEST_F(WebItems, that_open_a_module_which_is_not_there_are_not_shown)
{
    install({{"webItems",
              {item({{"url", "/item"},
                     {"target", {{"type", "dialogmodule"}, {"options", {{"key", "dlg"}}}}}})}}});
    EXPECT_EQ(href(), "");
    EXPECT_EQ(reason(), "it opens the module dlg, and the app has none of this key with an address");
    install({{"webItems", {item({{"url", "pp"}, {"context", "page"}})}}});
    EXPECT_EQ(reason(), "it opens the module pp, and the app has none of this key with an address");
    install({{"webItems", {item(json::parse(R"({"url": "/item", "target": {"type": "dialogmodule"}})"))}}});
    EXPECT_EQ(reason(), "it is to open a dialog module and names none");
}

TEST_F(WebItems, stand_where_their_section_of_the_app_does)
{
    auto const own = item({{"url", "/wi"}, {"location", "sec"}});
    auto const section = [](char const* location) {
        return json{{"key", "sec"}, {"name", {{"value", "S"}}}, {"location", location}};
    };
    install({{"webSections", {section("operations-subtasks")}}, {"webItems", {own}}});
    EXPECT_THAT(href(), HasSubstr("/plugins/servlet/ac/one/item"));
    install({{"webSections", section("operations-subtasks")}, {"webItems", {own}}});
    EXPECT_THAT(href(), HasSubstr("/plugins/servlet/ac/one/item")) << "a single one needs no list";
    install({{"webSections", {section("system.top.navigation.bar")}}, {"webItems", {own}}});
    EXPECT_EQ(reason(),
              "its section sec is in a place that the simulator does not have: system.top.navigation.bar");
    install({{"webSections", {section("sec")}}, {"webItems", {own}}});
    EXPECT_EQ(reason(), "its section sec is in a place that the simulator does not have: sec");
    install({{"webItems", {own}}});
    EXPECT_EQ(reason(), "the simulator has no place called sec");
}

TEST_F(WebItems, stand_in_the_order_of_their_weights)
{
    auto const weighed = [](char const* key, json const& weight) {
        return item({{"key", key}, {"url", "/wi"}, {"weight", weight}});
    };
    install({{"webItems",
              {weighed("heavy", 500), weighed("first", nullptr), weighed("light", 1), weighed("second", 100),
               weighed("odd", "1")}}});
    std::vector<std::string> modules;
    for (auto const& shown : on_issue().at("items"))
        modules.push_back(shown.at("module").get<std::string>().substr(9));
    EXPECT_THAT(modules, testing::ElementsAre("light", "first", "second", "odd", "heavy"));
}

} // namespace
} // namespace postern::simulator
