#pragma once

#include "http/exchange.hpp"

#include <span>

namespace postern::checks {

// Whether the last of `hops` is a page to sign in at, and another place than the first asked for: a host that
// is known for nothing else, or HTML whose form asks for one password and little besides. Judged by
// structure, never by words. A page that answers in its own place is no refusal, whatever form it shows.
[[nodiscard]] bool led_to_login(std::span<http::Exchange const> hops);

} // namespace postern::checks
