#pragma once

#include <cstddef>
#include <string_view>

namespace postern::http {

inline constexpr std::size_t method_max_bytes = 64; // the longest registered one has 17

// A token (RFC 9110 section 9.1) of at most method_max_bytes.
[[nodiscard]] bool is_method(std::string_view text);

} // namespace postern::http
