#pragma once

#include "jwt/algorithm.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::jwt {

enum class KeyError {
    too_large,               // more than key_text_max_bytes
    secret_empty,            // anybody can sign with it
    pem_not_readable,        // no PUBLIC KEY, PRIVATE KEY or CERTIFICATE block that OpenSSL can read
    pem_encrypted,           // a passphrase would be needed
    json_malformed,          // not a JSON object, or one with duplicate keys
    jwk_member_missing,      // kty, or a member that this kty needs
    jwk_member_malformed,    // of another type, or not strict base64url
    jwk_not_for_signatures,  // "use" is not "sig"
    jwk_values_inconsistent, // e.g. a point that does not lie on the curve
    jwks_without_keys_array,
    kind_not_supported // neither an HMAC secret, RSA, P-256 nor Ed25519
};

inline constexpr std::size_t key_text_max_bytes = 256 * 1024;
inline constexpr int rsa_min_bits = 2048;  // RFC 7518 section 3.3
inline constexpr int rsa_max_bits = 16384; // as OpenSSL's own limit for verifying

// One plain sentence for a person, without a full stop.
[[nodiscard]] std::string_view describe(KeyError error);

struct KeyMaterial;

// A key for signatures, or only its public half. Immutable, cheap to copy, shared between threads; secrets
// are wiped when the last copy goes.
class Key {
public:
    // An HMAC secret: the bytes as they are, nothing decoded. Short secrets are taken (tenants' secrets are
    // what they are), only the empty one is refused.
    [[nodiscard]] static std::expected<Key, KeyError> from_secret(std::string_view bytes);

    // The first readable block of: PUBLIC KEY, RSA PUBLIC KEY, PRIVATE KEY (unencrypted; also the RSA and EC
    // forms), CERTIFICATE (its public key; the certificate itself is not checked). Never gives an HMAC key.
    [[nodiscard]] static std::expected<Key, KeyError> from_pem(std::string_view pem);

    // RFC 7517: kty oct, RSA, EC with P-256, OKP with Ed25519 (RFC 8037); public or private. A member "alg"
    // restricts the key to that algorithm.
    [[nodiscard]] static std::expected<Key, KeyError> from_jwk(std::string_view json);

    // A new private key (or a 64-byte secret) from the system's generator; RSA keys have 2048 bits. For tests
    // and for tokens that shall not be accepted anywhere. Slow for RSA: about 0.03 s.
    [[nodiscard]] static Key generate(Algorithm algorithm);

    // Whether a signature of this algorithm can be checked with this key: an HMAC secret fits HS* only, an
    // RSA key of rsa_min_bits and more fits RS* and PS*, a P-256 key ES256, an Ed25519 key EdDSA.
    [[nodiscard]] bool fits(Algorithm algorithm) const;

    // Whether it can sign. True for every HMAC secret.
    [[nodiscard]] bool has_private() const;

    // "an HMAC secret", "an RSA key of 2048 bits", "a P-256 key", "an Ed25519 key": to stand in a sentence.
    [[nodiscard]] std::string kind() const;

    // The public half as PEM ("PUBLIC KEY", SubjectPublicKeyInfo). Nothing for an HMAC secret.
    [[nodiscard]] std::optional<std::string> public_pem() const;

    // For the other files of this folder; key_material.hpp is no public header.
    [[nodiscard]] KeyMaterial const& material() const { return *material_; }
    explicit Key(std::shared_ptr<KeyMaterial const> material) : material_(std::move(material)) {}

private:
    std::shared_ptr<KeyMaterial const> material_;
};

struct IdentifiedKey {
    std::optional<std::string> key_id; // JWK member "kid"
    Key key;
};

// A JWK set (RFC 7517 section 5). Keys that cannot be used here (other types, other uses, missing members)
// are left out, as the RFC asks; the result may be empty.
[[nodiscard]] std::expected<std::vector<IdentifiedKey>, KeyError> parse_jwks(std::string_view json);

} // namespace postern::jwt
