#include "simulator/inspector/party.hpp"

#include "platform/connect/app_url.hpp"

#include <algorithm>

namespace postern::simulator::inspector {

std::optional<Party> party_of(SiteServices const& services, std::string_view site)
{
    auto const tenant = std::ranges::find(services.tenants, site, &Tenant::name);
    if (tenant == services.tenants.end())
        return std::nullopt;
    auto installation = services.site.state().installation(site);
    auto app = installation ? services.site.platform().read_descriptor(installation->descriptor, std::nullopt)
                            : std::unexpected(platform::DescriptorError());
    if (!app)
        return std::nullopt;
    return Party{.tenant = *tenant, .installation = *std::move(installation), .app = *std::move(app)};
}

bool is_of_app(platform::App const& app, std::string_view url)
{
    auto const parsed = http::parse_url(url);
    return parsed && parsed->origin() == app.base_url.origin();
}

bool goes_to_app(Direction direction)
{
    return direction == Direction::host_to_app || direction == Direction::browser_to_app;
}

std::string hash_base(RecordedExchange const& exchange, std::optional<Party> const& party)
{
    auto const& url = exchange.start.request.url;
    if (goes_to_app(exchange.start.direction))
        return party && is_of_app(party->app, url) ? platform::connect::base_address(party->app.base_url)
                                                   : "";
    auto const parsed = http::parse_url(url);
    return parsed && parsed->path.starts_with("/wiki/") ? "/wiki" : "";
}

} // namespace postern::simulator::inspector
