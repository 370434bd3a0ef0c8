#pragma once

// HTTP/1.1 and HTTP/2 requests over libcurl's multi interface, driven by Asio. One request, one response:
// redirects are not followed here (see http/redirect.hpp for what a next hop may be).
//
// The method and the target go out byte for byte; a URL that http::parse_url refuses, or a blank or control
// byte in either, is protocol_violated without a word sent. Content-Length and Transfer-Encoding are the
// client's own. In a response, folded fields are joined, control bytes in values become spaces, a line whose
// name is no token is left out, and interim responses and trailers are passed over.

#include "http/exchange.hpp"
#include "net/deadline.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace postern::net {

enum class CertificateCheck { required, skipped };

struct ClientOptions {
    std::string user_agent; // "postern/0.1.0"
    std::chrono::milliseconds request_timeout{30'000};
    std::chrono::milliseconds connect_timeout{10'000};
    int requests_per_host_max = 8;             // at the same time; the others wait their turn in order
    std::optional<double> requests_per_second; // per host; no limit if absent
    std::size_t response_body_max_bytes = 1024 * 1024; // kept; the rest is counted and dropped
    // Then the transfer is cut off: still a response, with body_truncated; limit_exceeded if it was
    // compressed.
    std::uint64_t response_body_counted_max_bytes = 64ull * 1024 * 1024;
    std::size_t response_header_max_bytes = 256 * 1024; // with interim responses; one line at most 100 KB
    CertificateCheck certificate_check = CertificateCheck::required;
    std::string ca_file;            // PEM; empty: the system's
    std::string proxy;              // URL, for every host; empty: from the environment, as libcurl does
    int connection_retries_max = 2; // only where the connection could not be made or died unused
};

// Lives on one executor (one thread). Owns its connections; outstanding requests end as `cancelled` with it.
class Client {
public:
    Client(boost::asio::any_io_executor executor, ClientOptions options);
    ~Client();
    Client(Client const&) = delete;
    Client& operator=(Client const&) = delete;

    struct Sent {
        http::Outcome outcome;
        std::chrono::microseconds
            elapsed; // from the first byte out to the last byte in; without waiting for a turn
    };

    // Sends one request when its host's limits allow and gives what came of it; never throws for what the
    // network does. Ends as timed_out or deadline_passed; as cancelled if the coroutine is cancelled or
    // `stop` was called.
    [[nodiscard]] boost::asio::awaitable<Sent> send(http::Request request, Deadline deadline);

    // From now on every request, waiting or under way, ends as cancelled. May be called more than once.
    void stop();

private:
    class Engine;
    std::shared_ptr<Engine> engine_;
};

} // namespace postern::net
