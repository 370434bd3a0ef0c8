#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace postern {

// Two lower-case hex digits a byte.
[[nodiscard]] std::string to_hex(std::span<std::uint8_t const> bytes);

} // namespace postern
