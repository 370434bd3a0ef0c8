// Values that apps keep at issues, projects, users and at themselves.

#include "simulator/request/query.hpp"
#include "simulator/rest/permissions.hpp"
#include "simulator/rest/property_rules.hpp"
#include "simulator/rest/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

enum class Access { read, change };

struct Owner {
    std::string id;      // as in State
    std::string address; // of the list of its properties
};
using Found = std::expected<Owner, http::Response>;

// Finds whose properties a call is about, and judges whether the caller may.
using Finder = Found (*)(RestCall const&, Access);

Found issue_owner(RestCall const& call, Access)
{
    auto const issue = call.state().issue(call.site(), call.parameters.front());
    if (!issue)
        return std::unexpected(
            rest_error(404, "Issue does not exist or you do not have permission to see it."));
    return Owner{property_owner("issue", issue->id),
                 fmt::format("{}/rest/api/3/issue/{}/properties", call.origin(), issue->id)};
}

Found project_owner(RestCall const& call, Access access)
{
    auto const project = call.state().project(call.site(), call.parameters.front());
    if (!project)
        return std::unexpected(rest_error(404, "No project could be found with this key or id."));
    // The app itself needs the scope of the route alone, as at the product.
    if (access == Access::change && call.user && !is_granted("ADMINISTER_PROJECTS", *call.user))
        return std::unexpected(
            rest_error(403, fmt::format("{} may not edit the project {}: only administrators may.",
                                        call.user->display_name, project->key)));
    return Owner{property_owner("project", project->id),
                 fmt::format("{}/rest/api/3/project/{}/properties", call.origin(), project->id)};
}

Found user_owner(RestCall const& call, Access)
{
    auto const named = query_value(call.query, "accountId");
    auto const account = named.empty() && call.user ? call.user->account_id : named;
    if (!call.state().user(call.site(), account))
        return std::unexpected(
            rest_error(404, fmt::format("There is no user {} here; name one as accountId.", account)));
    if (call.user && call.user->account_id != account && call.user->role != Role::admin)
        return std::unexpected(rest_error(403, "Only administrators see the properties of other users."));
    return Owner{property_owner("user", account),
                 fmt::format("{}/rest/api/3/user/properties", call.origin())};
}

// The app's pages reach them too, on behalf of whoever looks; no other app does.
Found app_owner(RestCall const& call, Access)
{
    auto const& key = call.parameters.front();
    if (key != call.app.app.key)
        return std::unexpected(
            rest_error(401, fmt::format("Only the app {} itself reaches its properties; this one is {}.", key,
                                        call.app.app.key)));
    return Owner{property_owner("app", key),
                 fmt::format("{}/rest/atlassian-connect/1/addons/{}/properties", call.origin(), key)};
}

std::string address(Owner const& owner, std::string const& key)
{
    return owner.address + "/" + http::percent_encode(key);
}

template <Finder find>
http::Response list(RestCall const& call)
{
    auto const owner = find(call, Access::read);
    if (!owner)
        return owner.error();
    Json keys = Json::array();
    for (auto const& key : call.state().property_keys(call.site(), owner->id))
        keys.push_back({{"self", address(*owner, key)}, {"key", key}});
    return json_response(200, {{"keys", std::move(keys)}});
}

http::Response no_property(std::string const& key)
{
    return rest_error(404, fmt::format("There is no property {} here.", key));
}

template <Finder find>
http::Response read(RestCall const& call)
{
    auto const owner = find(call, Access::read);
    if (!owner)
        return owner.error();
    auto const& key = call.parameters.back();
    auto const value = call.state().property(call.site(), owner->id, key);
    if (!value)
        return no_property(key);
    return json_response(
        200, {{"key", key}, {"value", Json::parse(*value, nullptr, false)}, {"self", address(*owner, key)}});
}

