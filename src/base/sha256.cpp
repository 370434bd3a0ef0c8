#include "base/sha256.hpp"

#include "base/assert.hpp"
#include "base/hex.hpp"

#include <openssl/evp.h>

namespace postern {

std::array<std::uint8_t, 32> sha256(std::string_view text)
{
    std::array<std::uint8_t, 32> digest{};
    unsigned int size = 0;
    auto const ok = EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    POSTERN_ASSERT(ok == 1 && size == digest.size(), "OpenSSL has no SHA-256");
    return digest;
}

std::string sha256_hex(std::string_view text) { return to_hex(sha256(text)); }

} // namespace postern
