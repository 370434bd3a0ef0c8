#pragma once

#include <string_view>

namespace postern::sample {

struct Asset {
    std::string_view type; // Content-Type
    std::string_view body;
};

// The static file at this path; every path of RouteKind::asset has one (asserted). Their paths carry a
// version, so that caches may keep them.
[[nodiscard]] Asset asset(std::string_view path);

} // namespace postern::sample
