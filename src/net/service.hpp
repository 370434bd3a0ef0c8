#pragma once

#include "http/message.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>

namespace postern::net {

// A body that comes in parts while its response is already on the wire, such as text/event-stream. It ends
// when the peer closes its side of the connection or sends anything more. One that vanishes without a word is
// noticed when a part is written: a part that may be long in coming has to be preceded by an empty comment or
// the like.
class BodyStream {
public:
    virtual ~BodyStream() = default;

    // The next part, as soon as there is one; nothing ends the body. Cancelled when the server stops
    // or the peer is gone. Must not throw for anything else.
    [[nodiscard]] virtual boost::asio::awaitable<std::optional<std::string>> next() = 0;
};

struct StreamedResponse {
    http::Response head; // its body is not sent
    std::unique_ptr<BodyStream> body;
};

// Whatever answers requests. A server puts it on a socket; a test calls it in memory.
class Service {
public:
    virtual ~Service() = default;

    // `request.url` is absolute ("https://<Host header><target>", path and query as on the wire).
    // Must not throw for anything the request holds.
    [[nodiscard]] virtual boost::asio::awaitable<http::Response> handle(http::Request request) = 0;

    // Asked first: the answer, if this is a request whose body comes over time. The connection ends with it.
    [[nodiscard]] virtual std::optional<StreamedResponse> stream(http::Request const& /*request*/)
    {
        return std::nullopt;
    }
};

} // namespace postern::net
