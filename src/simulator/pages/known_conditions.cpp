#include "simulator/pages/known_conditions.hpp"

#include "http/headers.hpp"
#include "simulator/pages/property_conditions.hpp"
#include "simulator/request/json_member.hpp"

#include <algorithm>
#include <array>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

template <std::size_t Size>
bool is_one_of(std::array<std::string_view, Size> const& names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

bool asks_for_administrator(std::string const& name, Json const& params)
{
    constexpr auto names = std::to_array<std::string_view>(
        {"user_is_admin", "user_is_sysadmin", "user_is_project_admin", "user_is_confluence_administrator"});
    if (is_one_of(names, name))
        return true;
    constexpr auto permissions =
        std::to_array<std::string_view>({"administer", "administer_projects", "system_admin"});
    return (name == "has_global_permission" || name == "has_project_permission") &&
           is_one_of(permissions, http::lower_case(text_member(params, "permission")));
}

// Somebody always looks, the app always has its license, and everybody has what is not for administrators.
bool always_holds(std::string_view name)
{
    constexpr auto names =
        std::to_array<std::string_view>({"user_is_logged_in", "addon_is_licensed", "has_issue_permission",
                                         "has_project_permission", "has_global_permission"});
    return is_one_of(names, name);
}

} // namespace

Truth truth_of(std::string const& name, Json const& params, Situation const& situation)
{
    if (asks_for_administrator(name, params))
        return truth(situation.user.role == Role::admin);
    if (always_holds(name))
        return Truth::yes;
    if (name == "feature_flag")
        return Truth::no;
    if (name == "project_type")
        return truth(situation.project_key && text_member(params, "projectTypeKey") == project_type_key);
    if (name == "is_issue_assigned_to_current_user")
        return truth(situation.assignee && situation.assignee() == situation.user.account_id);
    return truth_of_property(name, params, situation).value_or(Truth::unknown);
}

} // namespace postern::simulator
