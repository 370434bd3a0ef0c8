#pragma once

#include "jwt/algorithm.hpp"
#include "jwt/key.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace postern::jwt {

enum class SignError {
    key_does_not_fit,     // Key::fits
    key_without_private,  // Key::has_private
    claims_not_an_object, // or invalid UTF-8, duplicate keys: what parse() would refuse
    header_not_an_object,
    key_id_not_utf8
};

// One plain sentence for a person, without a full stop.
[[nodiscard]] std::string_view describe(SignError error);

// A compact token with the header {"typ":"JWT","alg":…[,"kid":…]}. `claims` is JSON text and is signed byte
// for byte.
[[nodiscard]] std::expected<std::string, SignError>
sign(std::string_view claims, Key const& key, Algorithm algorithm,
     std::optional<std::string_view> key_id = std::nullopt);

// The same with a header of the caller's, signed byte for byte; its "alg" need not be `algorithm`.
[[nodiscard]] std::expected<std::string, SignError>
sign_with_header(std::string_view header, std::string_view claims, Key const& key, Algorithm algorithm);

} // namespace postern::jwt
