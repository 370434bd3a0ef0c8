#include "base/base64.hpp"
#include "jwt/key.hpp"
#include "jwt/sign.hpp"
#include "jwt/verify.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <functional>
#include <memory>

namespace postern::jwt {
namespace {

using Pkey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

std::string written(std::function<void(BIO*)> const& write)
{
    std::unique_ptr<BIO, decltype(&BIO_free)> const bio(BIO_new(BIO_s_mem()), BIO_free);
    write(bio.get());
    char* text = nullptr;
    auto const size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

Pkey rsa(std::size_t bits) { return {EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits), EVP_PKEY_free}; }
Pkey ec(char const* curve) { return {EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve), EVP_PKEY_free}; }
Pkey plain(char const* type) { return {EVP_PKEY_Q_keygen(nullptr, nullptr, type), EVP_PKEY_free}; }

std::string private_pem(Pkey const& key)
{
    return written(
        [&](BIO* bio) { PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}
std::string traditional_pem(Pkey const& key)
{
    return written([&](BIO* bio) {
        PEM_write_bio_PrivateKey_traditional(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}
std::string encrypted_pem(Pkey const& key)
{
    return written([&](BIO* bio) {
        PEM_write_bio_PKCS8PrivateKey(bio, key.get(), EVP_aes_128_cbc(), "pass", 4, nullptr, nullptr);
    });
}
std::string public_pem(Pkey const& key)
{
    return written([&](BIO* bio) { PEM_write_bio_PUBKEY(bio, key.get()); });
}
std::string certificate_pem(Pkey const& key)
{
    std::unique_ptr<X509, decltype(&X509_free)> const certificate(X509_new(), X509_free);
    X509_set_pubkey(certificate.get(), key.get());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 60);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    return written([&](BIO* bio) { PEM_write_bio_X509(bio, certificate.get()); });
}

std::string algorithms_of(Key const& key)
{
    std::string names;
    for (auto const algorithm : all_algorithms)
        if (key.fits(algorithm))
            names += fmt::format("{}{}", names.empty() ? "" : " ", name(algorithm));
    return names;
}

struct PemRow {
    std::string_view sentence;
    std::string pem;
    std::string_view kind; // or the error's sentence
    std::string_view algorithms;
};

TEST(Key, reads_PEM_by_the_name_of_the_block)
{
    auto const key_2048 = rsa(2048);
    auto const p256 = ec("P-256");
    auto const ed25519 = plain("ED25519");
    auto const body = public_pem(p256);
    constexpr std::string_view rs = "RS256 RS384 RS512 PS256";
    PemRow const rows[] = {
        {"an RSA public key", public_pem(key_2048), "an RSA key of 2048 bits", rs},
        {"an RSA private key", private_pem(key_2048), "an RSA key of 2048 bits", rs},
        {"an RSA private key in the old form", traditional_pem(key_2048), "an RSA key of 2048 bits", rs},
        {"a certificate", certificate_pem(key_2048), "an RSA key of 2048 bits", rs},
        {"a P-256 public key", body, "a P-256 key", "ES256"},
        {"a P-256 private key in the old form", traditional_pem(p256), "a P-256 key", "ES256"},
        {"an Ed25519 public key", public_pem(ed25519), "an Ed25519 key", "EdDSA"},
        {"an Ed25519 private key", private_pem(ed25519), "an Ed25519 key", "EdDSA"},
        {"text around the block", "Some words\n\n" + body + "and more\n", "a P-256 key", "ES256"},
        {"Windows line ends",
         [&] {
             std::string text;
             for (auto const c : body)
                 text += c == '\n' ? std::string("\r\n") : std::string(1, c);
             return text;
         }(),
         "a P-256 key", "ES256"},
        {"a short RSA key fits nothing", public_pem(rsa(1024)), "an RSA key of 1024 bits", ""},
        {"another curve", public_pem(ec("P-384")), describe(KeyError::kind_not_supported), ""},
        {"a curve that is no NIST curve", public_pem(ec("secp256k1")), describe(KeyError::kind_not_supported),
         ""},
        {"X25519 cannot sign", public_pem(plain("X25519")), describe(KeyError::kind_not_supported), ""},
        {"Ed448 is another curve", public_pem(plain("ED448")), describe(KeyError::kind_not_supported), ""},
        {"an encrypted key", encrypted_pem(p256), describe(KeyError::pem_encrypted), ""},
        {"nothing", "", describe(KeyError::pem_not_readable), ""},
        {"a secret is no PEM", "secret", describe(KeyError::pem_not_readable), ""},
        {"an HTML error page is no PEM", "<html>Not found</html>", describe(KeyError::pem_not_readable), ""},
        {"a block that is cut off", body.substr(0, 60), describe(KeyError::pem_not_readable), ""},
        {"a block with other bytes in it", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
         describe(KeyError::pem_not_readable), ""},
        {"an enormous text", std::string(key_text_max_bytes + 1, 'A'), describe(KeyError::too_large), ""},
    };
    for (auto const& row : rows) {
        auto const key = Key::from_pem(row.pem);
        EXPECT_EQ(key ? key->kind() : std::string(describe(key.error())), row.kind) << row.sentence;
        if (key) {
            EXPECT_EQ(algorithms_of(*key), row.algorithms) << row.sentence;
            EXPECT_EQ(key->has_private(), row.pem.contains("PRIVATE")) << row.sentence;
            EXPECT_EQ(Key::from_pem(key->public_pem().value())->kind(), key->kind()) << row.sentence;
            EXPECT_FALSE(key->public_pem()->contains("PRIVATE")) << row.sentence;
        }
    }
}

TEST(Key, refuses_a_text_that_is_nowhere)
{
    EXPECT_EQ(Key::from_pem({}).error(), KeyError::pem_not_readable);
    EXPECT_EQ(Key::from_jwk({}).error(), KeyError::json_malformed);
    EXPECT_EQ(Key::from_secret({}).error(), KeyError::secret_empty);
    EXPECT_EQ(parse_jwks({}).error(), KeyError::json_malformed);
}

TEST(Key, a_secret_fits_HMAC_only_even_if_it_looks_like_PEM)
{
    auto const pem = Key::generate(Algorithm::es256).public_pem().value();
    for (auto const& bytes : {std::string("s"), std::string("\0", 1), pem, std::string(1000, 'x')}) {
        auto const key = Key::from_secret(bytes);
        ASSERT_TRUE(key);
        EXPECT_EQ(algorithms_of(*key), "HS256 HS384 HS512");
        EXPECT_TRUE(key->has_private());
        EXPECT_EQ(key->public_pem(), std::nullopt);
    }
    EXPECT_EQ(Key::from_secret("").error(), KeyError::secret_empty);
}

struct JwkRow {
    std::string_view sentence;
    std::string_view json;
    std::string_view kind; // or the error's sentence
    std::string_view algorithms;
};

constexpr std::string_view p256_point =
    R"("x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")";

TEST(Key, reads_JWK)
{
    auto const json = [](std::string_view text) {
        return std::string(text.substr(0, text.find('@'))) +
               (text.contains('@') ? std::string(p256_point) + std::string(text.substr(text.find('@') + 1))
                                   : "");
    };
    constexpr auto missing = KeyError::jwk_member_missing;
    constexpr auto malformed = KeyError::jwk_member_malformed;
    constexpr auto inconsistent = KeyError::jwk_values_inconsistent;
    JwkRow const rows[] = {
        {"a secret", R"({"kty":"oct","k":"c2VjcmV0"})", "an HMAC secret", "HS256 HS384 HS512"},
        {"a secret for one algorithm", R"({"kty":"oct","k":"c2VjcmV0","alg":"HS512"})", "an HMAC secret",
         "HS512"},
        {"an algorithm of another kind leaves nothing", R"({"kty":"oct","k":"c2VjcmV0","alg":"RS256"})",
         "an HMAC secret", ""},
        {"a P-256 key", R"({"kty":"EC","crv":"P-256",@})", "a P-256 key", "ES256"},
        {"a P-256 key for signatures", R"({"kty":"EC","crv":"P-256","use":"sig",@})", "a P-256 key", "ES256"},
        {"an Ed25519 key",
         R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})",
         "an Ed25519 key", "EdDSA"},
        {"a key for encryption", R"({"kty":"EC","crv":"P-256","use":"enc",@})",
         describe(KeyError::jwk_not_for_signatures), ""},
        {"an algorithm for encryption", R"({"kty":"oct","k":"c2VjcmV0","alg":"A128KW"})",
         describe(KeyError::jwk_not_for_signatures), ""},
        {"alg none", R"({"kty":"oct","k":"c2VjcmV0","alg":"none"})",
         describe(KeyError::jwk_not_for_signatures), ""},
        {"no JSON", "kty=oct", describe(KeyError::json_malformed), ""},
        {"a JSON array", "[]", describe(KeyError::json_malformed), ""},
        {"a member twice", R"({"kty":"oct","k":"c2VjcmV0","k":"AAAA"})", describe(KeyError::json_malformed),
         ""},
        {"no kty", R"({"k":"c2VjcmV0"})", describe(missing), ""},
        {"no secret", R"({"kty":"oct"})", describe(missing), ""},
        {"an empty secret", R"({"kty":"oct","k":""})", describe(malformed), ""},
        {"a secret with padding", R"({"kty":"oct","k":"c2VjcmU="})", describe(malformed), ""},
        {"a secret that is a number", R"({"kty":"oct","k":1})", describe(malformed), ""},
        {"no modulus", R"({"kty":"RSA","e":"AQAB"})", describe(missing), ""},
        {"no exponent", R"({"kty":"RSA","n":"AQAB"})", describe(missing), ""},
        {"a modulus that is too small fits nothing", R"({"kty":"RSA","n":"AQAB","e":"Aw"})",
         "an RSA key of 17 bits", ""},
        {"half a private RSA key", R"({"kty":"RSA","n":"AQAB","e":"Aw","d":"Aw"})", describe(missing), ""},
        {"no curve", R"({"kty":"EC",@})", describe(missing), ""},
        {"another curve", R"({"kty":"EC","crv":"P-384",@})", describe(KeyError::kind_not_supported), ""},
        {"no point", R"({"kty":"EC","crv":"P-256"})", describe(missing), ""},
        {"half a point", R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"})",
         describe(missing), ""},
        {"a short coordinate", R"({"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"})", describe(malformed),
         ""},
        {"a point beside the curve",
         R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
         R"("y":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"})",
         describe(inconsistent), ""},
        {"a private number of another key",
         R"({"kty":"EC","crv":"P-256","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LA",@})",
         describe(inconsistent), ""},
        {"a private Ed25519 key of another public one",
         R"({"kty":"OKP","crv":"Ed25519","d":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",)"
         R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})",
         describe(inconsistent), ""},
        {"X25519", R"({"kty":"OKP","crv":"X25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})",
         describe(KeyError::kind_not_supported), ""},
        {"an unknown kty", R"({"kty":"AKP"})", describe(KeyError::kind_not_supported), ""},
    };
    for (auto const& row : rows) {
        auto const key = Key::from_jwk(json(row.json));
        EXPECT_EQ(key ? key->kind() : std::string(describe(key.error())), row.kind) << row.sentence;
        if (key) {
            EXPECT_EQ(algorithms_of(*key), row.algorithms) << row.sentence;
        }
    }
}

