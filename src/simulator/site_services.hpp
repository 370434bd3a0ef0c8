#pragma once

// What the request handlers of a site share; the simulator owns it all.

#include "simulator/app_client.hpp"
#include "simulator/lifecycle/host_keys.hpp"
#include "simulator/lifecycle/installer.hpp"
#include "simulator/rest/bearer_tokens.hpp"
#include "simulator/site.hpp"
#include "simulator/webhooks/webhooks.hpp"

#include <memory>
#include <string>
#include <vector>

namespace postern::simulator {

struct SiteServices {
    Site& site;
    std::vector<Tenant> const& tenants; // all sites, this one included
    Installer& installer;
    HostKeys& keys;
    Webhooks& webhooks;
    BearerTokens& bearer_tokens; // of all sites
    AppClient& client;
    std::shared_ptr<ExchangeLog> exchanges; // of all sites
    Clock const& clock;
    std::string const& page_secret;              // which only the site's own pages know
    std::vector<std::string> const& suggestions; // addresses of descriptors, for the apps page
};

// JSON answers of this folder. Errors say what is wrong and what to do: {"reason": …, "remedy": …}.
[[nodiscard]] http::Response json_response(int status, nlohmann::json const& json);
[[nodiscard]] http::Response json_error(int status, std::string_view reason, std::string_view remedy = "");

} // namespace postern::simulator
