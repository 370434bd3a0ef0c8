#pragma once

// What a browser says of the page that a request comes from. Browsers say it to addresses of this machine and
// over HTTPS; towards another address over plain HTTP they are silent, as servers are. Source:
// https://www.w3.org/TR/fetch-metadata/.

#include "http/message.hpp"

namespace postern::simulator {

// Whether a browser sent it for a page, and not a server on its own.
[[nodiscard]] bool is_of_browser(http::Request const& request);

// Whether a page of another site sent it without showing it: an image, a frame, a call; no link that a person
// follows. Ports make no other site.
[[nodiscard]] bool is_of_foreign_page(http::Request const& request);

} // namespace postern::simulator
