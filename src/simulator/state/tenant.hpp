#pragma once

// One simulated site while it runs.

#include "platform/platform.hpp"
#include "simulator/state/model.hpp"

#include <map>
#include <string>

namespace postern::simulator {

struct Tenant {
    std::string name;
    std::string title;
    std::string client_key;
    std::string cloud_id;
    std::string origin; // "http://localhost:2990"
    bool operator==(Tenant const&) const = default;
};

// What a request from this site says of itself. `values` are the context parameters of the place.
[[nodiscard]] inline platform::HostContext host_context(Tenant const& tenant, std::string user,
                                                        std::map<std::string, std::string> values)
{
    return {.label = tenant.name,
            .host_origin = tenant.origin,
            .client_key = tenant.client_key,
            .user = std::move(user),
            .values = std::move(values)};
}

} // namespace postern::simulator
