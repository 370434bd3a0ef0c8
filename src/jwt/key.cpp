#include "jwt/key.hpp"

#include "base/assert.hpp"
#include "base/random.hpp"
#include "jwt/key_material.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <array>

namespace postern::jwt {

std::string_view describe(KeyError error)
{
    switch (error) {
    case KeyError::too_large:
        return "the key is larger than 256 KiB";
    case KeyError::secret_empty:
        return "the secret is empty";
    case KeyError::pem_not_readable:
        return "there is no public key, private key or certificate in PEM form that can be read";
    case KeyError::pem_encrypted:
        return "the private key is encrypted; decrypt it first, for instance with openssl pkey";
    case KeyError::json_malformed:
        return "the key is not a JSON object (RFC 7517), or has the same member twice";
    case KeyError::jwk_member_missing:
        return "the JWK lacks kty, or a member that its kty needs";
    case KeyError::jwk_member_malformed:
        return "a member of the JWK has the wrong type or is not strict base64url";
    case KeyError::jwk_not_for_signatures:
        return "the JWK is not meant for signatures (its use is not sig)";
    case KeyError::jwk_values_inconsistent:
        return "the numbers in the JWK do not make a key";
    case KeyError::jwks_without_keys_array:
        return "the JWK set has no array named keys";
    case KeyError::kind_not_supported:
        return "the key is neither an HMAC secret nor RSA, P-256 or Ed25519";
    }
    return {};
}

std::expected<Key, KeyError> key_from_pkey(PkeyPtr pkey, KeyHalf half, std::optional<Algorithm> only)
{
    auto material = std::make_shared<KeyMaterial>();
    switch (EVP_PKEY_get_base_id(pkey.get())) {
    case EVP_PKEY_RSA:
        material->kind = KeyKind::rsa;
        break;
    case EVP_PKEY_EC: {
        std::array<char, 64> curve{};
        std::size_t size = 0;
        if (EVP_PKEY_get_group_name(pkey.get(), curve.data(), curve.size(), &size) != 1 ||
            std::string_view(curve.data(), size) != SN_X9_62_prime256v1)
            return std::unexpected(KeyError::kind_not_supported);
        material->kind = KeyKind::p256;
        break;
    }
    case EVP_PKEY_ED25519:
        material->kind = KeyKind::ed25519;
        break;
    default:
        return std::unexpected(KeyError::kind_not_supported);
    }
    material->half = half;
    material->bits = EVP_PKEY_get_bits(pkey.get());
    material->only = only;
    material->pkey = std::move(pkey);
    return Key(std::move(material));
}

Key key_from_secret(std::string_view bytes, std::optional<Algorithm> only)
{
    auto material = std::make_shared<KeyMaterial>();
    material->kind = KeyKind::secret;
    material->half = KeyHalf::with_private;
    material->only = only;
    material->hmac = std::make_unique<Hmac>(bytes);
    return Key(std::move(material));
}

std::expected<Key, KeyError> Key::from_secret(std::string_view bytes)
{
    if (bytes.size() > key_text_max_bytes)
        return std::unexpected(KeyError::too_large);
    if (bytes.empty())
        return std::unexpected(KeyError::secret_empty);
    return key_from_secret(bytes);
}

namespace {

// Of three primes (RFC 8017 section 3.1): shorter ones are found four times as fast as two long ones, and the
// public half looks the same.
PkeyPtr generate_rsa()
{
    constexpr int primes = 3;
    PkeyContextPtr const context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* pkey = nullptr;
    auto const made = context && EVP_PKEY_keygen_init(context.get()) > 0 &&
                      EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), rsa_min_bits) > 0 &&
                      EVP_PKEY_CTX_set_rsa_keygen_primes(context.get(), primes) > 0 &&
                      EVP_PKEY_generate(context.get(), &pkey) > 0;
    POSTERN_ASSERT(made, "OpenSSL cannot make an RSA key");
    return PkeyPtr(pkey);
}

} // namespace

Key Key::generate(Algorithm algorithm)
{
    PkeyPtr pkey;
    switch (algorithm) {
    case Algorithm::hs256:
    case Algorithm::hs384:
    case Algorithm::hs512: {
        std::array<unsigned char, 64> secret;
        SystemRandom().fill(secret);
        auto key = key_from_secret({reinterpret_cast<char const*>(secret.data()), secret.size()});
        OPENSSL_cleanse(secret.data(), secret.size());
        return key;
    }
    case Algorithm::rs256:
    case Algorithm::rs384:
    case Algorithm::rs512:
    case Algorithm::ps256:
        pkey = generate_rsa();
        break;
    case Algorithm::es256:
        pkey.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
        break;
    case Algorithm::eddsa:
        pkey.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
        break;
    }
    POSTERN_ASSERT(pkey, "OpenSSL made no key");
    auto key = key_from_pkey(std::move(pkey), KeyHalf::with_private);
    POSTERN_ASSERT(key, "a key of a supported kind");
    return *std::move(key);
}

bool Key::fits(Algorithm algorithm) const
{
    if (material_->only && *material_->only != algorithm)
        return false;
    switch (algorithm) {
    case Algorithm::hs256:
    case Algorithm::hs384:
    case Algorithm::hs512:
        return material_->kind == KeyKind::secret;
    case Algorithm::rs256:
    case Algorithm::rs384:
    case Algorithm::rs512:
    case Algorithm::ps256:
        return material_->kind == KeyKind::rsa && material_->bits >= rsa_min_bits &&
               material_->bits <= rsa_max_bits;
    case Algorithm::es256:
        return material_->kind == KeyKind::p256;
    case Algorithm::eddsa:
        return material_->kind == KeyKind::ed25519;
    }
    return false;
}

bool Key::has_private() const { return material_->half == KeyHalf::with_private; }

std::string Key::kind() const
{
    switch (material_->kind) {
    case KeyKind::secret:
        return "an HMAC secret";
    case KeyKind::rsa:
        return fmt::format("an RSA key of {} bits", material_->bits);
    case KeyKind::p256:
        return "a P-256 key";
    case KeyKind::ed25519:
        return "an Ed25519 key";
    }
    return {};
}

std::optional<std::string> Key::public_pem() const
{
    if (!material_->pkey)
        return std::nullopt;
    BioPtr const bio(BIO_new(BIO_s_mem()));
    POSTERN_ASSERT(bio && PEM_write_bio_PUBKEY(bio.get(), material_->pkey.get()) == 1,
                   "a public key can be written");
    char* text = nullptr;
    auto const size = BIO_get_mem_data(bio.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
}

} // namespace postern::jwt
