// What somebody may do. Source:
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-permissions/.

#include "simulator/request/query.hpp"
#include "simulator/rest/jira_json.hpp"
#include "simulator/rest/permissions.hpp"
#include "simulator/rest/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <expected>
#include <set>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

std::string no_permission(std::string_view name)
{
    return fmt::format("There is no permission {} here: neither Jira nor a module of the app has it.", name);
}

// The names in a list. Null, empty names and a list that is not there are passed over, as at the product;
// fails with a sentence if one is no permission of this kind.
std::expected<std::vector<std::string>, std::string> names_in(RestCall const& call, Json const* list,
                                                              PermissionKind kind)
{
    std::vector<std::string> names;
    for (auto const& each : list && list->is_array() ? *list : Json::array()) {
        auto name = each.is_string() ? each.get<std::string>() : "";
        if (name.empty())
            continue;
        auto const found = permission_kind(name, call.app.app);
        if (!found)
            return std::unexpected(no_permission(name));
        if (found != kind)
            return std::unexpected(kind == PermissionKind::global
                                       ? fmt::format("{} is a permission of projects.", name)
                                       : fmt::format("{} is a global permission.", name));
        if (std::ranges::find(names, name) == names.end())
            names.push_back(std::move(name));
    }
    return names;
}

// Those of a list of ids that `find` knows by this very id, and not by a key, each once: the answer is no
// larger than the site.
template <class Find>
Json ids_in(Json const* list, Find find)
{
    Json ids = Json::array();
    std::set<std::string> looked_up;
    for (auto const& each : list && list->is_array() ? *list : Json::array()) {
        auto const id = each.is_number_integer() ? std::to_string(each.template get<std::int64_t>())
                        : each.is_string()       ? each.template get<std::string>()
                                                 : "";
        if (!looked_up.insert(id).second)
            continue;
        auto const found = find(id);
        if (!found || found->id != id)
            continue;
        auto const number = number_from(id);
        ids.push_back(number ? Json(*number) : Json(id));
    }
    return ids;
}

// Adds what is granted of one member of "projectPermissions"; a permission that is left with no project and
// no issue is not. Fails with a sentence.
template <class Granted>
std::expected<void, std::string> add_granted(RestCall const& call, Json const& wanted, Granted granted,
                                             Json& all)
{
    auto const names = names_in(call, member(wanted, "permissions"), PermissionKind::project);
    if (!names)
        return std::unexpected(names.error());
    auto const projects = ids_in(member(wanted, "projects"),
                                 [&](auto const& id) { return call.state().project(call.site(), id); });
    auto const issues =
        ids_in(member(wanted, "issues"), [&](auto const& id) { return call.state().issue(call.site(), id); });
    if (projects.empty() && issues.empty())
        return {};
    for (auto const& name : *names)
        if (granted(name))
            all.push_back({{"permission", name}, {"issues", issues}, {"projects", projects}});
    return {};
}

http::Response check_permissions(RestCall const& call)
{
    auto const account = text_member(call.body, "accountId");
    auto const other = call.state().user(call.site(), account);
    if (!account.empty() && !other)
        return rest_error(400, fmt::format("There is no user {} at this site.", account));
    auto const granted = [&](std::string const& permission) {
        return other ? is_granted(permission, *other) : is_granted(permission, call);
    };
    auto const names = names_in(call, member(call.body, "globalPermissions"), PermissionKind::global);
    if (!names)
        return rest_error(400, names.error());
    Json globally = Json::array();
    for (auto const& name : *names)
        if (granted(name))
            globally.push_back(name);
    Json in_projects = Json::array();
    auto const* const wanted = member(call.body, "projectPermissions");
    for (auto const& each : wanted && wanted->is_array() ? *wanted : Json::array())
        if (auto const added = add_granted(call, each, granted, in_projects); !added)
            return rest_error(400, added.error());
    return json_response(
        200, {{"globalPermissions", std::move(globally)}, {"projectPermissions", std::move(in_projects)}});
}

http::Response my_permissions(RestCall const& call)
{
    auto const wanted = comma_separated(query_value(call.query, "permissions"));
    if (wanted.empty())
        return rest_error(400, "Name the permissions to look at: ?permissions=BROWSE_PROJECTS,ADMINISTER");
    Json all = Json::object();
    for (auto const& given : wanted) {
        auto const name = given.substr(std::min(given.find_first_not_of(' '), given.size()));
        auto const kind = permission_kind(name, call.app.app);
        if (!kind)
            return rest_error(400, no_permission(name));
        all[name] = {{"key", name},
                     {"type", kind == PermissionKind::global ? "GLOBAL" : "PROJECT"},
                     {"havePermission", is_granted(name, call)}};
    }
    return json_response(200, {{"permissions", std::move(all)}});
}

constexpr std::array routes{
    RestRoute{"POST", "/rest/api/3/permissions/check", Scope::read, &check_permissions},
    RestRoute{"GET", "/rest/api/3/mypermissions", Scope::read, &my_permissions},
};

} // namespace

std::span<RestRoute const> jira_permission_routes() { return routes; }

} // namespace postern::simulator::rest
