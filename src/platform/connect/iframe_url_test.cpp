#include "platform/connect/descriptor.hpp"
#include "platform/connect/iframe_url.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace postern::platform::connect {
namespace {

HostContext example_context()
{
    return {.label = "a",
            .host_origin = "https://postern-test-a.example",
            .client_key = "postern-test-key",
            .user = "postern-test-user",
            .values = {{"issue.key", "PTRN7-4711"},
                       {"project.key", "PTRN7"},
                       {"odd", "a b&c=/é"},
                       {"condition.is_lead(of=it)", "false"}}};
}

// One endpoint of this module type and URL.
App example_app(std::string const& type, std::string const& url, std::string const& members = "")
{
    auto app = read_descriptor(R"({"key":"com.example.k","baseUrl":"https://app.example/base","modules":{")" +
                                   type + R"(":{"key":"m","url":")" + url + '"' + members + "}}}",
                               std::nullopt);
    EXPECT_TRUE(app) << url;
    return app ? *app : App{};
}

constexpr std::string_view host_parameters =
    "xdm_e=https%3A%2F%2Fpostern-test-a.example&xdm_c=channel-com.example.k__m&cp="
    "&xdm_deprecated_addon_key_do_not_use=com.example.k&lic=active&cv=1001.0.0-SNAPSHOT";

std::string url_of(App const& app)
{
    return app.endpoints.empty() ? "" : endpoint_url(app, app.endpoints.front(), example_context());
}

TEST(IframeUrl, replacesEachPlaceholderByItself)
{
    struct Row {
        char const* name;
        char const* url;
        char const* expected;
    };
    for (auto const& [name, url, expected] : std::vector<Row>{
             {"none", "/x", "/x"},
             {"two in the query", "/x?a={issue.key}&b=${project.key}&c=d", "/x?a=PTRN7-4711&b=PTRN7&c=d"},
             {"in the path", "/p/{project.key}/x", "/p/PTRN7/x"},
             {"one without a value", "/x?a={unknown}&b=1", "/x?a=&b=1"},
             {"an inline condition", "/x?a={condition.is_admin}&b={issue.key}", "/x?a=true&b=PTRN7-4711"},
             {"an inline condition with arguments", "/x?a={condition.has(b=c,d=e)}&f=g", "/x?a=true&f=g"},
             {"an inline condition with a value", "/x?a={condition.is_lead(of=it)}", "/x?a=false"},
             {"a value that must be encoded", "/x/{odd}?a={odd}",
              "/x/a%20b%26c%3D%2F%C3%A9?a=a%20b%26c%3D%2F%C3%A9"},
             {"stray braces", "/x?a=}&c={{issue.key}}&b={", "/x?a=%7D&c=%7BPTRN7-4711%7D&b=%7B"},
             {"characters that stand in no URL", "/x y?a=\\\"|", "/x%20y?a=%22%7C"},
             {"a fragment", "/x?a=b#c={issue.key}", "/x?a=b"},
             {"a token of its own", "/x?a=b&jwt={jwt}&t={jwt}&c=d", "/x?a=b&c=d"},
             {"only a token", "/x?jwt={jwt}", "/x"}}) {
        auto const app = example_app("webhooks", url);
        EXPECT_EQ(url_of(app), std::string("https://app.example/base") + expected) << name;
    }
}

TEST(IframeUrl, putsTheHostsParametersBehindThePagesOwn)
{
    auto const wanted = std::string(host_parameters);
    EXPECT_EQ(url_of(example_app("dialogs", "/x")), "https://app.example/base/x?" + wanted);
    EXPECT_EQ(url_of(example_app("dialogs", "/x?a=b")), "https://app.example/base/x?a=b&" + wanted);
    EXPECT_EQ(url_of(example_app("dialogs", "/x?")), "https://app.example/base/x?" + wanted);
    EXPECT_EQ(url_of(example_app("dialogs", "?a=b")), "https://app.example/base?a=b&" + wanted);
    EXPECT_EQ(url_of(example_app("dialogs", "https://app.example/y")), "https://app.example/y?" + wanted);
    EXPECT_EQ(url_of(example_app("dialogs", "https://app.example\\\\y}")),
              "https://app.example/y%7D?" + wanted);
}

TEST(IframeUrl, leavesOutValuesThatMakeItTooLong)
{
    auto const app = example_app("webhooks", "/x?a={ac.a}&b={ac.b}&c={ac.c}");
    HostContext context{
        .values = {{"ac.a", std::string(20'000, '!')}, {"ac.b", std::string(30'000, 'b')}, {"ac.c", "c"}}};
    EXPECT_EQ(endpoint_url(app, app.endpoints[0], context),
              "https://app.example/base/x?a=&b=" + std::string(30'000, 'b') + "&c=c");
}

TEST(IframeUrl, hasAFragmentOnlyOutsideOfItsPlaceholders)
{
    auto const app = example_app("webhooks", "/x?a={condition.c(p=a#b)}&z=1#end");
    EXPECT_EQ(endpoint_url(app, app.endpoints[0], {}), "https://app.example/base/x?a=true&z=1");
}

TEST(IframeUrl, leavesACacheablePageAsItStands)
{
    EXPECT_EQ(url_of(example_app("generalPages", "/x?a=b", R"(,"cacheable":true)")),
              "https://app.example/base/x?a=b");
}

TEST(IframeUrl, saysWhichProductItIs)
{
    auto const app = example_app("spaceToolsTabs", "/x");
    EXPECT_EQ(product_of(app), Product::confluence);
    EXPECT_TRUE(url_of(app).contains("&cp=%2Fwiki&"));
    EXPECT_TRUE(url_of(app).contains("&cv=1000.0.0-"));
}

TEST(IframeUrl, isOfTheFirstProductThatAModuleIsOf)
{
    auto const app = read_descriptor(R"({"key":"k","baseUrl":"https://app.example","modules":{
        "webPanels":[{"key":"a","url":"/a"}],
        "spaceToolsTabs":[{"key":"b","url":"/b"}],
        "jiraReports":[{"key":"c","url":"/c"}]}})",
                                     std::nullopt);
    ASSERT_TRUE(app);
    EXPECT_EQ(app->product, "Confluence");
    EXPECT_EQ(product_of(*app), Product::confluence);
    EXPECT_EQ(example_app("webPanels", "/x").product, "");
    EXPECT_EQ(product_of(example_app("webPanels", "/x")), Product::jira);
}

// Whatever the descriptor says, requests stay on the app's origin and no placeholder is left.
RC_GTEST_PROP(IframeUrl, staysOnTheAppsOrigin, ())
{
    auto const piece = rc::gen::element<std::string>(
        "{", "}", "$", "/", "?", "&", "=", "#", "a", "issue.key", ".", "@", ":", "//", "%", "jwt",
        "condition.x", "\\\\", " ", "https://", "app.example", "evil.example", "{issue.key}");
    auto const pieces = *rc::gen::container<std::vector<std::string>>(piece);
    std::string url;
    for (auto const& part : pieces)
        url += part;
    for (auto const* type : {"dialogs", "webhooks"}) {
        auto const app = example_app(type, url);
        RC_ASSERT(app.endpoints.size() + app.unusable.size() + app.unprobed.size() == 1U);
        if (app.endpoints.empty())
            continue;
        auto const parsed = http::parse_url(url_of(app));
        RC_ASSERT(parsed.has_value());
        RC_ASSERT(parsed->origin() == "https://app.example");
        RC_ASSERT(!parsed->text().contains('{'));
        RC_ASSERT(!parsed->text().contains('}'));
        RC_ASSERT(parsed->text() == url_of(app));
    }
}

} // namespace
} // namespace postern::platform::connect
