#pragma once

#include "net/server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <memory>

namespace postern::net {

// What all connections of one server share.
struct SessionSettings {
    Service& service;
    ServerOptions options;
    std::unique_ptr<boost::asio::ssl::context> tls; // null: plain
};

// One connection: reads requests, has them answered, writes the responses, one after the other. Belongs to
// the listener that accepted it, which keeps it until `run` has ended; `settings` must live as long.
class Session {
public:
    Session(boost::asio::ip::tcp::socket socket, SessionSettings const& settings);

    // The whole conversation. Ends when the peer is gone, idle or wrong, or after `finish` or `terminate`.
    [[nodiscard]] boost::asio::awaitable<void> run();

    void finish();    // ends after the request that is under way; at once if there is none
    void terminate(); // ends at once; a service that is at work is cancelled

    // The slot that `run` is to be spawned with.
    [[nodiscard]] boost::asio::cancellation_slot slot() { return terminated_.slot(); }

private:
    template <typename Stream>
    boost::asio::awaitable<void> converse(Stream& stream);

    SessionSettings const& settings_;
    boost::beast::tcp_stream socket_;
    boost::beast::flat_buffer buffer_;
    boost::asio::cancellation_signal terminated_;
    bool finishing_ = false;
    bool between_requests_ = true;
};

} // namespace postern::net