template <Finder find>
http::Response write(RestCall const& call)
{
    auto const owner = find(call, Access::change);
    if (!owner)
        return owner.error();
    auto const& key = call.parameters.back();
    if (auto const problem = property_problem(call, owner->id, key, call.body_text))
        return rest_error(400, *problem);
    auto const written = call.state().set_property(call.site(), owner->id, key, call.body_text);
    auto const status = written == State::Written::created ? 201 : 200;
    return json_response(status, {{"message", status == 201 ? "Property created." : "Property updated."},
                                  {"statusCode", status}});
}

template <Finder find>
http::Response remove(RestCall const& call)
{
    auto const owner = find(call, Access::change);
    if (!owner)
        return owner.error();
    auto const& key = call.parameters.back();
    return call.state().remove_property(call.site(), owner->id, key) ? no_content() : no_property(key);
}

constexpr std::array routes{
    RestRoute{"GET", "/rest/api/3/issue/*/properties", Scope::read, &list<&issue_owner>},
    RestRoute{"GET", "/rest/api/3/issue/*/properties/*", Scope::read, &read<&issue_owner>},
    RestRoute{"PUT", "/rest/api/3/issue/*/properties/*", Scope::write, &write<&issue_owner>},
    RestRoute{"DELETE", "/rest/api/3/issue/*/properties/*", Scope::remove, &remove<&issue_owner>},
    RestRoute{"GET", "/rest/api/3/project/*/properties", Scope::read, &list<&project_owner>},
    RestRoute{"GET", "/rest/api/3/project/*/properties/*", Scope::read, &read<&project_owner>},
    RestRoute{"PUT", "/rest/api/3/project/*/properties/*", Scope::write, &write<&project_owner>},
    RestRoute{"DELETE", "/rest/api/3/project/*/properties/*", Scope::remove, &remove<&project_owner>},
    RestRoute{"GET", "/rest/api/3/user/properties", Scope::read, &list<&user_owner>},
    RestRoute{"GET", "/rest/api/3/user/properties/*", Scope::read, &read<&user_owner>},
    RestRoute{"PUT", "/rest/api/3/user/properties/*", Scope::write, &write<&user_owner>},
    RestRoute{"DELETE", "/rest/api/3/user/properties/*", Scope::remove, &remove<&user_owner>},
    RestRoute{"GET", "/rest/atlassian-connect/1/addons/*/properties", Scope::none, &list<&app_owner>},
    RestRoute{"GET", "/rest/atlassian-connect/1/addons/*/properties/*", Scope::none, &read<&app_owner>},
    RestRoute{"PUT", "/rest/atlassian-connect/1/addons/*/properties/*", Scope::none, &write<&app_owner>},
    RestRoute{"DELETE", "/rest/atlassian-connect/1/addons/*/properties/*", Scope::none, &remove<&app_owner>},
    RestRoute{"GET", "/wiki/rest/atlassian-connect/1/addons/*/properties", Scope::none, &list<&app_owner>},
    RestRoute{"GET", "/wiki/rest/atlassian-connect/1/addons/*/properties/*", Scope::none, &read<&app_owner>},
    RestRoute{"PUT", "/wiki/rest/atlassian-connect/1/addons/*/properties/*", Scope::none, &write<&app_owner>},
    RestRoute{"DELETE", "/wiki/rest/atlassian-connect/1/addons/*/properties/*", Scope::none,
              &remove<&app_owner>},
};

} // namespace

std::optional<std::string> property_problem(RestCall const& call, std::string const& owner,
                                            std::string_view key, std::string_view value)
{
    if (key.size() > property_key_max_bytes)
        return fmt::format("The key of a property has at most {} bytes.", property_key_max_bytes);
    if (value.empty())
        return "The value of a property is JSON; the request has no body.";
    if (value.size() > property_value_max_bytes)
        return fmt::format("The value of a property has at most {} bytes.", property_value_max_bytes);
    auto const keys = call.state().property_keys(call.site(), owner);
    if (keys.size() >= properties_max && std::ranges::find(keys, key) == keys.end())
        return fmt::format("There are {} properties here already, and no more may be.", properties_max);
    return std::nullopt;
}

std::span<RestRoute const> property_routes() { return routes; }

} // namespace postern::simulator::rest
