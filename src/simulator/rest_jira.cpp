#include "simulator/rest_jira.hpp"

#include "simulator/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

constexpr auto administrator_permissions =
    std::to_array<std::string_view>({"ADMINISTER", "ADMINISTER_PROJECTS", "SYSTEM_ADMIN"});

bool is_granted(std::string_view permission, User const& user)
{
    return user.role == Role::admin ||
           std::ranges::find(administrator_permissions, permission) == administrator_permissions.end();
}

Json user_json(RestCall const& call, User const& user)
{
    return {{"self", fmt::format("{}/rest/api/3/user?accountId={}", call.services.site.tenant().origin,
                                 user.account_id)},
            {"accountId", user.account_id},
            {"accountType", "atlassian"},
            {"displayName", user.display_name},
            {"emailAddress", user.email},
            {"active", true},
            {"timeZone", user.time_zone},
            {"locale", user.locale}};
}

// Atlassian Document Format, as version 3 of the API tells texts.
Json document(std::string const& text)
{
    Json content = Json::array();
    if (!text.empty())
        content.push_back({{"type", "paragraph"}, {"content", {{{"type", "text"}, {"text", text}}}}});
    return {{"type", "doc"}, {"version", 1}, {"content", std::move(content)}};
}

} // namespace

http::Response myself(RestCall const& call)
{
    if (!call.user)
        return json_response(200, {{"accountId", call.app.app.key},
                                   {"accountType", "app"},
                                   {"displayName", call.app.app.name},
                                   {"active", true}});
    return json_response(200, user_json(call, *call.user));
}

http::Response user(RestCall const& call)
{
    auto const id = query_value(call.query, "accountId");
    auto const found = call.services.site.state().user(call.services.site.tenant().name, id);
    return found ? json_response(200, user_json(call, *found))
                 : rest_error(404, fmt::format("There is no user {} here.", id));
}

http::Response check_permissions(RestCall const& call)
{
    auto const account = call.body.is_object() ? call.body.value("accountId", "") : "";
    auto const asked = account.empty()
                           ? (call.user ? std::optional(*call.user) : std::nullopt)
                           : call.services.site.state().user(call.services.site.tenant().name, account);
    if (!asked)
        return rest_error(400, "Name a user of this site as accountId.");
    Json granted = Json::array();
    if (auto const wanted = call.body.find("globalPermissions");
        wanted != call.body.end() && wanted->is_array())
        for (auto const& permission : *wanted)
            if (permission.is_string() && is_granted(permission.get<std::string>(), *asked))
                granted.push_back(permission);
    Json projects = Json::array();
    if (auto const wanted = call.body.find("projectPermissions");
        wanted != call.body.end() && wanted->is_array())
        for (auto const& each : *wanted)
            for (auto const& permission :
                 each.is_object() ? each.value("permissions", Json::array()) : Json::array())
                if (permission.is_string() && is_granted(permission.get<std::string>(), *asked))
                    projects.push_back({{"permission", permission},
                                        {"issues", each.value("issues", Json::array())},
                                        {"projects", each.value("projects", Json::array())}});
    return json_response(200, {{"globalPermissions", granted}, {"projectPermissions", projects}});
}

http::Response my_permissions(RestCall const& call)
{
    if (!call.user)
        return rest_error(401, "The app itself has no permissions of its own here; ask permissions/check.");
    Json all = Json::object();
    auto wanted = query_value(call.query, "permissions");
    while (!wanted.empty()) {
        auto const comma = wanted.find(',');
        auto const permission = wanted.substr(0, comma);
        all[permission] = {{"key", permission}, {"havePermission", is_granted(permission, *call.user)}};
        wanted = comma == std::string::npos ? "" : wanted.substr(comma + 1);
    }
    return json_response(200, {{"permissions", all}});
}

http::Response issue(RestCall const& call)
{
    auto const& site = call.services.site;
    auto const found = site.state().issue(site.tenant().name, call.parameters.front());
    auto const project = found ? site.state().project(site.tenant().name, found->project_key) : std::nullopt;
    if (!found || !project)
        return rest_error(404, "Issue does not exist or you do not have permission to see it.");
    auto const assignee = site.state().user(site.tenant().name, found->assignee);
    return json_response(
        200, {{"id", found->id},
              {"key", found->key},
              {"self", fmt::format("{}/rest/api/3/issue/{}", site.tenant().origin, found->id)},
              {"fields",
               {{"summary", found->summary},
                {"description", document(found->description)},
                {"status", {{"name", found->status}}},
                {"issuetype", {{"name", found->type}}},
                {"project", {{"id", project->id}, {"key", project->key}, {"name", project->name}}},
                {"assignee", assignee ? user_json(call, *assignee) : Json()}}}});
}

} // namespace postern::simulator::rest
