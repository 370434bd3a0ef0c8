#include "sample/bridge.hpp"

#include "sample/descriptor.hpp"
#include "sample/host_rule.hpp"

namespace postern::sample {

Bridge bridge_of_cdn()
{
    return {.origin = "https://connect-cdn.atl-paas.net",
            .address = "https://connect-cdn.atl-paas.net/all.js"};
}

Bridge bridge_of(Tenant const& tenant)
{
    if (!tenant.secret || !tenant.base_url || allows(default_host_rules(), *tenant.base_url))
        return bridge_of_cdn();
    return {.origin = tenant.base_url->origin(),
            .address = base_url_text(*tenant.base_url) + "/atlassian-connect/all.js"};
}

} // namespace postern::sample
