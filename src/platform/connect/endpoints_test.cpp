#include "platform/connect/descriptor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace postern::platform::connect {
namespace {

using testing::ElementsAre;

App app_with(std::string const& members)
{
    auto app =
        read_descriptor(R"({"key":"k","baseUrl":"https://app.example",)" + members + "}", std::nullopt);
    EXPECT_TRUE(app) << members << (app ? "" : app.error().message);
    return app ? *app : App{};
}

// "id kind url", an endpoint each.
std::vector<std::string> listed(App const& app)
{
    std::vector<std::string> lines;
    for (auto const& endpoint : app.endpoints)
        lines.push_back(endpoint.id + " " + std::string(name(endpoint.kind)) + " " + endpoint.url_template);
    return lines;
}

std::vector<std::string> endpoints_of(std::string const& members) { return listed(app_with(members)); }

std::vector<std::string> unprobed_of(std::string const& members)
{
    std::vector<std::string> lines;
    for (auto const& unprobed : app_with(members).unprobed)
        lines.push_back(unprobed.pointer + " " + unprobed.reason);
    return lines;
}

TEST(Endpoints, statePlaceAddressAndParameters)
{
    auto const app = app_with(R"("lifecycle":{},
  "modules": {"webPanels": [{"key":"foo-panel",
    "url": "/foo.html?i={issue.key}&p=${project.key}"}]})");
    ASSERT_EQ(app.endpoints.size(), 1U);
    EXPECT_EQ(app.endpoints[0],
              (Endpoint{.id = "webPanels/foo-panel",
                        .kind = EndpointKind::page,
                        .module_type = "webPanels",
                        .module_key = "foo-panel",
                        .pointer = "/modules/webPanels/0/url",
                        .position = {3, 12},
                        .url_template = "/foo.html?i={issue.key}&p=${project.key}",
                        .absolute_template = "https://app.example/foo.html?i={issue.key}&p=${project.key}",
                        .context_parameters = {"issue.key", "project.key"}}));
    EXPECT_TRUE(app.warnings.empty());
}

// "id position: why", each.
std::vector<std::string> unusable_of(std::string const& members)
{
    std::vector<std::string> lines;
    for (auto const& endpoint : app_with(members).unusable)
        lines.push_back(endpoint.id + " " + std::to_string(endpoint.position.line) + ":" +
                        std::to_string(endpoint.position.column) + " " + endpoint.unusable);
    return lines;
}

TEST(Endpoints, whoseAddressLeadsNowhereAreListedWithTheReason)
{
    EXPECT_THAT(unusable_of(R"("modules": {"webPanels": [
  {"key":"a", "url": "https://[bad"},
  {"key":"b", "url": "https:/no-host"},
  {"key":"c"},
  {"key":"d", "url": null},
  {"key":"e", "url": "/fine"}]})"),
                ElementsAre("webPanels/a 2:22 its address cannot be used: this is not a URL (RFC 3986)",
                            "webPanels/b 3:22 its address cannot be used: the URL is relative: it needs a "
                            "scheme and a host, as in https://app.example.com",
                            "webPanels/c 4:3 the module has no url, which its type needs",
                            "webPanels/d 5:3 the module has no url, which its type needs"));
    EXPECT_THAT(
        unusable_of(R"("modules": {"webSections": [{"key":"a"}], "jiraEntityProperties": [{"key":"b"}],
        "customContent": [{"key":"c"}], "unknownThings": [{"key":"d"}],
        "webItems": [{"key":"e", "url":"https://other.example/"}]})"),
        testing::IsEmpty());
}

TEST(Endpoints, areLifecycleCallsByTheDescriptorsKey)
{
    EXPECT_THAT(endpoints_of(R"("lifecycle":{"installed":"/i","uninstalled":"/x","enabled":"/installed",
                                "disabled":"/d"})"),
                ElementsAre("lifecycle/installed lifecycle /i", "lifecycle/uninstalled lifecycle /x",
                            "lifecycle/enabled lifecycle /installed", "lifecycle/disabled lifecycle /d"));
    EXPECT_THAT(endpoints_of(R"("modules":{"generalPages":[{"key":"p","url":"/installed"}]})"),
                ElementsAre("generalPages/p page /installed"));
}

struct Row {
    char const* name;
    char const* members;
    std::vector<std::string> expected;
};

