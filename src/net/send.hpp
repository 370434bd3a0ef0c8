#pragma once

// Sending one request, by way of whoever wants to see it.

#include "net/client.hpp"

#include <functional>

namespace postern::net {

// Gives what came of the request, as Client::send does.
using Send = std::function<boost::asio::awaitable<http::Outcome>(http::Request, Deadline)>;

// By way of nobody. `client` must outlive it and what it sends.
[[nodiscard]] Send through(Client& client);

} // namespace postern::net
