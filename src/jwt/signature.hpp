#pragma once

#include "jwt/key.hpp"
#include "jwt/key_material.hpp"
#include "jwt/openssl.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace postern::jwt {

// Checks signatures, one after the other. Preparing OpenSSL for a public key costs about as much as an RSA
// verification itself, so the contexts of the keys used last are kept, and with them the keys.
class SignatureChecker {
public:
    // Whether `signature` (decoded) is that of `input`. The key fits the algorithm (asserted).
    [[nodiscard]] bool check(Key const& key, Algorithm algorithm, std::string_view input,
                             std::string_view signature);

private:
    struct Prepared {
        Key key; // owned: a dead key's address could come back as another key
        Algorithm algorithm;
        PkeyContextPtr context;
    };
    EVP_PKEY_CTX* prepared(Key const& key, Algorithm algorithm);

    std::array<std::optional<Prepared>, 8> slots_;
    std::size_t next_slot_ = 0;
};

// The signature of `input` as it stands in a token, before base64url. The key fits the algorithm and has its
// private half (asserted).
[[nodiscard]] std::string make_signature(Key const& key, Algorithm algorithm, std::string_view input);

} // namespace postern::jwt
