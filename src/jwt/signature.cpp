#define OPENSSL_SUPPRESS_DEPRECATED // hmac.hpp says why

#include "jwt/signature.hpp"

#include "base/assert.hpp"

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include <cstdint>
#include <vector>

namespace postern::jwt {
namespace {

constexpr std::size_t p256_coordinate_bytes = 32;
constexpr std::size_t es256_signature_bytes = 2 * p256_coordinate_bytes; // RFC 7518 section 3.4: R || S
constexpr std::size_t p256_der_max_bytes = 72;

unsigned char const* bytes_of(std::string_view text)
{
    return reinterpret_cast<unsigned char const*>(text.data());
}

EVP_MD const* digest_of(Algorithm algorithm)
{
    switch (algorithm) {
    case Algorithm::rs384:
        return EVP_sha384();
    case Algorithm::rs512:
        return EVP_sha512();
    default:
        return EVP_sha256();
    }
}

// The digest without EVP, which would allocate a context: the hash of the algorithms that sign a hash.
Mac digest(Algorithm algorithm, std::string_view input)
{
    Mac result;
    if (algorithm == Algorithm::rs384 || algorithm == Algorithm::rs512) {
        bool const long_digest = algorithm == Algorithm::rs512;
        SHA512_CTX context;
        (long_digest ? SHA512_Init : SHA384_Init)(&context);
        SHA512_Update(&context, input.data(), input.size());
        SHA512_Final(result.bytes.data(), &context);
        result.size = long_digest ? SHA512_DIGEST_LENGTH : SHA384_DIGEST_LENGTH;
    } else {
        SHA256_CTX context;
        SHA256_Init(&context);
        SHA256_Update(&context, input.data(), input.size());
        SHA256_Final(result.bytes.data(), &context);
        result.size = SHA256_DIGEST_LENGTH;
    }
    return result;
}

void choose_scheme(EVP_PKEY_CTX* context, Algorithm algorithm)
{
    auto ok = EVP_PKEY_CTX_set_signature_md(context, digest_of(algorithm)) == 1;
    if (algorithm == Algorithm::ps256) { // RFC 7518 section 3.5: the salt is as long as the hash
        ok = ok && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
             EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1 &&
             EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
    } else if (algorithm != Algorithm::es256) {
        ok = ok && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
    }
    POSTERN_ASSERT(ok, "OpenSSL refuses a standard signature scheme");
}

// R || S as the DER that OpenSSL wants; empty if the length is wrong.
std::string_view es256_to_der(std::string_view raw, std::array<unsigned char, p256_der_max_bytes>& der)
{
    if (raw.size() != es256_signature_bytes)
        return {};
    EcdsaSignaturePtr signature(ECDSA_SIG_new());
    BignumPtr r(BN_bin2bn(bytes_of(raw), p256_coordinate_bytes, nullptr));
    BignumPtr s(BN_bin2bn(bytes_of(raw) + p256_coordinate_bytes, p256_coordinate_bytes, nullptr));
    POSTERN_ASSERT(signature && r && s, "out of memory");
    ECDSA_SIG_set0(signature.get(), r.release(), s.release());
    auto* out = der.data();
    auto const size = i2d_ECDSA_SIG(signature.get(), &out);
    POSTERN_ASSERT(size > 0 && static_cast<std::size_t>(size) <= der.size(), "64 bytes fit into 72 of DER");
    return {reinterpret_cast<char const*>(der.data()), static_cast<std::size_t>(size)};
}

std::string es256_from_der(std::string_view der)
{
    auto const* in = bytes_of(der);
    EcdsaSignaturePtr const signature(d2i_ECDSA_SIG(nullptr, &in, static_cast<long>(der.size())));
    POSTERN_ASSERT(signature, "OpenSSL made a signature that it cannot read");
    std::string raw(es256_signature_bytes, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(raw.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, p256_coordinate_bytes);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + p256_coordinate_bytes, p256_coordinate_bytes);
    return raw;
}

// Ed25519 signs the message itself, so there is nothing to prepare once (RFC 8032 section 5.1).
bool check_ed25519(EVP_PKEY* key, std::string_view input, std::string_view signature)
{
    DigestContextPtr const context(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(input),
                            input.size()) == 1;
}

std::string sign_ed25519(EVP_PKEY* key, std::string_view input)
{
    DigestContextPtr const context(EVP_MD_CTX_new());
    std::string signature(64, '\0');
    auto size = signature.size();
    auto const ok = EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
                    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                                   bytes_of(input), input.size()) == 1;
    POSTERN_ASSERT(ok && size == signature.size(), "OpenSSL could not sign with Ed25519");
    return signature;
}

} // namespace

