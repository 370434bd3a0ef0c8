#pragma once

#include "base/clock.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::tls {

inline constexpr std::size_t certificate_max_bytes = 64 * 1024;
inline constexpr std::size_t certificate_names_max = 256; // further ones are counted

// What a certificate says of itself.
struct Certificate {
    std::string subject; // RFC 2253: "CN=app.example,O=Example"
    std::string issuer;
    std::vector<std::string> names; // of its subjectAltName: DNS names and IP addresses
    std::size_t names_left_out = 0; // beyond certificate_names_max
    TimePoint not_before{};
    TimePoint not_after{};
    std::string signature; // OpenSSL's long name: "sha256WithRSAEncryption"
    std::string key;       // "RSA", "EC", "ED25519" …
    int key_bits = 0;
    bool must_staple = false; // RFC 7633, status_request
    bool self_signed = false; // subject and issuer are the same
    std::string sha256;       // of its DER, 64 lower-case hex digits
    bool operator==(Certificate const&) const = default;
};

// Nothing where `der` is no certificate. Bounded by certificate_max_bytes. Verifies nothing.
[[nodiscard]] std::optional<Certificate> read_certificate(std::string_view der);

} // namespace postern::tls
