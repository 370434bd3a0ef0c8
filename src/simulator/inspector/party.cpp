#include "simulator/inspector/party.hpp"

#include "jwt/token.hpp"
#include "platform/connect/app_url.hpp"
#include "platform/connect/iframe_url.hpp"
#include "simulator/inspector/token_json.hpp"
#include "simulator/request/request_body.hpp"

#include <algorithm>

namespace postern::simulator::inspector {
namespace {

std::optional<std::string> client_key_in(std::string const& body)
{
    auto const json = parse_bounded(body, request_body_limits);
    if (!json || !json->is_object())
        return std::nullopt;
    auto const key = json->find("clientKey");
    return key != json->end() && key->is_string() ? std::optional(key->get<std::string>()) : std::nullopt;
}

std::optional<std::string> issuer_of(RecordedExchange const& exchange)
{
    auto const found = request_token(exchange);
    auto const token = found ? jwt::parse(found->compact) : std::unexpected(jwt::Failure());
    return token ? token->claims.issuer : std::nullopt;
}

} // namespace

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

std::string site_of(SiteServices const& services, RecordedExchange const& exchange)
{
    auto const& named = exchange.start.site;
    if (exchange.source == Source::seen)
        return named;
    auto const& tenants = services.tenants;
    for (auto const& key : {client_key_in(exchange.start.request.body), issuer_of(exchange)})
        if (auto const tenant = std::ranges::find(tenants, key, &Tenant::client_key); tenant != tenants.end())
            return tenant->name;
    auto const is_here = std::ranges::find(tenants, named, &Tenant::name) != tenants.end();
    return is_here ? named : services.site.tenant().name;
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
    if (party)
        return std::string(platform::connect::host_base_path(party->app));
    auto const parsed = http::parse_url(url);
    return parsed && parsed->path.starts_with("/wiki/") ? "/wiki" : "";
}

} // namespace postern::simulator::inspector
