#include "probes/requests.hpp"

namespace postern::probes {

http::Request request_of(PlanInput const& input, platform::Endpoint const& endpoint,
                         platform::HostContext const& context)
{
    http::Request request{.url = input.platform.endpoint_url(input.app, endpoint, context)};
    request.headers.set("Accept", "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8");
    if (endpoint.kind == platform::EndpointKind::webhook) {
        request.method = "POST";
        request.headers.set("Content-Type", "application/json");
        request.body = input.platform.webhook_body(input.app, endpoint, context, input.now);
    }
    return request;
}

std::string_view where(platform::TokenPlacement placement)
{
    return placement == platform::TokenPlacement::authorization_header ? "in the header" : "in the query";
}

} // namespace postern::probes
