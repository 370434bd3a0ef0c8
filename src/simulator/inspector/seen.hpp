#pragma once

// How the inspector shows a request that comes to a site.

#include "http/url.hpp"
#include "simulator/inspector/exchange_log.hpp"

#include <optional>
#include <string>

namespace postern::simulator::inspector {

struct Seen {
    Direction direction;
    std::string purpose;
};

// Nothing for the inspector's own requests, for files of the front end, and for the call that carries an
// AP.request, which is seen as what it asks for.
[[nodiscard]] std::optional<Seen> seen_as(http::Url const& url);

} // namespace postern::simulator::inspector
