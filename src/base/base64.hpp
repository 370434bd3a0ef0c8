#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace postern {

// Standard base64 with padding (RFC 4648 section 4).
[[nodiscard]] std::string base64_encode(std::string_view bytes);

// Nothing unless `text` is exactly what base64_encode gives for some bytes: no white space, padding complete,
// unused bits zero.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);

// base64url without padding (RFC 4648 section 5, RFC 7515 section 2).
[[nodiscard]] std::string base64url_encode(std::string_view bytes);
[[nodiscard]] std::string base64url_encode(std::span<std::uint8_t const> bytes);

// Nothing unless `text` is exactly what base64url_encode gives for some bytes: the alphabet A-Z a-z 0-9 - _
// only, no padding, no length of 4n + 1, unused bits zero. So no two texts decode to the same bytes.
[[nodiscard]] std::optional<std::string> base64url_decode(std::string_view text);

// How many bytes `encoded` characters of base64url without padding stand for, at most.
[[nodiscard]] constexpr std::size_t base64url_decoded_max_bytes(std::size_t encoded)
{
    return encoded / 4 * 3 + (encoded % 4 * 3) / 4;
}

// The same into the caller's memory, without allocation: the number of bytes written. `out` must hold
// base64url_decoded_max_bytes(text.size()) bytes (asserted). After a failure its contents mean nothing.
[[nodiscard]] std::optional<std::size_t> base64url_decode(std::string_view text, std::span<char> out);

} // namespace postern
