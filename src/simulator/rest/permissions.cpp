#include "simulator/rest/permissions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace postern::simulator::rest {
namespace {

constexpr auto administrator_permissions =
    std::to_array<std::string_view>({"ADMINISTER", "ADMINISTER_PROJECTS", "SYSTEM_ADMIN"});

constexpr auto global_permissions =
    std::to_array<std::string_view>({"ADMINISTER", "SYSTEM_ADMIN", "USER_PICKER", "CREATE_SHARED_OBJECTS",
                                     "MANAGE_GROUP_FILTER_SUBSCRIPTIONS", "BULK_CHANGE", "CREATE_PROJECT"});

constexpr auto project_permissions = std::to_array<std::string_view>({"ADMINISTER_PROJECTS",
                                                                      "EDIT_WORKFLOW",
                                                                      "EDIT_ISSUE_LAYOUT",
                                                                      "BROWSE_PROJECTS",
                                                                      "MANAGE_SPRINTS_PERMISSION",
                                                                      "SERVICEDESK_AGENT",
                                                                      "VIEW_DEV_TOOLS",
                                                                      "VIEW_READONLY_WORKFLOW",
                                                                      "VIEW_AGGREGATED_DATA",
                                                                      "VIEW_ISSUES",
                                                                      "VIEW_PROJECTS",
                                                                      "ASSIGNABLE_USER",
                                                                      "ASSIGN_ISSUES",
                                                                      "CLOSE_ISSUES",
                                                                      "CREATE_ISSUES",
                                                                      "DELETE_ISSUES",
                                                                      "EDIT_ISSUES",
                                                                      "LINK_ISSUES",
                                                                      "MODIFY_REPORTER",
                                                                      "MOVE_ISSUES",
                                                                      "RESOLVE_ISSUES",
                                                                      "SCHEDULE_ISSUES",
                                                                      "SET_ISSUE_SECURITY",
                                                                      "TRANSITION_ISSUES",
                                                                      "ARCHIVE_ISSUES",
                                                                      "UNARCHIVE_ISSUES",
                                                                      "MANAGE_WATCHERS",
                                                                      "VIEW_VOTERS_AND_WATCHERS",
                                                                      "ADD_COMMENTS",
                                                                      "DELETE_ALL_COMMENTS",
                                                                      "DELETE_OWN_COMMENTS",
                                                                      "EDIT_ALL_COMMENTS",
                                                                      "EDIT_OWN_COMMENTS",
                                                                      "CREATE_ATTACHMENTS",
                                                                      "DELETE_ALL_ATTACHMENTS",
                                                                      "DELETE_OWN_ATTACHMENTS",
                                                                      "DELETE_ALL_WORKLOGS",
                                                                      "DELETE_OWN_WORKLOGS",
                                                                      "EDIT_ALL_WORKLOGS",
                                                                      "EDIT_OWN_WORKLOGS",
                                                                      "WORK_ON_ISSUES"});

bool is_in(std::span<std::string_view const> names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

} // namespace

std::optional<PermissionKind> permission_kind(std::string_view permission, platform::App const& app)
{
    if (is_in(global_permissions, permission))
        return PermissionKind::global;
    if (is_in(project_permissions, permission))
        return PermissionKind::project;
    for (auto const& module : app.facts.modules) {
        auto const is_global = module.type == "jiraGlobalPermissions";
        if ((is_global || module.type == "jiraProjectPermissions") &&
            permission == fmt::format("{}__{}", app.key, module.key))
            return is_global ? PermissionKind::global : PermissionKind::project;
    }
    return std::nullopt;
}

bool is_for_administrators(std::string_view permission)
{
    return is_in(administrator_permissions, permission);
}

bool is_granted(std::string_view permission, User const& user)
{
    return user.role == Role::admin || !is_for_administrators(permission);
}

bool is_granted(std::string_view permission, RestCall const& call)
{
    if (call.user)
        return is_granted(permission, *call.user);
    if (permission == "ADMINISTER_PROJECTS")
        return call.scopes.allow(Scope::project_admin);
    return !is_for_administrators(permission) || call.scopes.allow(Scope::admin);
}

} // namespace postern::simulator::rest
