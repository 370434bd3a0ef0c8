// What pages say of the dialogs that web items and AP.dialog.create open.

#include "app_in_file.hpp"

#include <gmock/gmock.h>

namespace postern::simulator {
namespace {

class DialogOptions : public AppInFile {
protected:
    void install(std::string_view modules)
    {
        modules_ = json::parse(modules);
        server_ = listen(service_);
        EXPECT_EQ(install_at_alpha(*server_).at("ok"), true);
    }

    json options_of_item()
    {
        return page(alpha(), "/browse/ALPHA-1").at("page").at("items").at(0).at("options");
    }

    json dialog_modules() { return page(alpha(), "/").at("dialogModules"); }
};

TEST_F(DialogOptions, of_a_web_item_are_those_of_its_target)
{
    install(R"({"webItems": [{
        "key": "item", "name": {"value": "Item"}, "url": "/item", "location": "jira.issue.tools",
        "target": {"type": "dialog", "options": {
            "size": "large", "chrome": false, "header": {"value": "My header"}, "hint": "A hint",
            "submitText": "Go", "cancelText": {"value": "Stay"}, "closeOnEscape": false,
            "width": "10%", "height": 99999, "else": 1}}}]})");
    EXPECT_EQ(options_of_item(), json::parse(R"({
        "size": "large", "chrome": false, "header": "My header", "hint": "A hint", "submitText": "Go",
        "cancelText": "Stay", "closeOnEscape": false, "width": "10%", "height": "20000px"})"));
}

TEST_F(DialogOptions, of_a_dialog_have_a_frame_around_it_unless_it_has_its_own_or_fills_the_page)
{
    auto const chrome = [&](json const& options) {
        json const item{{"key", "item"},
                        {"url", "/item"},
                        {"location", "jira.issue.tools"},
                        {"target", {{"type", "dialog"}, {"options", options}}}};
        install(json{{"webItems", {item}}}.dump());
        return options_of_item().at("chrome").get<bool>();
    };
    EXPECT_TRUE(chrome(nullptr));
    EXPECT_TRUE(chrome({{"chrome", "no"}}));
    EXPECT_FALSE(chrome({{"chrome", false}}));
    EXPECT_TRUE(chrome({{"chrome", false}, {"size", "fullscreen"}}));
    EXPECT_FALSE(chrome({{"chrome", true}, {"size", "maximum"}}));
}

TEST_F(DialogOptions, of_an_item_that_opens_a_dialog_module_stand_over_the_modules_own)
{
    install(R"({
        "dialogs": [{"key": "dlg", "url": "/dlg", "options": {"size": "small", "header": {"value": "Module"},
                                                               "hint": "Of the module"}}],
        "webItems": [{"key": "item", "name": {"value": "Item"}, "url": "dlg", "location": "jira.issue.tools",
                      "target": {"type": "dialogmodule", "options": {"key": "dlg", "header": "Item"}}}]})");
    EXPECT_EQ(options_of_item(), json::parse(R"({"key": "dlg", "chrome": true, "size": "small",
                                                 "header": "Item", "hint": "Of the module"})"));
}

TEST_F(DialogOptions, of_dialog_modules_are_where_the_bridge_looks_for_them)
{
    EXPECT_EQ(dialog_modules(), json::object()) << "no app is installed";
    install(
        R"({"dialogs": [{"key": "dlg", "url": "/dlg", "options": {"size": "small", "header": {"value": "H"}}},
                            {"key": "plain", "url": "/plain"},
                            {"key": "odd", "url": "/odd", "options": {"header": [], "width": -1, "chrome": 1}}]})");
    EXPECT_EQ(dialog_modules(), json::parse(R"({"one": {
        "dlg": {"options": {"size": "small", "header": "H"}},
        "plain": {"options": {}},
        "odd": {"options": {}}}})"));
    EXPECT_EQ(call(alpha(), "disable", json::object()).status, 200);
    EXPECT_EQ(dialog_modules(), json::object());
}

TEST_F(DialogOptions, are_no_longer_than_a_page_can_show)
{
    std::string euros;
    for (int i = 0; i < 400; ++i)
        euros += "\u20ac"; // three bytes each
    json const dialog{{"key", "dlg"}, {"url", "/dlg"}, {"options", {{"header", euros}}}};
    install(json{{"dialogs", {dialog}}}.dump());
    auto const header = dialog_modules().at("one").at("dlg").at("options").at("header").get<std::string>();
    EXPECT_EQ(header, euros.substr(0, 999));
}

} // namespace
} // namespace postern::simulator