// All members of an RSA private key as OpenSSL gives them.
std::string rsa_jwk(Pkey const& key)
{
    std::string json = R"({"kty":"RSA")";
    constexpr std::pair<char const*, char const*> members[] = {{"n", "n"},
                                                               {"e", "e"},
                                                               {"d", "d"},
                                                               {"p", "rsa-factor1"},
                                                               {"q", "rsa-factor2"},
                                                               {"dp", "rsa-exponent1"},
                                                               {"dq", "rsa-exponent2"},
                                                               {"qi", "rsa-coefficient1"}};
    for (auto const& [member, parameter] : members) {
        BIGNUM* value = nullptr;
        EVP_PKEY_get_bn_param(key.get(), parameter, &value);
        std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
        BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
        BN_free(value);
        json += fmt::format(R"(,"{}":"{}")", member, base64url_encode(bytes));
    }
    return json + '}';
}

TEST(Key, signs_with_a_private_RSA_key_from_JWK)
{
    auto const pkey = rsa(2048);
    auto const json = rsa_jwk(pkey);
    auto const key = Key::from_jwk(json);
    ASSERT_TRUE(key) << describe(key.error());
    EXPECT_TRUE(key->has_private());
    auto const public_key = Key::from_pem(public_pem(pkey)).value();
    auto const token = sign("{}", *key, Algorithm::rs256);
    ASSERT_TRUE(token);
    Policy const policy{.algorithms = {Algorithm::rs256}, .expiry = Requirement::optional};
    EXPECT_TRUE(verify(*token, public_key, policy, TimePoint{}));

    auto const other = rsa_jwk(rsa(2048));
    auto const mixed = json.substr(0, json.find(R"(,"d")")) + other.substr(other.find(R"(,"d")"));
    EXPECT_EQ(Key::from_jwk(mixed).error(), KeyError::jwk_values_inconsistent);
}

TEST(Jwks, gives_the_usable_keys)
{
    auto const keys =
        parse_jwks(R"({"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"a"},{"kty":"AKP","kid":"b"},7,)"
                   R"({"kty":"oct","k":"b3RoZXI"},{"kty":"oct","use":"enc","k":"c2VjcmV0"}]})");
    ASSERT_TRUE(keys);
    ASSERT_EQ(keys->size(), 2U);
    EXPECT_EQ((*keys)[0].key_id, "a");
    EXPECT_EQ((*keys)[1].key_id, std::nullopt);
    EXPECT_TRUE(parse_jwks(R"({"keys":[]})")->empty());
    EXPECT_EQ(parse_jwks(R"({"keys":{}})").error(), KeyError::jwks_without_keys_array);
    EXPECT_EQ(parse_jwks(R"({"kty":"oct"})").error(), KeyError::jwks_without_keys_array);
    EXPECT_EQ(parse_jwks("nothing").error(), KeyError::json_malformed);
}

} // namespace
} // namespace postern::jwt
