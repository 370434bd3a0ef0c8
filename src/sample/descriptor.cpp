#include "sample/descriptor.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace postern::sample {
namespace {

using Json = nlohmann::ordered_json;

Json page(std::string_view key, std::string_view name, std::string_view url)
{
    return {{"key", key}, {"name", {{"value", name}}}, {"url", url}};
}

Json modules()
{
    constexpr auto panel_url = "/foo.html?issueKey={issue.key}&projectKey={project.key}";

    Json content{{"key", "foo-content"},
                 {"name", {{"value", "Updates"}}},
                 {"tooltip", {{"value", "Show how often this issue was updated"}}},
                 {"icon", {{"width", 24}, {"height", 24}, {"url", "/static/1/foo.svg"}}},
                 {"target", {{"type", "web_panel"}, {"url", panel_url}}}};
    auto panel = page("foo-panel", "Updates", panel_url);
    panel["location"] = "atl.jira.view.issue.left.context";

    auto about = page("about", "About updates", "/about.html");
    about["cacheable"] = true;
    return {
        {"jiraIssueContents", {std::move(content)}},
        {"webPanels", {std::move(panel)}},
        {"generalPages",
         {page("overview", "Updates", "/overview.html?projectKey={project.key}"), std::move(about)}},
        {"adminPages", {page("settings", "Updates: settings", "/settings.html")}},
        {"configurePage", page("configure", "Configure", "/configure.html")},
        {"dialogs", {page("foo-dialog", "Updates", "/dialog.html?issueKey={issue.key}")}},
        {"webhooks", {{{"event", "jira:issue_updated"}, {"url", "/issue-updated"}}}},
    };
}

} // namespace

std::string base_url_text(http::Url const& base_url)
{
    auto text = base_url.origin() + base_url.path;
    while (text.ends_with('/'))
        text.pop_back();
    return text;
}

std::string descriptor(http::Url const& base_url, WeaknessSet weaknesses)
{
    bool const signed_install = !weaknesses.has(Weakness::unsigned_migration);
    auto scopes = Json::array({"READ"});
    if (weaknesses.has(Weakness::wide_scopes))
        scopes = {"READ", "ADMIN", "ACT_AS_USER"};
    Json const document{
        {"key", app_key},
        {"name", "Postern sample app"},
        {"description", "Counts how often an issue was updated. Made to be tested."},
        {"baseUrl", base_url_text(base_url)},
        {"vendor", {{"name", "Postern"}, {"url", "https://postern.example"}}},
        {"authentication", {{"type", "jwt"}}},
        {"apiVersion", 1},
        {"apiMigrations", {{"gdpr", true}, {"signed-install", signed_install}, {"context-qsh", true}}},
        {"scopes", std::move(scopes)},
        {"lifecycle",
         {{"installed", "/installed"},
          {"uninstalled", "/uninstalled"},
          {"enabled", "/enabled"},
          {"disabled", "/disabled"}}},
        {"modules", modules()},
    };
    return document.dump(2) + "\n";
}

} // namespace postern::sample
