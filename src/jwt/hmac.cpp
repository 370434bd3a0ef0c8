#define OPENSSL_SUPPRESS_DEPRECATED // hmac.hpp says why

#include "jwt/hmac.hpp"

#include "base/assert.hpp"

#include <openssl/crypto.h>

#include <cstring>

namespace postern::jwt {
namespace {

struct Sha256 {
    using Context = SHA256_CTX;
    static constexpr std::size_t block_bytes = SHA256_CBLOCK;
    static constexpr std::size_t digest_bytes = SHA256_DIGEST_LENGTH;
    static constexpr auto init = SHA256_Init;
    static constexpr auto update = SHA256_Update;
    static constexpr auto finish = SHA256_Final;
};

struct Sha384 {
    using Context = SHA512_CTX;
    static constexpr std::size_t block_bytes = SHA512_CBLOCK;
    static constexpr std::size_t digest_bytes = SHA384_DIGEST_LENGTH;
    static constexpr auto init = SHA384_Init;
    static constexpr auto update = SHA384_Update;
    static constexpr auto finish = SHA384_Final;
};

struct Sha512 {
    using Context = SHA512_CTX;
    static constexpr std::size_t block_bytes = SHA512_CBLOCK;
    static constexpr std::size_t digest_bytes = SHA512_DIGEST_LENGTH;
    static constexpr auto init = SHA512_Init;
    static constexpr auto update = SHA512_Update;
    static constexpr auto finish = SHA512_Final;
};

template <typename Hash>
typename Hash::Context start(std::span<std::uint8_t const> key, std::uint8_t padding)
{
    std::array<std::uint8_t, Hash::block_bytes> block;
    block.fill(padding);
    for (std::size_t i = 0; i < key.size(); ++i)
        block[i] ^= key[i];
    typename Hash::Context context;
    Hash::init(&context);
    Hash::update(&context, block.data(), block.size());
    OPENSSL_cleanse(block.data(), block.size());
    return context;
}

template <typename Hash>
HmacStates<typename Hash::Context> prepare(std::string_view secret)
{
    std::array<std::uint8_t, Hash::block_bytes> key{};
    if (secret.size() <= key.size()) {
        std::memcpy(key.data(), secret.data(), secret.size());
    } else {
        typename Hash::Context context;
        Hash::init(&context);
        Hash::update(&context, secret.data(), secret.size());
        Hash::finish(key.data(), &context);
        OPENSSL_cleanse(&context, sizeof context);
    }
    HmacStates<typename Hash::Context> const states{start<Hash>(key, 0x36), start<Hash>(key, 0x5c)};
    OPENSSL_cleanse(key.data(), key.size());
    return states;
}

template <typename Hash>
void compute(HmacStates<typename Hash::Context> const& states, std::string_view input, Mac& mac)
{
    auto context = states.inner;
    Hash::update(&context, input.data(), input.size());
    Hash::finish(mac.bytes.data(), &context);
    context = states.outer;
    Hash::update(&context, mac.bytes.data(), Hash::digest_bytes);
    Hash::finish(mac.bytes.data(), &context);
    mac.size = Hash::digest_bytes;
}

} // namespace

Hmac::Hmac(std::string_view secret)
    : sha256_(prepare<Sha256>(secret)),
      sha384_(prepare<Sha384>(secret)),
      sha512_(prepare<Sha512>(secret))
{
}

Hmac::~Hmac()
{
    OPENSSL_cleanse(&sha256_, sizeof sha256_);
    OPENSSL_cleanse(&sha384_, sizeof sha384_);
    OPENSSL_cleanse(&sha512_, sizeof sha512_);
}

Mac Hmac::sign(Algorithm algorithm, std::string_view input) const
{
    Mac mac;
    switch (algorithm) {
    case Algorithm::hs256:
        compute<Sha256>(sha256_, input, mac);
        return mac;
    case Algorithm::hs384:
        compute<Sha384>(sha384_, input, mac);
        return mac;
    case Algorithm::hs512:
        compute<Sha512>(sha512_, input, mac);
        return mac;
    default:
        break;
    }
    POSTERN_ASSERT(false, "not an HMAC algorithm");
    return mac;
}

bool Hmac::verify(Algorithm algorithm, std::string_view input, std::string_view mac) const
{
    auto const expected = sign(algorithm, input);
    return mac.size() == expected.size &&
           CRYPTO_memcmp(mac.data(), expected.bytes.data(), expected.size) == 0;
}

} // namespace postern::jwt
