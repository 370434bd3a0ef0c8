#pragma once

// A dotted key makes a table within a table for each of its parts, and whoever frees such a tree goes down as
// deep by recursion. No key of a postern.toml has more than a few parts.

#include "policy/policy.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace postern::policy {

inline constexpr std::size_t key_parts_max = 16;

// The beginning of the first line, list or inline table of a TOML text that has more than key_parts_max - 1
// dots in a row, outside of texts and comments and not parted by "=", "," or a bracket; nothing where there
// is none. The text need not be TOML.
[[nodiscard]] std::optional<Place> too_long_key(std::string_view text);

} // namespace postern::policy
