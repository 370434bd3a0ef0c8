#pragma once

#include <nlohmann/json.hpp>

#include <expected>
#include <string>

namespace postern::simulator {

// Copying and printing a value take as many calls inside each other as it has lists inside each other.
inline constexpr int request_body_max_depth = 64; // objects and lists inside each other

// The JSON that somebody sent. Fails with a sentence for a person.
[[nodiscard]] std::expected<nlohmann::json, std::string> parse_body(std::string const& text);

} // namespace postern::simulator