TEST(Endpoints, areFoundInEveryModuleThatHasThem)
{
    for (auto const& [name, members, expected] : std::vector<Row>{
             {"a single module instead of a list",
              R"("modules":{"configurePage":{"key":"c","url":"/c"}})",
              {"configurePage/c page /c"}},
             {"a module without a key",
              R"("modules":{"configurePage":{"url":"/c"}})",
              {"configurePage/1 page /c"}},
             {"a target",
              R"("modules":{"jiraIssueContents":[{"key":"k",
                 "target":{"type":"web_panel","url":"/t"}}]})",
              {"jiraIssueContents/k page /t"}},
             {"a post function",
              R"("modules":{"jiraWorkflowPostFunctions":[{"key":"pf","view":{"url":"/v"},
                 "edit":{"url":"/e"},"create":{"url":"/c"},"triggered":{"url":"/t"}}]})",
              {"jiraWorkflowPostFunctions/pf/view page /v", "jiraWorkflowPostFunctions/pf/edit page /e",
               "jiraWorkflowPostFunctions/pf/create page /c",
               "jiraWorkflowPostFunctions/pf/triggered webhook /t"}},
             {"a macro",
              R"("modules":{"dynamicContentMacros":[{"key":"m","url":"/m","editor":{"url":"/e"},
                 "propertyPanel":{"url":"/p"},"renderModes":{"pdf":{"url":"/r"}}}]})",
              {"dynamicContentMacros/m page /m", "dynamicContentMacros/m/editor page /e",
               "dynamicContentMacros/m/propertyPanel page /p",
               "dynamicContentMacros/m/renderModes/pdf page /r"}},
             {"a templateUrl",
              R"("modules":{"jiraDevelopmentTool":{"key":"d","url":"https://x.example",
                 "actions":{"createBranch":{"templateUrl":"/b?i={issue.key}&jwt={jwt}"}}}})",
              {"jiraDevelopmentTool/d/actions/createBranch action /b?i={issue.key}&jwt={jwt}"}},
             {"webhooks, two of one event",
              R"("modules":{"webhooks":[{"event":"jira:issue_updated","url":"/w"},
                 {"event":"jira:issue_updated","url":"/w"}]})",
              {"webhooks/jira:issue_updated webhook /w", "webhooks/jira:issue_updated~2 webhook /w"}},
             {"two modules with one URL",
              R"("modules":{"webPanels":[{"key":"a","url":"/x"}],
                 "dialogs":[{"key":"a","url":"/x"}]})",
              {"webPanels/a page /x", "dialogs/a page /x"}},
             {"translations",
              R"("translations":{"paths":{"de":"/de.json"}})",
              {"translations/de asset /de.json"}},
             {"web items of the app",
              R"("modules":{"webItems":[{"key":"a","url":"/a"},
                 {"key":"b","context":"ADDON","url":"/b"}]})",
              {"webItems/a page /a", "webItems/b page /b"}},
             {"an absolute URL of the app",
              R"("modules":{"dialogs":[{"key":"a","url":"https://app.example/a"}]})",
              {"dialogs/a page https://app.example/a"}},
             {"a condition that is asked of the app",
              R"("modules":{"webPanels":[{"key":"a","conditions":[{"or":[{"condition":"/ask"}]}]}]})",
              {"webPanels/a/conditions/0/or/0 action /ask"}},
             {"the order of the text",
              R"("modules":{"webPanels":[{"key":"a","url":"/x"}]},
                 "lifecycle":{"installed":"/i"})",
              {"webPanels/a page /x", "lifecycle/installed lifecycle /i"}},
             {"null instead of modules", R"("modules":{"webPanels":null},"lifecycle":null)", {}}})
        EXPECT_EQ(endpoints_of(members), expected) << name;
}

TEST(Endpoints, areNotWhatTheHostShowsOrLinksTo)
{
    for (auto const& [name, members, expected] : std::vector<Row>{
             {"links of the descriptor",
              R"("vendor":{"name":"V","url":"/v"},"links":{"self":"/s"})",
              {"/vendor/url a link for people", "/links/self a link for people"}},
             {"an icon",
              R"("modules":{"dialogs":[{"icon":{"url":"/i.png"}}]})",
              {"/modules/dialogs/0/icon/url an icon"}},
             {"documentation",
              R"("modules":{"dynamicContentMacros":[{"documentation":{"url":"/d"}}]})",
              {"/modules/dynamicContentMacros/0/documentation/url a link for people"}},
             {"a development tool's own URL",
              R"("modules":{"jiraDevelopmentTool":{"url":"/t","logoUrl":"/l"}})",
              {"/modules/jiraDevelopmentTool/url a link for people",
               "/modules/jiraDevelopmentTool/logoUrl an image"}},
             {"a web item of the product",
              R"("modules":{"webItems":[{"context":"Product","url":"/p"}]})",
              {"/modules/webItems/0/url a path on the host product, not on the app"}},
             {"a web item that names a page",
              R"("modules":{"webItems":[{"context":"page","url":"my-page"}]})",
              {"/modules/webItems/0/url a module key, not a URL"}},
             {"a template of an issue field",
              R"("modules":{"jiraIssueFields":[{"template":{"type":"x","url":"/t"}}]})",
              {"/modules/jiraIssueFields/0/template/url an address on the host product, not on the app"}},
             {"another host's page",
              R"("modules":{"dialogs":[{"url":"https://vendor.example/x"}]})",
              {"/modules/dialogs/0/url another host: https://vendor.example"}},
             {"another host's lifecycle",
              R"("lifecycle":{"installed":"https://vendor.example/x"})",
              {"/lifecycle/installed another host: https://vendor.example"}},
             {"another host's webhook",
              R"("modules":{"webhooks":[{"url":"//vendor.example/x"}]})",
              {"/modules/webhooks/0/url another host: //vendor.example"}},
             {"base URLs of other regions",
              R"("regionBaseUrls":{"EU":"https://eu.example"})",
              {"/regionBaseUrls/EU the base URL of another region"}}}) {
        EXPECT_EQ(unprobed_of(members), expected) << name;
        EXPECT_TRUE(endpoints_of(members).empty()) << name;
    }
}

