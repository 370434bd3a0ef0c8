// The SHA256_* functions are deprecated in favour of EVP, which offers no state without a heap.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/sha256.hpp"

#include "base/hex.hpp"

namespace postern {

std::array<std::uint8_t, 32> sha256(std::string_view text)
{
    Sha256 hash;
    hash.update(text);
    return hash.finish();
}

std::string sha256_hex(std::string_view text) { return to_hex(sha256(text)); }

Sha256::Sha256() { SHA256_Init(&state_); }

void Sha256::update(std::string_view bytes) { SHA256_Update(&state_, bytes.data(), bytes.size()); }

std::array<std::uint8_t, 32> Sha256::finish()
{
    std::array<std::uint8_t, 32> digest;
    SHA256_Final(digest.data(), &state_);
    SHA256_Init(&state_);
    return digest;
}

} // namespace postern
