#pragma once

// The members of JSON that may be of any shape.

#include <nlohmann/json.hpp>

#include <string>

namespace postern::simulator {

[[nodiscard]] nlohmann::json const* member(nlohmann::json const& object, char const* name); // null: not there
[[nodiscard]] std::string text_member(nlohmann::json const& object, char const* name);      // empty: no text

} // namespace postern::simulator
