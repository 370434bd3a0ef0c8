#include "simulator/pages/conditions.hpp"

#include "http/headers.hpp"
#include "simulator/pages/known_conditions.hpp"
#include "simulator/request/json_member.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

constexpr int depth_max = 64;

bool is_inverted(Json const& condition)
{
    auto const found = condition.find("invert");
    return found != condition.end() &&
           ((found->is_boolean() && found->get<bool>()) ||
            (found->is_string() && http::equal_ignoring_case(found->get_ref<std::string const&>(), "true")));
}

Truth inverse(Truth truth)
{
    return truth == Truth::unknown ? truth : truth == Truth::yes ? Truth::no : Truth::yes;
}

Truth truth_of(Json const& condition, Situation const& situation, int depth, std::string& reason);

enum class Needed { any, all }; // of the branches

Truth composite(Json const& branches, Needed needed, Situation const& situation, int depth,
                std::string& reason)
{
    if (!branches.is_array())
        return truth_of(branches, situation, depth + 1, reason);
    auto const decided = needed == Needed::any ? Truth::yes : Truth::no;
    auto result = inverse(decided);
    for (auto const& branch : branches) {
        auto const truth = truth_of(branch, situation, depth + 1, reason);
        if (truth == decided)
            return truth;
        if (truth == Truth::unknown)
            result = truth;
    }
    return result;
}

// But for its inversion.
Truth plain_truth_of(Json const& condition, Situation const& situation, int depth, std::string& reason)
{
    if (auto const* const branches = member(condition, "and"))
        return composite(*branches, Needed::all, situation, depth, reason);
    if (auto const* const either = member(condition, "or"))
        return composite(*either, Needed::any, situation, depth, reason);
    if (auto const* const list = member(condition, "conditions"))
        return composite(*list,
                         http::equal_ignoring_case(text_member(condition, "type"), "or") ? Needed::any
                                                                                         : Needed::all,
                         situation, depth, reason);
    static Json const none;
    auto const* const params = member(condition, "params");
    return truth_of(text_member(condition, "condition"), params ? *params : none, situation);
}

Truth truth_of(Json const& condition, Situation const& situation, int depth, std::string& reason)
{
    if (depth > depth_max || !condition.is_object())
        return Truth::unknown;
    auto const inverted = is_inverted(condition);
    auto const plain = plain_truth_of(condition, situation, depth, reason);
    auto const result = inverted ? inverse(plain) : plain;
    if (auto const name = text_member(condition, "condition"); result == Truth::no && !name.empty())
        reason = fmt::format("its condition {}{} does not hold here", inverted ? "not " : "", name);
    return result;
}

} // namespace

ConditionJudgement judge_conditions(Json const& conditions, Situation const& situation)
{
    std::string reason;
    if (conditions.is_null() || composite(conditions, Needed::all, situation, 0, reason) != Truth::no)
        return {};
    return {.outcome = ConditionJudgement::Outcome::fails,
            .reason = reason.empty() ? "its conditions do not hold here" : reason};
}

} // namespace postern::simulator
