#pragma once

// What a Key holds; for the other files of this folder.

#include "jwt/algorithm.hpp"
#include "jwt/hmac.hpp"
#include "jwt/key.hpp"
#include "jwt/openssl.hpp"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>

namespace postern::jwt {

enum class KeyKind : std::uint8_t { secret, rsa, p256, ed25519 };
enum class KeyHalf : std::uint8_t { public_only, with_private };

struct KeyMaterial {
    KeyKind kind = KeyKind::secret;
    KeyHalf half = KeyHalf::public_only;
    int bits = 0;                  // RSA modulus
    std::optional<Algorithm> only; // JWK member "alg"
    std::unique_ptr<Hmac> hmac;    // for secrets
    PkeyPtr pkey;                  // for the others
};

// Finds out what `pkey` is; kind_not_supported for anything but RSA, P-256 and Ed25519.
[[nodiscard]] std::expected<Key, KeyError> key_from_pkey(PkeyPtr pkey, KeyHalf half,
                                                         std::optional<Algorithm> only = std::nullopt);

[[nodiscard]] Key key_from_secret(std::string_view bytes, std::optional<Algorithm> only = std::nullopt);

} // namespace postern::jwt
