#pragma once

// Whether a module is shown to this user in this place. Source: connect-protocol.md section 7;
// https://developer.atlassian.com/cloud/jira/platform/conditions/.

#include "simulator/state/model.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <optional>
#include <string>

namespace postern::simulator {

// What conditions ask about.
struct Situation {
    User const& user;
    std::optional<std::string> project_key; // nothing: there is no project in this place
    std::function<std::string()> assignee;  // of the issue; empty: there is none, or nobody is
    // The JSON text of a property of an entity ("issue", "project", "content", "user", "addon"), if it is
    // set.
    std::function<std::optional<std::string>(std::string const& entity, std::string const& property)>
        property;
};

struct ConditionJudgement {
    enum class Outcome { holds, fails };
    Outcome outcome = Outcome::holds;
    std::string reason; // of a failure, half a sentence: "user_is_admin does not hold"
};

// `conditions` is a module's member of that name, a list of which all must hold or a single one; null for
// none. A condition that the simulator cannot evaluate holds, inverted or not: whoever tests a panel wants to
// see it.
[[nodiscard]] ConditionJudgement judge_conditions(nlohmann::json const& conditions,
                                                  Situation const& situation);

} // namespace postern::simulator
