#include "simulator/pages/conditions.hpp"

#include "simulator/request/json_member.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

constexpr int depth_max = 64;

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool is_inverted(Json const& condition)
{
    auto const found = condition.find("invert");
    return found != condition.end() &&
           ((found->is_boolean() && found->get<bool>()) || (found->is_string() && lower(*found) == "true"));
}

bool asks_for_administrator(std::string const& name, Json const& params)
{
    constexpr auto names = std::to_array<std::string_view>(
        {"user_is_admin", "user_is_sysadmin", "user_is_project_admin", "user_is_confluence_administrator"});
    if (std::ranges::find(names, name) != names.end())
        return true;
    constexpr auto permissions =
        std::to_array<std::string_view>({"administer", "administer_projects", "system_admin"});
    return (name == "has_global_permission" || name == "has_project_permission") &&
           std::ranges::find(permissions, lower(text_member(params, "permission"))) != permissions.end();
}

// A value of a property as conditions compare it: its text, without the quotes of a JSON string.
std::optional<std::string> property_value(Json const& params, Situation const& situation,
                                          std::string const& entity)
{
    auto const json = situation.property(entity, text_member(params, "propertyKey"));
    if (!json)
        return std::nullopt;
    auto value = Json::parse(*json, nullptr, false);
    // "objectName": "a.b" looks into the value.
    auto path = text_member(params, "objectName");
    while (!path.empty()) {
        auto const dot = path.find('.');
        auto const found = value.is_object() ? value.find(path.substr(0, dot)) : value.end();
        if (!value.is_object() || found == value.end())
            return std::nullopt;
        value = Json(*found);
        path = dot == std::string::npos ? "" : path.substr(dot + 1);
    }
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string wanted(Json const& params)
{
    auto const found = params.is_object() ? params.find("value") : params.end();
    if (!params.is_object() || found == params.end())
        return "";
    return found->is_string() ? found->get<std::string>() : found->dump();
}

bool holds_by_name(std::string const& name, Json const& params, Situation const& situation)
{
    if (asks_for_administrator(name, params))
        return situation.user.role == Role::admin;
    if (name == "entity_property_exists" || name == "content_property_exists" ||
        name == "space_property_exists" || name == "addon_property_exists")
        return property_value(params, situation, text_member(params, "entity")).has_value();
    if (name.ends_with("_property_equal_to"))
        return property_value(params, situation, text_member(params, "entity")) == wanted(params);
    if (name == "feature_flag")
        return false;
    return true; // logged in, licensed, may see …: so it is here; and what cannot be told
}

bool holds(Json const& condition, Situation const& situation, int depth, std::string& reason);

enum class Needed { any, all }; // of the branches

bool composite(Json const& branches, Needed needed, Situation const& situation, int depth,
               std::string& reason)
{
    if (!branches.is_array())
        return holds(branches, situation, depth + 1, reason);
    auto const test = [&](Json const& branch) { return holds(branch, situation, depth + 1, reason); };
    return needed == Needed::any ? std::ranges::any_of(branches, test) : std::ranges::all_of(branches, test);
}

bool holds(Json const& condition, Situation const& situation, int depth, std::string& reason)
{
    if (depth > depth_max || !condition.is_object())
        return true;
    auto const inverted = is_inverted(condition);
    auto result = true;
    std::string name;
    if (auto const branches = condition.find("and"); branches != condition.end()) {
        result = composite(*branches, Needed::all, situation, depth, reason);
    } else if (auto const either = condition.find("or"); either != condition.end()) {
        result = composite(*either, Needed::any, situation, depth, reason);
    } else if (auto const list = condition.find("conditions"); list != condition.end()) {
        result = composite(*list, lower(text_member(condition, "type")) == "or" ? Needed::any : Needed::all,
                           situation, depth, reason);
    } else {
        name = text_member(condition, "condition");
        static Json const none;
        auto const params = condition.find("params");
        result = holds_by_name(name, params == condition.end() ? none : *params, situation);
    }
    if (result == inverted && !name.empty())
        reason = fmt::format("its condition {}{} does not hold here", inverted ? "not " : "", name);
    return result != inverted;
}

} // namespace

ConditionJudgement judge_conditions(Json const& conditions, Situation const& situation)
{
    std::string reason;
    if (conditions.is_null() || composite(conditions, Needed::all, situation, 0, reason))
        return {};
    return {.outcome = ConditionJudgement::Outcome::fails,
            .reason = reason.empty() ? "its conditions do not hold here" : reason};
}

} // namespace postern::simulator
