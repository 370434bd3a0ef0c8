#pragma once

// Looks at the TLS of a host, at each of its addresses: which versions and cipher suites it accepts, by
// ClientHellos of our own (OpenSSL can no longer speak all of them), and, by one whole handshake, its
// certificates and what it negotiates. No request is sent. Nothing is refused for what it is: what is bad is
// an observation.

#include "base/clock.hpp"
#include "base/random.hpp"
#include "net/deadline.hpp"
#include "tls/observed.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace postern::net {

struct TlsObserverOptions {
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds handshake_timeout{10'000};
    std::string ca_file;                    // PEM; empty: the system's
    std::size_t addresses_per_host_max = 8; // the others are named
    int handshakes_per_address_max = 200;   // one after the other; the addresses at the same time
};

struct HostTls {
    std::string unresolved;              // why the name has no address; empty where it has
    std::vector<tls::Address> addresses; // in the order of their text
    std::vector<std::string> left_out;   // addresses beyond addresses_per_host_max
    std::string cut_off;                 // why it was not looked at to its end; empty where it was
    bool operator==(HostTls const&) const = default;
};

// Lives on one executor (one thread) and outlives what it observes; so do `clock` and `random`.
class TlsObserver {
public:
    TlsObserver(boost::asio::any_io_executor executor, Clock const& clock, Random& random,
                TlsObserverOptions options);
    ~TlsObserver();
    TlsObserver(TlsObserver const&) = delete;
    TlsObserver& operator=(TlsObserver const&) = delete;

    // `host` is a name or an IP address, IPv6 with or without brackets. Never throws for what the network
    // does.
    [[nodiscard]] boost::asio::awaitable<HostTls> observe(std::string host, std::uint16_t port,
                                                          Deadline deadline);

    // Ends what is under way and what would come. May be called more than once.
    void stop();

private:
    class Engine;
    std::unique_ptr<Engine> engine_;
};

} // namespace postern::net
