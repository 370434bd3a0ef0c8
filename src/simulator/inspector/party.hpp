#pragma once

// Whose secret and whose base URL an exchange has to do with.

#include "simulator/inspector/exchange_log.hpp"
#include "simulator/site_services.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace postern::simulator::inspector {

// A site and the app that is installed there now.
struct Party {
    Tenant tenant;
    Installation installation;
    platform::App app;
};

// Nothing for a site that is not there, or where no app is.
[[nodiscard]] std::optional<Party> party_of(SiteServices const& services, std::string_view site);

// The site that an exchange is about. An imported one may come from wherever: it is about the site that its
// body's clientKey or its token's issuer names, or else the one that the archive names, or else this one.
[[nodiscard]] std::string site_of(SiteServices const& services, RecordedExchange const& exchange);

// Whether an address lies on the app's own origin: nothing else is ever asked.
[[nodiscard]] bool is_of_app(platform::App const& app, std::string_view url);

// An address as it is sent.
[[nodiscard]] constexpr std::string_view without_fragment(std::string_view url)
{
    return url.substr(0, url.find('#'));
}

// Whether the request goes to the app, whose tokens are bound to addresses below its base URL.
[[nodiscard]] bool goes_to_app(Direction direction);

// What is taken off the path before the query hash of a request is computed: the app's base address, or the
// path of the base URL that its install told the app; where no app is known, that of the product it calls.
[[nodiscard]] std::string hash_base(RecordedExchange const& exchange, std::optional<Party> const& party);

} // namespace postern::simulator::inspector
