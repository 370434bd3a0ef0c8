#pragma once

#include "http/message.hpp"

#include <boost/asio/awaitable.hpp>

namespace postern::net {

// Whatever answers requests. A server puts it on a socket; a test calls it in memory.
class Service {
public:
    virtual ~Service() = default;

    // `request.url` is absolute ("https://<Host header><target>", path and query as on the wire).
    // Must not throw for anything the request holds.
    [[nodiscard]] virtual boost::asio::awaitable<http::Response> handle(http::Request request) = 0;
};

} // namespace postern::net
