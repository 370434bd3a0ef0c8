#pragma once

// Whether a text can be the secret that it looks like. Pure, linear in the text.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postern::checks {

// CRC-32 (ISO 3309, as in zlib).
[[nodiscard]] std::uint32_t crc32(std::string_view bytes);

// Whether the last 6 characters are the CRC-32 of those before them, in base 62 (0-9 A-Z a-z) with leading
// zeros: the published format of GitHub's and npm's tokens. `text` stands behind the prefix.
[[nodiscard]] bool has_base62_checksum(std::string_view text);

// Whether `body`, what stands behind "-----BEGIN … PRIVATE KEY-----", begins like such a key: base64 of a DER
// sequence (RFC 5208, RFC 8017, RFC 5915) or of OpenSSH's format.
[[nodiscard]] bool begins_like_private_key(std::string_view body);

// Shannon's, in bits a character.
[[nodiscard]] double entropy_bits(std::string_view text);

// A value that nobody has drawn at random: words with separators, an address, a path, a UUID, one character
// repeated.
[[nodiscard]] bool is_no_random_value(std::string_view text);

// The JSON of the claims of a compact token "header.claims.…" whose header names an algorithm other than
// none; nothing where it is none.
[[nodiscard]] std::optional<std::string> claims_of_token(std::string_view token);

// How much of a secret of so many bytes a report may show: the first four, of a short one the first.
[[nodiscard]] std::size_t shown_bytes(std::size_t secret_bytes);
// "ghp_…"
[[nodiscard]] std::string shown(std::string_view secret);

} // namespace postern::checks
