#pragma once

// One TCP connection for one handshake.

#include "net/deadline.hpp"
#include "tls/client_hello.hpp"
#include "tls/observed.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace postern::net {

class TrustStore;

// The connections that are open, so that all can be closed at once.
class OpenConnections {
public:
    void stop();
    [[nodiscard]] bool stopped() const { return stopped_; }

private:
    friend class TlsConnection;
    std::set<boost::beast::tcp_stream*> streams_;
    bool stopped_ = false;
};

struct TlsTimes {
    std::chrono::milliseconds connect{};
    std::chrono::milliseconds handshake{};
    Deadline deadline; // of everything
};

// What came of one ClientHello.
struct HelloAnswer {
    tls::Reply reply = tls::Reply::unreachable;
    std::string detail;
    std::uint16_t suite = 0;             // where it is accepted
    std::optional<std::uint8_t> alert{}; // where it is refused with one
};

struct SessionAnswer {
    std::optional<tls::Session> session;
    std::string failure; // where there is none
};

class TlsConnection {
public:
    TlsConnection(boost::asio::any_io_executor const& executor, OpenConnections& open, TlsTimes times);
    ~TlsConnection();
    TlsConnection(TlsConnection const&) = delete;
    TlsConnection& operator=(TlsConnection const&) = delete;

    // Why there is no connection; empty where there is one.
    [[nodiscard]] boost::asio::awaitable<std::string> connect(boost::asio::ip::tcp::endpoint endpoint);

    // Sends these bytes, which ask for `version`, and reads up to the ServerHello.
    [[nodiscard]] boost::asio::awaitable<HelloAnswer> ask(std::string hello, tls::Version version);

    // A whole handshake by OpenSSL, with whatever it still can.
    [[nodiscard]] boost::asio::awaitable<SessionAnswer> shake_hands(std::string host, TrustStore const& trust,
                                                                    TimePoint now);

private:
    OpenConnections& open_;
    TlsTimes times_;
    boost::beast::tcp_stream stream_;
};

} // namespace postern::net
