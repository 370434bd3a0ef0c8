#pragma once

// Deliberately wrong tokens, as probes send them to find out whether an app refuses them. Never linked into
// the gateway: nothing else in this folder refers to this file. Pure: keys, claims and randomness come from
// the caller. `claims` is JSON text and stands in the token byte for byte; an expired token is one whose
// claims say so.

#include "base/random.hpp"
#include "jwt/key.hpp"

#include <array>
#include <string>
#include <string_view>

namespace postern::jwt::forge {

// Spellings of "none" that sloppy verifiers have let through.
inline constexpr std::array<std::string_view, 4> none_spellings{"none", "None", "NONE", "nOnE"};

// Three segments of base64url letters that decode to no JSON.
[[nodiscard]] std::string malformed(Random& random);

// {"typ":"JWT","alg":<spelling>} and an empty signature.
[[nodiscard]] std::string alg_none(std::string_view claims, std::string_view spelling);

// A token as it should be, but for its empty signature. `algorithm` is what its header says.
[[nodiscard]] std::string signature_removed(std::string_view claims, Algorithm algorithm = Algorithm::hs256);

// HS256 with any secret, also the empty one.
[[nodiscard]] std::string hs256(std::string_view claims, std::string_view secret);

// HS256 with 32 random bytes that nobody keeps.
[[nodiscard]] std::string hs256_random_secret(std::string_view claims, Random& random);

// RS256 by `key` (an RSA key with its private half: asserted), under a kid that is none of the host's: made
// up, or a path or URL.
[[nodiscard]] std::string rs256(std::string_view claims, Key const& key, std::string_view key_id);

// HS256 whose secret is the PEM text of an RSA public key: for verifiers that let the token choose the
// algorithm.
[[nodiscard]] std::string hs256_with_public_key(std::string_view claims, std::string_view public_pem);

} // namespace postern::jwt::forge
