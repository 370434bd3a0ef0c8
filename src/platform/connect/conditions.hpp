#pragma once

// Who can see a module, as far as its conditions tell.

#include "platform/connect/located_json.hpp"
#include "platform/endpoint.hpp"

#include <string_view>

namespace postern::platform::connect {

// `conditions` is a module's member of that name: a list (all must hold) or a single condition. Each is
// {"condition": name, "invert": …, "params": {…}} or a composite: {"and": […]}, {"or": […]} or
// {"conditions": […], "type": "and" | "or"}, nested. A module is for administrators if one branch of an "and"
// says so, or every branch of an "or". What is inverted says nothing of the kind.
[[nodiscard]] Audience audience_by_conditions(JsonValue const& conditions);

// A condition that the host asks of the app: its name is a path or address (old descriptors only).
[[nodiscard]] bool is_remote_condition(std::string_view name);

} // namespace postern::platform::connect
