#pragma once

#include "tls/version.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace postern::tls {

// Some servers and middleboxes choke on more suites in one ClientHello.
inline constexpr std::size_t suites_per_hello_max = 128;

inline constexpr std::size_t hello_random_bytes = 96; // random, session id, key share

struct ClientHello {
    Version version = Version::tls1_2;     // the only one that is asked for
    std::span<std::uint16_t const> suites; // one to suites_per_hello_max
    std::string server_name;               // for SNI; empty for IP addresses: RFC 6066 section 3
    std::array<std::uint8_t, hello_random_bytes> random{};
};

// The record that asks a server for this version with one of these suites. It begins a handshake and cannot
// end one: nobody has the private half of its key share.
[[nodiscard]] std::string encode(ClientHello const& hello);

} // namespace postern::tls
