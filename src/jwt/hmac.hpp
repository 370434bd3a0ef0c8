#pragma once

#include "jwt/algorithm.hpp"

#include <openssl/sha.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace postern::jwt {

// The hash states behind the two padded keys of one HMAC (RFC 2104 section 2): computing them once saves two
// of the about eight block operations that a page token costs.
template <typename Context>
struct HmacStates {
    Context inner;
    Context outer;
};

struct Mac {
    std::array<std::uint8_t, SHA512_DIGEST_LENGTH> bytes;
    std::size_t size = 0;
    [[nodiscard]] std::span<std::uint8_t const> view() const { return std::span(bytes).first(size); }
};

// HMAC with SHA-256, SHA-384 and SHA-512 under one secret, without a heap. It keeps the states and not the
// secret, and wipes them when it goes.
//
// OpenSSL's low-level SHA*_ functions are used on purpose: in OpenSSL 3.0 a copy of an EVP_MAC or EVP_MD
// context allocates, HMAC() and EVP_Q_mac() fetch the algorithm by name each time; a copied SHA256_CTX does
// neither and runs the same assembler.
class Hmac {
public:
    explicit Hmac(std::string_view secret);
    ~Hmac();
    Hmac(Hmac const&) = delete;
    Hmac& operator=(Hmac const&) = delete;

    // `algorithm` is hs256, hs384 or hs512 (asserted).
    [[nodiscard]] Mac sign(Algorithm algorithm, std::string_view input) const;

    // Constant time in the contents, exact in the length: a truncated MAC does not verify.
    [[nodiscard]] bool verify(Algorithm algorithm, std::string_view input, std::string_view mac) const;

private:
    HmacStates<SHA256_CTX> sha256_;
    HmacStates<SHA512_CTX> sha384_;
    HmacStates<SHA512_CTX> sha512_;
};

} // namespace postern::jwt
