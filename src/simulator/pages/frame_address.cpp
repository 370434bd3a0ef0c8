#include "simulator/pages/frame_address.hpp"

#include "base/assert.hpp"
#include "jwt/sign.hpp"
#include "platform/connect/claims.hpp"

namespace postern::simulator {

FrameAddress frame_address(platform::Platform const& platform, platform::App const& app,
                           platform::Endpoint const& endpoint, platform::HostContext const& context,
                           jwt::Key const& secret, TimePoint issued_at)
{
    http::Request request{.method = "GET", .url = platform.endpoint_url(app, endpoint, context)};
    if (endpoint.caching == platform::Caching::cacheable ||
        app.authentication == platform::Authentication::none)
        return {.url = std::move(request.url), .token = std::nullopt};
    auto const claims = platform.request_claims(app, request, context, issued_at);
    auto const token = jwt::sign(claims, secret, jwt::Algorithm::hs256);
    POSTERN_ASSERT(token.has_value(), "claims are an object and the tenant's secret is an HMAC key");
    platform.place_token(request, *token, platform::TokenPlacement::query_parameter);
    auto const issued = std::chrono::floor<std::chrono::seconds>(issued_at);
    return {.url = std::move(request.url),
            .token =
                TokenLife{.issued_at = issued, .expires_at = issued + platform::connect::token_lifetime}};
}

} // namespace postern::simulator
