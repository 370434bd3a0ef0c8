#include "platform/connect/conditions.hpp"

#include "http/headers.hpp"

#include <algorithm>
#include <array>

namespace postern::platform::connect {
namespace {

using Kind = JsonValue::Kind;

// Conditions that hold for administrators only, of the site or of a project.
constexpr auto administrator_conditions = std::to_array<std::string_view>(
    {"user_is_admin", "user_is_sysadmin", "user_is_confluence_administrator", "user_is_project_admin"});

// Conditions that ask for the permission that their parameter names.
constexpr auto permission_conditions =
    std::to_array<std::string_view>({"has_global_permission", "has_project_permission"});
constexpr auto administrator_permissions =
    std::to_array<std::string_view>({"administer", "administer_projects", "system_admin"});

bool implies_administrator(JsonValue const& condition);

template <std::size_t Size>
bool is_one_of(std::array<std::string_view, Size> const& names, std::string_view name)
{
    return std::ranges::find(names, name) != names.end();
}

std::string_view text_of(JsonValue const& object, std::string_view name)
{
    auto const* value = object.find(name);
    return value && value->kind == Kind::string ? std::string_view(value->string) : std::string_view();
}

bool is_inverted(JsonValue const& condition)
{
    auto const* invert = condition.find("invert");
    return invert && ((invert->kind == Kind::boolean && invert->boolean) ||
                      (invert->kind == Kind::string && http::equal_ignoring_case(invert->string, "true")));
}

// A single condition where a list may stand counts as a list of one.
bool any_implies(JsonValue const& branches)
{
    if (branches.kind == Kind::array)
        return std::ranges::any_of(branches.items, implies_administrator);
    return implies_administrator(branches);
}

bool all_imply(JsonValue const& branches)
{
    if (branches.kind == Kind::array)
        return !branches.items.empty() && std::ranges::all_of(branches.items, implies_administrator);
    return implies_administrator(branches);
}

bool asks_for_administrator(JsonValue const& condition)
{
    auto const name = text_of(condition, "condition");
    if (is_one_of(administrator_conditions, name))
        return true;
    auto const* params = condition.find("params");
    return params && is_one_of(permission_conditions, name) &&
           is_one_of(administrator_permissions, http::lower_case(text_of(*params, "permission")));
}

// The depth is bounded by that of the JSON text.
bool implies_administrator(JsonValue const& condition)
{
    if (condition.kind != Kind::object || is_inverted(condition))
        return false;
    if (asks_for_administrator(condition))
        return true;
    if (auto const* branches = condition.find("and"); branches && any_implies(*branches))
        return true;
    if (auto const* branches = condition.find("or"); branches && all_imply(*branches))
        return true;
    auto const* branches = condition.find("conditions");
    if (!branches)
        return false;
    return http::equal_ignoring_case(text_of(condition, "type"), "or") ? all_imply(*branches)
                                                                       : any_implies(*branches);
}

} // namespace

Audience audience_by_conditions(JsonValue const& conditions)
{
    return any_implies(conditions) ? Audience::administrators : Audience::everyone;
}

bool is_remote_condition(std::string_view name) { return name.starts_with('/') || name.contains("://"); }

} // namespace postern::platform::connect
