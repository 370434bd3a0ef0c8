// Key::from_jwk and parse_jwks: RFC 7517, RFC 7518 section 6, RFC 8037 section 2.

#include "base/base64.hpp"
#include "jwt/json_scan.hpp"
#include "jwt/key.hpp"
#include "jwt/key_material.hpp"

#include <nlohmann/json.hpp>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>

#include <array>
#include <utility>

namespace postern::jwt {
namespace {

using nlohmann::json;

constexpr std::size_t p256_coordinate_bytes = 32;
constexpr std::size_t ed25519_key_bytes = 32;

// Bytes that may be secret: wiped when they go.
class Secret {
public:
    explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}
    Secret(Secret&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
    Secret(Secret const&) = delete;
    Secret& operator=(Secret const&) = delete;
    ~Secret() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
    [[nodiscard]] std::string_view view() const { return bytes_; }
    [[nodiscard]] unsigned char const* data() const
    {
        return reinterpret_cast<unsigned char const*>(bytes_.data());
    }
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }

private:
    std::string bytes_;
};

std::expected<std::string, KeyError> text_member(json const& jwk, char const* name)
{
    auto const member = jwk.find(name);
    if (member == jwk.end())
        return std::unexpected(KeyError::jwk_member_missing);
    if (!member->is_string())
        return std::unexpected(KeyError::jwk_member_malformed);
    return member->get<std::string>();
}

std::expected<Secret, KeyError> bytes_member(json const& jwk, char const* name)
{
    auto const text = text_member(jwk, name);
    if (!text)
        return std::unexpected(text.error());
    auto bytes = base64url_decode(*text);
    if (!bytes || bytes->empty())
        return std::unexpected(KeyError::jwk_member_malformed);
    return Secret(*std::move(bytes));
}

// Collects the numbers of a key and lets OpenSSL make one of them.
class PkeyBuilder {
public:
    PkeyBuilder() : builder_(OSSL_PARAM_BLD_new()) {}

    // The number in the JWK's `member`; the first thing that is wrong is kept.
    void number(json const& jwk, char const* member, char const* parameter)
    {
        auto const bytes = bytes_member(jwk, member);
        if (!bytes) {
            fail(bytes.error());
            return;
        }
        // Secure: OpenSSL then wipes its own copies, too.
        BignumPtr value(BN_secure_new());
        BN_bin2bn(bytes->data(), static_cast<int>(bytes->size()), value.get());
        OSSL_PARAM_BLD_push_BN(builder_.get(), parameter, value.get());
        numbers_.push_back(std::move(value));
    }

    void text(char const* parameter, char const* value)
    {
        OSSL_PARAM_BLD_push_utf8_string(builder_.get(), parameter, value, 0);
    }

    // `bytes` must live until finish().
    void octets(char const* parameter, std::string_view bytes)
    {
        OSSL_PARAM_BLD_push_octet_string(builder_.get(), parameter, bytes.data(), bytes.size());
    }

    void fail(KeyError error)
    {
        if (!error_)
            error_ = error;
    }

    std::expected<PkeyPtr, KeyError> finish(char const* type, int selection)
    {
        if (error_)
            return std::unexpected(*error_);
        ParamsPtr const parameters(OSSL_PARAM_BLD_to_param(builder_.get()));
        PkeyContextPtr const context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
        EVP_PKEY* pkey = nullptr;
        if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
            EVP_PKEY_fromdata(context.get(), &pkey, selection, parameters.get()) != 1)
            return std::unexpected(KeyError::jwk_values_inconsistent);
        return PkeyPtr(pkey);
    }

private:
    ParamBuilderPtr builder_;
    std::vector<BignumPtr> numbers_;
    std::optional<KeyError> error_;
};

KeyHalf half_of(json const& jwk) { return jwk.contains("d") ? KeyHalf::with_private : KeyHalf::public_only; }

int selection_of(KeyHalf half)
{
    return half == KeyHalf::with_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
}

