#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string_view>

namespace postern::simulator {

struct JsonLimits {
    int depth_max;          // objects and lists inside each other
    std::size_t values_max; // all of them, names of members not counted
};

enum class JsonProblem : std::uint8_t { no_json, too_deep, too_many_values };

struct JsonError {
    JsonProblem problem;
    std::size_t offset =
        0; // of no_json: the first byte that does not fit; the text's size where it ends early
};

// Fails, in time linear to what was read until then, before anything is built that is beyond the limits.
[[nodiscard]] std::expected<nlohmann::json, JsonError> parse_bounded(std::string_view text,
                                                                     JsonLimits const& limits);

} // namespace postern::simulator
