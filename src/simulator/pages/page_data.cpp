#include "simulator/pages/page_data.hpp"

#include "simulator/inspector/har.hpp"
#include "simulator/pages/dialog_options.hpp"
#include "simulator/unix_time.hpp"
#include "simulator/webhooks/webhook_events.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

// RFC 3339, UTC.
std::string timestamp(TimePoint time)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(unix_seconds(time)));
}

Json tenant_json(Tenant const& tenant)
{
    return {{"name", tenant.name}, {"title", tenant.title}, {"origin", tenant.origin}};
}

Json project_json(Project const& project)
{
    return {{"id", project.id}, {"key", project.key}, {"name", project.name}};
}

Json space_json(Space const& space) { return {{"id", space.id}, {"key", space.key}, {"name", space.name}}; }

Json row_json(Issue const& issue)
{
    return {{"id", issue.id},
            {"key", issue.key},
            {"type", issue.type},
            {"summary", issue.summary},
            {"status", issue.status}};
}

Json rows_json(std::vector<Issue> const& issues)
{
    Json rows = Json::array();
    for (auto const& issue : issues)
        rows.push_back(row_json(issue));
    return rows;
}

template <class Items, class Print>
Json list_json(Items const& items, Print print)
{
    Json list = Json::array();
    for (auto const& item : items)
        list.push_back(print(item));
    return list;
}

Json app_json(InstalledApp const& app)
{
    return {{"key", app.app.key},
            {"name", app.app.name},
            {"baseUrl", app.app.base_url.text()},
            {"enabled", app.installation.state == Installation::State::enabled},
            {"descriptorUrl", app.installation.descriptor_url}};
}

Json contents_json(Site const& site)
{
    auto const& name = site.tenant().name;
    Json contents = Json::array();
    for (auto const& space : site.state().spaces(name))
        for (auto const& content : site.state().contents(name, space.key))
            contents.push_back({{"id", content.id}, {"title", content.title}, {"space", space.key}});
    return contents;
}

// The events that can be fired by hand, and what of the site each can be about.
Json webhooks_json(InstalledApp const& app)
{
    Json events = Json::array();
    for (auto const& event : webhook_names(app)) {
        Json about = Json::array();
        for (auto const subject : subjects_of(event))
            about.push_back(name(subject));
        events.push_back({{"event", event}, {"about", std::move(about)}});
    }
    return events;
}

// Somebody who is no longer there, or came with a fixture that is gone, is still named.
User known_user(Site const& site, std::string const& account_id)
{
    if (auto user = site.state().user(site.tenant().name, account_id))
        return *std::move(user);
    auto const app = site.app(); // it writes comments as well
    return {.account_id = account_id,
            .display_name = app && app->app.key == account_id ? app->installation.app_name : account_id};
}

Json event_json(WebhookDelivery const& delivery)
{
    return {{"ok", delivery.outcome == WebhookDelivery::Outcome::done},
            {"event", delivery.event},
            {"url", delivery.url},
            {"status", delivery.status ? Json(*delivery.status) : Json()},
            {"attempts", delivery.attempts},
            {"note", delivery.note},
            {"at", timestamp(delivery.at)}};
}

Json event_json(LifecycleResult const& result)
{
    auto json = result_json(result);
    json["attempts"] = 1;
    json["note"] =
        result.reason + (result.reason.empty() || result.remedy.empty() ? "" : "; ") + result.remedy;
    return json;
}

// Both journals in one, the newest first, as each of them is.
Json events_json(std::deque<LifecycleResult> const& installs, std::deque<WebhookDelivery> const& deliveries)
{
    Json events = Json::array();
    auto install = installs.begin();
    for (auto const& delivery : deliveries) {
        for (; install != installs.end() && install->at > delivery.at; ++install)
            events.push_back(event_json(*install));
        events.push_back(event_json(delivery));
    }
    for (; install != installs.end(); ++install)
        events.push_back(event_json(*install));
    return events;
}

} // namespace

Json user_json(User const& user)
{
    return {{"accountId", user.account_id}, {"displayName", user.display_name},
            {"email", user.email},          {"role", user.role == Role::admin ? "admin" : "user"},
            {"timeZone", user.time_zone},   {"locale", user.locale}};
}

Json result_json(LifecycleResult const& result)
{
    return {{"ok", result.outcome == LifecycleResult::Outcome::done},
            {"event", result.event},
            {"url", result.url},
            {"status", result.status ? Json(*result.status) : Json()},
            {"body", result.body},
            {"reason", result.reason},
            {"remedy", result.remedy},
            {"at", timestamp(result.at)}};
}

