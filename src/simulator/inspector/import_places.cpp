#include "simulator/inspector/import_places.hpp"

#include "simulator/inspector/har.hpp"
#include "simulator/inspector/party.hpp"
#include "simulator/inspector/seen.hpp"
#include "simulator/pages/page_calls.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::simulator::inspector {
namespace {

// What the inspector sees twice, as a call and as what it asks for, an archive of a browser has once.
std::optional<std::string> purpose_of(http::Url const& url)
{
    if (url.path == fmt::format("{}request", page_calls_path))
        return "AP.request";
    auto seen = seen_as(url);
    return seen ? std::optional(std::move(seen->purpose)) : std::nullopt;
}

} // namespace

ImportPlaces::ImportPlaces(SiteServices const& services) : tenants_(services.tenants)
{
    for (auto const& tenant : tenants_)
        if (auto const party = party_of(services, tenant.name))
            app_origins_.push_back(party->app.base_url.origin());
}

ImportPlaces::Outcome ImportPlaces::place(RecordedExchange& exchange) const
{
    auto& start = exchange.start;
    auto const url = http::parse_url(start.request.url);
    if (start.direction != Direction::browser_to_elsewhere || !url)
        return Outcome::shown;
    auto const origin = url->origin();
    if (std::ranges::find(app_origins_, origin) != app_origins_.end())
        start.direction = Direction::browser_to_app;
    auto const site = std::ranges::find(tenants_, origin, &Tenant::origin);
    if (site == tenants_.end())
        return Outcome::shown;
    auto purpose = purpose_of(*url);
    if (!purpose)
        return Outcome::not_shown;
    start.direction = Direction::browser_to_host;
    start.site = site->name;
    start.request.headers.remove(page_secret_header); // as of what is seen here
    if (start.purpose == har_purpose_unknown)
        start.purpose = *std::move(purpose);
    return Outcome::shown;
}

} // namespace postern::simulator::inspector