std::expected<PkeyPtr, KeyError> rsa_key(json const& jwk)
{
    PkeyBuilder builder;
    builder.number(jwk, "n", OSSL_PKEY_PARAM_RSA_N);
    builder.number(jwk, "e", OSSL_PKEY_PARAM_RSA_E);
    auto const half = half_of(jwk);
    if (half == KeyHalf::with_private) {
        builder.number(jwk, "d", OSSL_PKEY_PARAM_RSA_D);
        builder.number(jwk, "p", OSSL_PKEY_PARAM_RSA_FACTOR1);
        builder.number(jwk, "q", OSSL_PKEY_PARAM_RSA_FACTOR2);
        builder.number(jwk, "dp", OSSL_PKEY_PARAM_RSA_EXPONENT1);
        builder.number(jwk, "dq", OSSL_PKEY_PARAM_RSA_EXPONENT2);
        builder.number(jwk, "qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1);
    }
    return builder.finish("RSA", selection_of(half));
}

std::expected<PkeyPtr, KeyError> p256_key(json const& jwk)
{
    auto const x = bytes_member(jwk, "x");
    auto const y = bytes_member(jwk, "y");
    if (!x || !y)
        return std::unexpected(!x ? x.error() : y.error());
    if (x->size() != p256_coordinate_bytes || y->size() != p256_coordinate_bytes)
        return std::unexpected(KeyError::jwk_member_malformed);
    std::string point = "\x04"; // uncompressed: SEC 1 section 2.3.3
    point += x->view();
    point += y->view();

    PkeyBuilder builder;
    builder.text(OSSL_PKEY_PARAM_GROUP_NAME, "P-256");
    builder.octets(OSSL_PKEY_PARAM_PUB_KEY, point);
    auto const half = half_of(jwk);
    if (half == KeyHalf::with_private)
        builder.number(jwk, "d", OSSL_PKEY_PARAM_PRIV_KEY);
    return builder.finish("EC", selection_of(half));
}

std::expected<PkeyPtr, KeyError> ed25519_key(json const& jwk)
{
    auto const x = bytes_member(jwk, "x");
    if (!x)
        return std::unexpected(x.error());
    if (x->size() != ed25519_key_bytes)
        return std::unexpected(KeyError::jwk_member_malformed);
    if (half_of(jwk) == KeyHalf::public_only)
        return PkeyPtr(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, x->data(), x->size()));

    auto const d = bytes_member(jwk, "d");
    if (!d)
        return std::unexpected(d.error());
    if (d->size() != ed25519_key_bytes)
        return std::unexpected(KeyError::jwk_member_malformed);
    PkeyPtr pkey(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, d->data(), d->size()));
    std::string own(ed25519_key_bytes, '\0');
    auto size = own.size();
    if (EVP_PKEY_get_raw_public_key(pkey.get(), reinterpret_cast<unsigned char*>(own.data()), &size) != 1 ||
        own != x->view())
        return std::unexpected(KeyError::jwk_values_inconsistent);
    return pkey;
}

std::expected<PkeyPtr, KeyError> asymmetric_key(json const& jwk, std::string_view type)
{
    if (type == "RSA")
        return rsa_key(jwk);
    auto const curve = text_member(jwk, "crv");
    if (type == "EC" || type == "OKP") {
        if (!curve)
            return std::unexpected(curve.error());
        if (type == "EC" && *curve == "P-256")
            return p256_key(jwk);
        if (type == "OKP" && *curve == "Ed25519")
            return ed25519_key(jwk);
    }
    return std::unexpected(KeyError::kind_not_supported);
}

// A private half that does not belong to the public one would make signatures that nobody can verify.
bool halves_agree(EVP_PKEY* pkey)
{
    PkeyContextPtr const context(EVP_PKEY_CTX_new_from_pkey(nullptr, pkey, nullptr));
    return EVP_PKEY_pairwise_check(context.get()) == 1;
}

std::expected<Key, KeyError> key_of(json const& jwk)
{
    if (!jwk.is_object())
        return std::unexpected(KeyError::json_malformed);
    auto const type = text_member(jwk, "kty");
    if (!type)
        return std::unexpected(type.error());
    if (auto const use = jwk.find("use"); use != jwk.end() && *use != "sig")
        return std::unexpected(KeyError::jwk_not_for_signatures);

    std::optional<Algorithm> only;
    if (jwk.contains("alg")) {
        auto const algorithm = text_member(jwk, "alg");
        if (!algorithm)
            return std::unexpected(algorithm.error());
        only = algorithm_from_name(*algorithm);
        if (!only)
            return std::unexpected(KeyError::jwk_not_for_signatures);
    }
    if (*type == "oct") {
        auto const secret = bytes_member(jwk, "k");
        if (!secret)
            return std::unexpected(secret.error());
        return key_from_secret(secret->view(), only);
    }
    auto pkey = asymmetric_key(jwk, *type);
    auto const half = half_of(jwk);
    bool const good = pkey && *pkey && (half == KeyHalf::public_only || halves_agree(pkey->get()));
    ERR_clear_error();
    if (!pkey)
        return std::unexpected(pkey.error());
    if (!good)
        return std::unexpected(KeyError::jwk_values_inconsistent);
    return key_from_pkey(*std::move(pkey), half, only);
}

// The scanner refuses duplicate members, which nlohmann would silently resolve.
std::expected<json, KeyError> read_object(std::string_view text)
{
    if (text.size() > key_text_max_bytes)
        return std::unexpected(KeyError::too_large);
    if (JsonScanner scanner; !scanner.scan(text))
        return std::unexpected(KeyError::json_malformed);
    return json::parse(text);
}

} // namespace

std::expected<Key, KeyError> Key::from_jwk(std::string_view text)
{
    auto const jwk = read_object(text);
    if (!jwk)
        return std::unexpected(jwk.error());
    return key_of(*jwk);
}

std::expected<std::vector<IdentifiedKey>, KeyError> parse_jwks(std::string_view text)
{
    auto const set = read_object(text);
    if (!set)
        return std::unexpected(set.error());
    auto const keys = set->find("keys");
    if (keys == set->end() || !keys->is_array())
        return std::unexpected(KeyError::jwks_without_keys_array);
    std::vector<IdentifiedKey> usable;
    for (auto const& jwk : *keys) {
        auto key = key_of(jwk);
        if (!key)
            continue;
        auto const key_id = text_member(jwk, "kid");
        usable.push_back({key_id ? std::optional(*key_id) : std::nullopt, *std::move(key)});
    }
    return usable;
}

} // namespace postern::jwt
