#pragma once

// Serves the bridge at the address that apps have built in, so that a browser that is led here needs no
// internet. Source: bridge.md section 9.

#include "net/server.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace postern::simulator {

inline constexpr std::string_view bridge_host = "connect-cdn.atl-paas.net";

// Over TLS on a free loopback port, with a certificate for bridge_host that is made anew each time.
class BridgeAddress {
public:
    // Fails with a sentence for a person.
    [[nodiscard]] static std::expected<std::unique_ptr<BridgeAddress>, std::string>
    listen(boost::asio::any_io_executor executor);

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }

    // The pin of the certificate's key, as RFC 7469 section 2.4 has it: SHA-256 of the SubjectPublicKeyInfo,
    // in base64.
    [[nodiscard]] std::string const& key_pin() const { return key_pin_; }

private:
    BridgeAddress() = default;

    std::unique_ptr<net::Service> service_;
    std::string key_pin_;
    std::unique_ptr<net::Server> server_; // goes first
};

} // namespace postern::simulator
