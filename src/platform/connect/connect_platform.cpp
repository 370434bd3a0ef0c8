#include "platform/connect/connect_platform.hpp"

#include "platform/connect/claims.hpp"
#include "platform/connect/context.hpp"
#include "platform/connect/descriptor.hpp"
#include "platform/connect/iframe_url.hpp"
#include "platform/connect/payload.hpp"

#include <fmt/format.h>

namespace postern::platform::connect {

std::string_view ConnectPlatform::name() const { return "Atlassian Connect"; }

std::expected<App, DescriptorError>
ConnectPlatform::read_descriptor(std::string_view text,
                                 std::optional<http::Url> const& base_url_override) const
{
    return connect::read_descriptor(text, base_url_override);
}

HostContext ConnectPlatform::make_context(App const& app, std::string_view label, Random& random) const
{
    return connect::make_context(app, label, random);
}

std::string ConnectPlatform::endpoint_url(App const& app, Endpoint const& endpoint,
                                          HostContext const& context) const
{
    return connect::endpoint_url(app, endpoint, context);
}

std::string ConnectPlatform::request_claims(App const& app, http::Request const& request,
                                            HostContext const& context, TimePoint now) const
{
    return connect::request_claims(app, request, context, now);
}

std::string ConnectPlatform::product_context(HostContext const& context) const
{
    return connect::product_context(context);
}

std::string ConnectPlatform::context_claims(HostContext const& context, TimePoint now) const
{
    return connect::context_claims(context, now);
}

Platform::Lifecycle ConnectPlatform::lifecycle_call(App const& app, std::string_view event,
                                                    http::Request const& request, HostContext const& context,
                                                    Random& random, TimePoint now) const
{
    return {.body = lifecycle_body(app, event, context, random),
            .claims = lifecycle_claims(app, event, request, context, now)};
}

std::string ConnectPlatform::webhook_body(App const& app, Endpoint const& endpoint,
                                          HostContext const& context, TimePoint now) const
{
    return connect::webhook_body(app, endpoint, context, now);
}

TokenBinding ConnectPlatform::token_binding(App const& app, http::Request const& request,
                                            std::optional<std::string_view> query_hash) const
{
    return connect::token_binding(app, request, query_hash);
}

void ConnectPlatform::place_token(http::Request& request, std::string_view token,
                                  TokenPlacement placement) const
{
    if (placement == TokenPlacement::authorization_header) {
        request.headers.set("Authorization", fmt::format("JWT {}", token));
        return;
    }
    auto const question = request.url.find('?');
    auto const needs_separator =
        question != std::string::npos && question + 1 < request.url.size() && !request.url.ends_with('&');
    request.url.append(question == std::string::npos ? "?"
                       : needs_separator             ? "&"
                                                     : "")
        .append("jwt=")
        .append(http::percent_encode(token));
}

} // namespace postern::platform::connect
