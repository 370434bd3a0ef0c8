#pragma once

#include <openssl/sha.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace postern {

// SHA-256 (FIPS 180-4) of the bytes of `text`.
[[nodiscard]] std::array<std::uint8_t, 32> sha256(std::string_view text);

// The same as 64 lower-case hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view text);

// SHA-256 piece by piece, for the paths that may not allocate: the state lies in the object, copying it
// copies what was hashed so far. (OpenSSL 3.0's EVP contexts allocate, and fetch the algorithm each time.)
class Sha256 {
public:
    Sha256();
    void update(std::string_view bytes);
    // The digest of everything since construction or the last finish; starts over.
    [[nodiscard]] std::array<std::uint8_t, 32> finish();

private:
    SHA256_CTX state_;
};

} // namespace postern
