#pragma once

// Whether libcurl would take the way through a proxy to a host: what it does by itself for requests, known
// beforehand for what has no libcurl.

#include "evidence/host.hpp"

#include <functional>
#include <optional>
#include <string>

namespace postern::cli {

// `option` is --proxy, empty where it was not given; `variable` reads the environment. Ranges of addresses in
// no_proxy (192.0.2.0/24) are taken for no match.
[[nodiscard]] bool
goes_through_proxy(evidence::Host const& host, std::string const& option,
                   std::function<std::optional<std::string>(std::string const&)> const& variable);

} // namespace postern::cli
