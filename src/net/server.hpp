#pragma once

// HTTP/1.1 over Boost.Beast, plain or TLS, for the servers that Postern is itself: the sample app, fixtures,
// and later the simulator and the gateway. Parsing is strict: obs-fold, duplicate Host, a Host that is not
// one authority, CR/LF in values and oversized messages are refused with 400, 413 or 431 (RFC 9112), and the
// connection is closed. A target in absolute form, as proxies are sent, is the request's URL as it stands.

#include "net/deadline.hpp"
#include "net/service.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace postern::net {

struct TlsIdentity {
    std::string certificate_pem; // leaf first, then the chain
    std::string private_key_pem;
};

// A fresh ECDSA P-256 key and a self-signed certificate for `host` (and 127.0.0.1, ::1), valid from an hour
// before now for `days` days. For development only.
[[nodiscard]] TlsIdentity make_self_signed(std::string const& host, int days);

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; // 0: the system chooses a free one
    std::optional<TlsIdentity> tls;
    std::size_t request_body_max_bytes = 1024 * 1024;
    std::size_t request_header_max_bytes = 64 * 1024;
    std::size_t connections_max = 1024;    // more wait to be accepted
    std::chrono::seconds idle_timeout{60}; // for the next request to arrive whole; for a response to be taken
};

// Lives on one executor (one thread); `service` must outlive it. Where a service throws or answers with an
// interim status, the client gets 500 and the connection is closed.
class Server {
public:
    // Listens; fails with a sentence for a person ("cannot listen on 127.0.0.1:80: Permission denied").
    [[nodiscard]] static std::expected<std::unique_ptr<Server>, std::string>
    listen(boost::asio::any_io_executor executor, Service& service, ServerOptions options);
    ~Server(); // closes everything that is still open

    [[nodiscard]] std::uint16_t port() const;

    // Stops accepting, lets requests that are under way finish until `grace`, then closes.
    [[nodiscard]] boost::asio::awaitable<void> stop(Deadline grace);

private:
    class Listener;
    explicit Server(std::shared_ptr<Listener> listener);
    std::shared_ptr<Listener> listener_;
};

} // namespace postern::net
