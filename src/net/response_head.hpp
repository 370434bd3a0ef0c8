#pragma once

#include "http/message.hpp"

#include <string>
#include <string_view>

namespace postern::net {

// What the status line says of a status (RFC 9110 section 15); empty for one that has no words.
[[nodiscard]] std::string_view reason_phrase(int status);

enum class Persistence { keep_alive, close };

// The status line and the header section of `response`, with the empty line. Fields go out in their order,
// save Content-Length, Transfer-Encoding, Connection and Keep-Alive: those describe the connection and are
// the server's own. There is no Date: the server has no clock of the day.
[[nodiscard]] std::string response_head(http::Response const& response, Persistence persistence);

// The same for a body that ends with the connection (RFC 9112 section 6.3, item 8).
[[nodiscard]] std::string streamed_response_head(http::Response const& response);

// Whether a response to `method` may have a body on the wire (RFC 9112 section 6.3).
[[nodiscard]] bool sends_body(std::string_view method, int status);

} // namespace postern::net
