#pragma once

// Conditions in the addresses of modules: "{condition.user_is_admin}", and with parameters
// "{condition.project_type(projectTypeKey=software)}". Source: connect-protocol.md section 4.

#include "simulator/pages/conditions.hpp"

#include <map>
#include <string>
#include <string_view>

namespace postern::simulator {

// What stands for each of them in `url_template`, "true" or "false", by the name of its placeholder, as
// HostContext has its values. What the simulator cannot evaluate holds, as in judge_conditions.
[[nodiscard]] std::map<std::string, std::string> inline_conditions(std::string_view url_template,
                                                                   Situation const& situation);

} // namespace postern::simulator