Json content_json(Content const& content)
{
    return {
        {"id", content.id}, {"title", content.title}, {"version", content.version}, {"body", content.body}};
}

Json issue_json(Site const& site, Issue const& issue)
{
    auto json = row_json(issue);
    json["description"] = issue.description;
    json["assignee"] = issue.assignee.empty() ? Json() : user_json(known_user(site, issue.assignee));
    json["comments"] = list_json(issue.comments, [&](Comment const& comment) {
        return Json{{"id", comment.id},
                    {"author", user_json(known_user(site, comment.author))},
                    {"body", comment.body},
                    {"created", timestamp(comment.created)}};
    });
    return json;
}

Json frame_of_page(Site& site, std::vector<Tenant> const& tenants, Visit const& visit, Values const& values)
{
    auto const app = site.app();
    auto const is_enabled = app && app->installation.state == Installation::State::enabled;
    return {{"site", tenant_json(site.tenant())},
            {"sites", list_json(tenants, &tenant_json)},
            {"user", user_json(visit.user)},
            {"users", list_json(site.state().users(site.tenant().name), &user_json)},
            {"opened", opened_text(visit.opened_ago)},
            {"openedAt", unix_seconds(visit.opened_at())},
            {"now", unix_seconds(visit.now)},
            {"refresh", name(visit.refresh)},
            {"app", app ? app_json(*app) : Json()},
            {"dialogModules", is_enabled ? dialog_modules_json(*app) : Json::object()},
            {"navigation", navigation_json(site, visit, values)}};
}

PageResult home_page(Site& site)
{
    auto const& name = site.tenant().name;
    return {.title = site.tenant().title,
            .page = {{"kind", "home"},
                     {"projects", list_json(site.state().projects(name), &project_json)},
                     {"issues", rows_json(site.state().issues(name, ""))},
                     {"spaces", list_json(site.state().spaces(name), &space_json)},
                     {"contents", contents_json(site)}},
            .values = {}};
}

PageResult issue_page(Site& site, Visit const& visit, std::string const& key)
{
    auto const issue = site.state().issue(site.tenant().name, key);
    auto const project = issue ? site.state().project(site.tenant().name, issue->project_key) : std::nullopt;
    if (!issue || !project)
        return problem_page(404, "There is no such issue",
                            fmt::format("{} is no issue of this site. It may be one of another site.", key));
    auto values = values_of(*project, *issue);
    auto shown = shown_modules(site, View::issue, visit, values);
    return {.title = fmt::format("[{}] {}", issue->key, issue->summary),
            .page = {{"kind", "issue"},
                     {"project", project_json(*project)},
                     {"issue", issue_json(site, *issue)},
                     {"frames", std::move(shown.frames)},
                     {"items", std::move(shown.items)},
                     {"unseen", std::move(shown.unseen)}},
            .values = std::move(values)};
}

PageResult project_page(Site& site, Visit const& visit, std::string const& key)
{
    auto const project = site.state().project(site.tenant().name, key);
    if (!project)
        return problem_page(404, "There is no such project",
                            fmt::format("{} is no project of this site.", key));
    auto values = values_of(*project);
    auto shown = shown_modules(site, View::project, visit, values);
    return {.title = project->name,
            .page = {{"kind", "project"},
                     {"project", project_json(*project)},
                     {"issues", rows_json(site.state().issues(site.tenant().name, project->key))},
                     {"items", std::move(shown.items)},
                     {"unseen", std::move(shown.unseen)}},
            .values = std::move(values)};
}

PageResult dashboard_page(Site& site, Visit const& visit)
{
    Values values{
        {"dashboard.id", "10000"}, {"dashboardItem.id", "10000"}, {"dashboardItem.viewType", "default"}};
    auto shown = shown_modules(site, View::dashboard, visit, values);
    return {.title = "Dashboard",
            .page = {{"kind", "dashboard"},
                     {"frames", std::move(shown.frames)},
                     {"unseen", std::move(shown.unseen)}},
            .values = {}};
}

