#pragma once

// What a property may be, at both products.

#include "simulator/rest/route.hpp"

namespace postern::simulator::rest {

inline constexpr std::size_t property_key_max_bytes = 255;
inline constexpr std::size_t property_value_max_bytes = 32'768;
inline constexpr std::size_t properties_max = 100; // of one owner; the product says so of an app's own

// Why `value` (JSON text, empty where there is none) may not be kept under `key`, as one sentence.
[[nodiscard]] std::optional<std::string> property_problem(RestCall const& call, std::string const& owner,
                                                          std::string_view key, std::string_view value);

} // namespace postern::simulator::rest