TEST(Endpoints, areAlsoGuessedWhereTheModuleIsNotKnown)
{
    auto const app = app_with(R"("modules":{"jiraFancyThings":[{"key":"f","url":"/f","icon":{"url":"/i.png"}},
        {"key":"g","inner":{"url":"/g"},"act":{"templateUrl":"/h"}},{"key":"h","url":"https://v.example"}],
        "jiraEntityProperties":[{"key":"e","url":"/e"}]})");
    EXPECT_THAT(listed(app),
                ElementsAre("jiraFancyThings/f page /f", "jiraFancyThings/g/inner page /g",
                            "jiraFancyThings/g/act action /h", "jiraEntityProperties/e page /e"));
    EXPECT_EQ(app.unprobed.size(), 2U);
    ASSERT_EQ(app.warnings.size(), 2U);
    EXPECT_TRUE(app.warnings[0].starts_with("\"jiraFancyThings\" is not a known type of module"));
    EXPECT_TRUE(
        app.warnings[1].starts_with("/modules/jiraEntityProperties/0/url is not known as an address"));
}

TEST(Endpoints, areForAdministratorsByTypeOrByTheirOwnConditions)
{
    auto const app = app_with(R"("modules":{"adminPages":[{"key":"a","url":"/a"}],
        "jiraProjectAdminTabPanels":[{"key":"b","url":"/b"}],
        "generalPages":[{"key":"c","url":"/c","conditions":[{"condition":"user_is_admin"}]},
                        {"key":"d","url":"/d"}]})");
    std::vector<std::string> administrators;
    for (auto const& endpoint : app.endpoints)
        if (endpoint.audience == Audience::administrators)
            administrators.push_back(endpoint.module_key);
    EXPECT_THAT(administrators, ElementsAre("a", "b", "c"));
}

TEST(Endpoints, areCacheableWhereTheUrlStands)
{
    auto const app = app_with(R"("modules":{"generalPages":[{"key":"a","cacheable":true,"url":"/a"},
        {"key":"b","cacheable":false,"url":"/b"}],
        "dynamicContentMacros":[{"key":"c","url":"/c","editor":{"url":"/e","cacheable":true}}]})");
    std::vector<std::string> cacheable;
    for (auto const& endpoint : app.endpoints)
        if (endpoint.caching == Caching::cacheable)
            cacheable.push_back(endpoint.id);
    EXPECT_THAT(cacheable, ElementsAre("generalPages/a", "dynamicContentMacros/c/editor"));
}

TEST(Endpoints, warnOfTemplatesThatAreNotFilledIn)
{
    auto const app = app_with(R"("modules":{"dialogs":[{"key":"a","url":"/{{ path }}"}]})");
    ASSERT_EQ(app.warnings.size(), 1U);
    EXPECT_TRUE(app.warnings[0].contains("looks like a template"));
}

TEST(Endpoints, haveIdsThatAreUnique)
{
    auto const app = app_with(R"("modules":{"dialogs":[{"key":"a~2","url":"/1"},{"key":"a","url":"/2"},
        {"key":"a","url":"/3"},{"key":"a","url":"/4"}]})");
    EXPECT_THAT(listed(app), ElementsAre("dialogs/a~2 page /1", "dialogs/a page /2", "dialogs/a~3 page /3",
                                         "dialogs/a~4 page /4"));
}

TEST(Endpoints, haveANumberWhereTheKeyIsNone)
{
    auto const app = app_with(R"("modules":{"dialogs":[{"key":7,"url":"/a"},{"key":")" +
                              std::string(200, 'x') + R"(","url":"/b"}]})");
    EXPECT_THAT(listed(app), ElementsAre("dialogs/1 page /a", "dialogs/2 page /b"));
    EXPECT_EQ(app.warnings.size(), 2U);
}

} // namespace
} // namespace postern::platform::connect
