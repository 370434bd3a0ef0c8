// SHA1 is deprecated in favour of EVP, which can fail.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/sha1.hpp"

#include "base/hex.hpp"

#include <openssl/sha.h>

#include <array>
#include <cstdint>

namespace postern {

std::string sha1_hex(std::string_view text)
{
    std::array<std::uint8_t, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<unsigned char const*>(text.data()), text.size(), digest.data());
    return to_hex(digest);
}

} // namespace postern
