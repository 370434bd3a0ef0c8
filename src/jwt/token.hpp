#pragma once

#include "jwt/failure.hpp"

#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::jwt {

// A compact token with everything in it; page tokens of the known hosts have about 350 bytes, none seen has 4
// KiB.
inline constexpr std::size_t token_max_bytes = 16 * 1024;
// Objects and arrays inside each other, in header and payload; the outermost object counts as 1.
inline constexpr std::size_t json_max_depth = 32;

// RFC 7519 section 2 in whole seconds: `exp` is rounded down, `nbf` and `iat` up, so that a fraction never
// makes a token valid for longer. Years -9999 to 9999; anything beyond is malformed.
using NumericDate = std::chrono::sys_seconds;

// The claims that this program reads itself. Absent: the claim is not there. (A claim of another type than it
// must have is a Failure, never absent.)
struct Claims {
    std::optional<std::string> issuer;     // iss
    std::optional<std::string> subject;    // sub
    std::vector<std::string> audience;     // aud: a string or an array of strings; empty where absent
    std::optional<std::string> query_hash; // qsh
    std::optional<NumericDate> expires_at; // exp
    std::optional<NumericDate> not_before; // nbf
    std::optional<NumericDate> issued_at;  // iat
    bool operator==(Claims const&) const = default;
};

struct Token {
    std::string header;                // JSON text, as decoded
    std::string payload;               // JSON text, as decoded
    std::string algorithm;             // header "alg" as it stands there; it may be any text
    std::optional<std::string> key_id; // header "kid"
    std::optional<std::string> type;   // header "typ"
    Claims claims;
    std::string signature;     // decoded bytes; may be empty
    std::string signing_input; // "header.payload" as it was received (RFC 7515 section 5.2)
    bool operator==(Token const&) const = default;

    // The value of a member of the payload as JSON text, exactly as it stands there.
    [[nodiscard]] std::optional<std::string> claim(std::string_view name) const;
};

// Takes a compact token apart (RFC 7515 section 7.1) and believes nothing: THE SIGNATURE IS NOT CHECKED.
// Strict: three segments, strict base64url, header and payload are JSON objects (RFC 8259) in valid UTF-8
// without duplicate keys at any depth, `alg` is a string, no `crit`, claims have their types. Fails with the
// first Failure in the order of that enum, never with algorithm_not_allowed, key_does_not_fit, signature_*
// (but signature_not_base64url) or one about time.
[[nodiscard]] std::expected<Token, Failure> parse(std::string_view compact);

} // namespace postern::jwt
