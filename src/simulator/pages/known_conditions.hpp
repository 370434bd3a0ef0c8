#pragma once

// The conditions whose answer the simulator knows, by their names. Source: the list of predefined conditions
// in https://developer.atlassian.com/cloud/jira/platform/conditions/.

#include "simulator/pages/conditions.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace postern::simulator {

// In this order "and" is the least of its branches, "or" the greatest.
enum class Truth { no, unknown, yes };
[[nodiscard]] inline Truth truth(bool holds) { return holds ? Truth::yes : Truth::no; }

// What the condition of this name says here. `params` is its member of that name, of any shape.
[[nodiscard]] Truth truth_of(std::string const& name, nlohmann::json const& params,
                             Situation const& situation);

} // namespace postern::simulator
