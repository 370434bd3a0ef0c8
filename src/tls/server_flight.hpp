#pragma once

// What a server says first after a ClientHello. Read as it comes, in bounded memory, up to the ServerHello:
// nothing behind it is looked at.

#include "tls/version.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace postern::tls {

// Of a first flight, up to the end of its ServerHello; a longer one is no TLS.
inline constexpr std::size_t server_flight_max_bytes = 16 * 1024;

struct ServerHello {
    std::uint16_t version = 0; // that it has chosen: 0x0303 is TLS 1.2
    std::uint16_t suite = 0;   // that it has chosen
    bool operator==(ServerHello const&) const = default;
};

struct Alert {
    std::uint8_t level = 0; // 1 warning, 2 fatal
    std::uint8_t description = 0;
    bool operator==(Alert const&) const = default;
};
[[nodiscard]] std::string in_words(Alert const& alert); // "handshake failure (alert 40)"

struct NotTls {
    std::string reason; // what it is instead, as far as that can be told
    bool operator==(NotTls const&) const = default;
};

struct MoreNeeded {
    bool operator==(MoreNeeded const&) const = default;
};

using ServerFlight = std::variant<MoreNeeded, ServerHello, Alert, NotTls>;

// `received` is everything that came so far. A warning that comes before a ServerHello (unrecognized_name,
// say) does not end it.
[[nodiscard]] ServerFlight read_server_flight(std::string_view received);

} // namespace postern::tls
