#pragma once

#include "sample/tenants.hpp"

#include <string>
#include <string_view>

namespace postern::sample {

// Where a page loads the bridge from.
struct Bridge {
    std::string origin; // for the page's policy
    std::string address;
};

[[nodiscard]] Bridge bridge_of_cdn();

// For pages of this tenant (bridge.md section 1): the CDN's for sites of the cloud, any other host's, such as
// a simulator's without internet, its own. Only an install that the host signed names that host: the address
// of a script is never taken from a request.
[[nodiscard]] Bridge bridge_of(Tenant const& tenant);

} // namespace postern::sample
