#pragma once

// Whether a page that came instead of the panel can get itself a fresh token.
// Source: docs/guides/expired-panel.md, "How to fix it".

#include "http/exchange.hpp"
#include "net/client.hpp"

#include <boost/asio/awaitable.hpp>

namespace postern::simulator {

enum class Recovery {
    asks,   // a script of it, or an attribute such as onclick, names getToken of the bridge
    none,   // no script of it does
    unknown // no script that could be read does, but there are others
};

// Reads the HTML in the response of `page` and, from the page's own origin, the scripts that it names: asks
// for each of them once, answer_timeout at most and no longer than to the deadline. Scripts of other origins
// are not asked for. Never throws.
[[nodiscard]] boost::asio::awaitable<Recovery> recovery_of(net::Client& client, http::Exchange page,
                                                           net::Deadline deadline);

} // namespace postern::simulator