bool SignatureChecker::check(Key const& key, Algorithm algorithm, std::string_view input,
                             std::string_view signature)
{
    POSTERN_ASSERT(key.fits(algorithm), "the key was chosen for another algorithm");
    auto const& material = key.material();
    if (material.kind == KeyKind::secret)
        return material.hmac->verify(algorithm, input, signature);

    bool good = false;
    if (material.kind == KeyKind::ed25519) {
        good = check_ed25519(material.pkey.get(), input, signature);
    } else {
        std::array<unsigned char, p256_der_max_bytes> der;
        if (algorithm == Algorithm::es256)
            signature = es256_to_der(signature, der);
        else if (signature.size() != static_cast<std::size_t>(EVP_PKEY_get_size(material.pkey.get())))
            return false; // RFC 8017 section 8.2.2, step 1
        auto const hash = digest(algorithm, input);
        good = !signature.empty() && EVP_PKEY_verify(prepared(key, algorithm), bytes_of(signature),
                                                     signature.size(), hash.bytes.data(), hash.size) == 1;
    }
    if (!good)
        ERR_clear_error(); // the reasons pile up in OpenSSL's queue of this thread otherwise
    return good;
}

EVP_PKEY_CTX* SignatureChecker::prepared(Key const& key, Algorithm algorithm)
{
    for (auto const& slot : slots_)
        if (slot && slot->algorithm == algorithm && &slot->key.material() == &key.material())
            return slot->context.get();
    PkeyContextPtr context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.material().pkey.get(), nullptr));
    POSTERN_ASSERT(context && EVP_PKEY_verify_init(context.get()) == 1,
                   "OpenSSL cannot verify with this key");
    choose_scheme(context.get(), algorithm);
    auto& slot = slots_[next_slot_];
    next_slot_ = (next_slot_ + 1) % slots_.size();
    slot.emplace(key, algorithm, std::move(context));
    return slot->context.get();
}

std::string make_signature(Key const& key, Algorithm algorithm, std::string_view input)
{
    POSTERN_ASSERT(key.fits(algorithm) && key.has_private(), "the key cannot sign with this algorithm");
    auto const& material = key.material();
    if (material.kind == KeyKind::secret) {
        auto const mac = material.hmac->sign(algorithm, input);
        return {reinterpret_cast<char const*>(mac.bytes.data()), mac.size};
    }
    if (material.kind == KeyKind::ed25519)
        return sign_ed25519(material.pkey.get(), input);

    PkeyContextPtr const context(EVP_PKEY_CTX_new_from_pkey(nullptr, material.pkey.get(), nullptr));
    POSTERN_ASSERT(context && EVP_PKEY_sign_init(context.get()) == 1, "OpenSSL cannot sign with this key");
    choose_scheme(context.get(), algorithm);
    auto const hash = digest(algorithm, input);
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(material.pkey.get())), '\0');
    auto size = signature.size();
    auto const ok = EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                                  hash.bytes.data(), hash.size) == 1;
    POSTERN_ASSERT(ok, "OpenSSL could not sign");
    signature.resize(size);
    return algorithm == Algorithm::es256 ? es256_from_der(signature) : signature;
}

} // namespace postern::jwt