PageResult content_page(Site& site, Visit const& visit, std::string const& space_key, std::string const& id)
{
    auto const content = site.state().content(site.tenant().name, id);
    // The bridge often knows the page alone and says "-" for its space.
    auto const space =
        site.state().space(site.tenant().name, space_key == "-" && content ? content->space_key : space_key);
    if (!space || !content || content->space_key != space->key)
        return problem_page(404, "There is no such page",
                            fmt::format("The space {} of this site has no page {}.", space_key, id));
    auto values = values_of(*space, *content);
    auto shown = shown_modules(site, View::content, visit, values);
    return {.title = content->title,
            .page = {{"kind", "content"},
                     {"space", space_json(*space)},
                     {"content", content_json(*content)},
                     {"frames", std::move(shown.frames)},
                     {"items", std::move(shown.items)},
                     {"unseen", std::move(shown.unseen)}},
            .values = std::move(values)};
}

PageResult module_page(Site& site, Visit const& visit, std::string const& app_key,
                       std::string const& module_key, Values const& values)
{
    auto const app = site.app();
    if (!app || app->app.key != app_key)
        return problem_page(
            404, "This app is not installed here",
            fmt::format("{} is not installed at {}. Install it under Apps.", app_key, site.tenant().title));
    auto const* const module = app->module_by_key(module_key);
    if (!module || app->installation.state == Installation::State::disabled)
        return problem_page(404, "There is no such page",
                            fmt::format("The app shows no module {} here.", module_key));
    if (!may_open(visit.user, *module))
        return problem_page(403, "This page is for administrators",
                            fmt::format("{} is not shown to {}.", module->name, visit.user.display_name));
    if (auto const judged = site.judge(*app, *module, visit, values);
        judged.outcome == ConditionJudgement::Outcome::fails)
        return problem_page(403, "This page is not shown here",
                            fmt::format("{}: {}.", module->name, judged.reason));
    auto const frame = frame_json(site, *app, *module, visit, values, visit.opened_at());
    auto const project = site.state().project(site.tenant().name,
                                              values.contains("project.key") ? values.at("project.key") : "");
    return {.title = module->name,
            .page = {{"kind", "module"},
                     {"title", module->name},
                     {"frame", *frame},
                     {"project", project ? project_json(*project) : Json()}},
            .values = values};
}

PageResult apps_page(Visit const& visit, std::deque<LifecycleResult> const& installs,
                     std::deque<WebhookDelivery> const& deliveries, std::string const& key_id,
                     std::vector<std::string> const& suggestions)
{
    if (visit.user.role != Role::admin)
        return problem_page(403, "This page is for administrators",
                            "Choose the administrator of this site above.");
    auto const last = installs.empty() ? Json() : result_json(installs.front());
    return {.title = "Apps",
            .page = {{"kind", "apps"},
                     {"lastInstall", last},
                     {"keyId", key_id},
                     {"suggestions", suggestions},
                     {"events", events_json(installs, deliveries)}},
            .values = {}};
}

PageResult inspector_page(Site& site)
{
    auto const app = site.app();
    auto const& name = site.tenant().name;
    return {.title = "Inspector",
            .page = {{"kind", "inspector"},
                     {"webhooks", app ? webhooks_json(*app) : Json::array()},
                     {"issues", rows_json(site.state().issues(name, ""))},
                     {"contents", contents_json(site)},
                     {"archiveMaxBytes", inspector::har_max_bytes}},
            .values = {}};
}

PageResult problem_page(int status, std::string title, std::string detail)
{
    return {.status = status,
            .title = title,
            .page = {{"kind", "problem"}, {"status", status}, {"title", title}, {"detail", detail}},
            .values = {}};
}

Values resolve_values(Site const& site, Values const& given)
{
    auto const& name = site.tenant().name;
    auto const find = [&](std::initializer_list<char const*> names) -> std::string {
        for (auto const* each : names)
            if (auto const found = given.find(each); found != given.end())
                return found->second;
        return "";
    };
    auto const issue = site.state().issue(name, find({"issue.key", "issue.id"}));
    auto const project =
        site.state().project(name, issue ? issue->project_key : find({"project.key", "project.id"}));
    auto const content = site.state().content(name, find({"content.id", "page.id"}));
    auto const space =
        site.state().space(name, content ? content->space_key : find({"space.key", "space.id"}));
    Values values = issue && project ? values_of(*project, *issue) : project ? values_of(*project) : Values();
    if (space)
        values.merge(content ? values_of(*space, *content) : values_of(*space));
    for (auto const& [key, value] : given)
        if (key.starts_with("dashboard") || key.starts_with("macro.") || key == "output.type")
            values.emplace(key, value);
    return values;
}

} // namespace postern::simulator
