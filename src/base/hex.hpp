#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace postern {

// Two lower-case hex digits a byte.
[[nodiscard]] std::string to_hex(std::span<std::uint8_t const> bytes);

// What a hex digit of either case stands for; -1 for any other character.
[[nodiscard]] constexpr int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace postern
