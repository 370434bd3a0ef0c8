#include "simulator/rest/permissions.hpp"

#include <algorithm>
#include <array>

namespace postern::simulator::rest {
namespace {

constexpr auto administrator_permissions =
    std::to_array<std::string_view>({"ADMINISTER", "ADMINISTER_PROJECTS", "SYSTEM_ADMIN"});

} // namespace

bool is_for_administrators(std::string_view permission)
{
    return std::ranges::find(administrator_permissions, permission) != administrator_permissions.end();
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
