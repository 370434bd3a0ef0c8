#pragma once

#include "http/exchange.hpp"
#include "tls/observed.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::evidence {

// What one of Evidence::hosts showed of its TLS, and of how it brings browsers to it.
struct TlsHost {
    enum class Reach { local, elsewhere }; // local: this machine or a private network
    std::string host;                      // evidence::address of the host
    Reach reach = Reach::elsewhere;
    std::string not_looked_at; // why there was no handshake; empty where there was one
    std::string unresolved;    // why its name has no address; empty where it has
    std::vector<tls::Address> addresses;
    std::vector<std::string> addresses_left_out; // beyond the limit
    std::string cut_off;                         // why it was not looked at to its end; empty where it was

    std::optional<http::Exchange> plain;  // GET http://host/
    std::string plain_not_sent;           // why it was not asked for
    std::optional<http::Exchange> secure; // GET https://host:port/; nothing for hosts that are only named
    bool operator==(TlsHost const&) const = default;
};
[[nodiscard]] std::string_view name(TlsHost::Reach reach);
[[nodiscard]] std::optional<TlsHost::Reach> tls_reach_from(std::string_view name);

struct TlsHosts {
    std::vector<TlsHost> hosts; // each of Evidence::hosts that was not skipped
    bool operator==(TlsHosts const&) const = default;
};

} // namespace postern::evidence
