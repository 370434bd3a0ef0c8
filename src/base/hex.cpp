#include "base/hex.hpp"

namespace postern {

std::string to_hex(std::span<std::uint8_t const> bytes)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (auto const byte : bytes) {
        out += digits[byte >> 4];
        out += digits[byte & 0x0f];
    }
    return out;
}

} // namespace postern
