#pragma once

#include "simulator/request/bounded_json.hpp"

#include <string>

namespace postern::simulator {

// Copying and printing a value take as many calls inside each other as it has lists inside each other.
inline constexpr JsonLimits request_body_limits{.depth_max = 64, .values_max = 64UL * 1024};

// The JSON that somebody sent. Fails with a sentence for a person.
[[nodiscard]] std::expected<nlohmann::json, std::string> parse_body(std::string const& text);

} // namespace postern::simulator
