#include "platform/connect/claims.hpp"

#include "platform/connect/app_url.hpp"
#include "platform/connect/qsh.hpp"

#include <nlohmann/json.hpp>

namespace postern::platform::connect {
namespace {

using Json = nlohmann::ordered_json;

// In the order of the host's own tokens.
Json claims(App const& app, http::Request const& request, HostContext const& context, TimePoint now)
{
    auto const issued = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
    return {{"sub", context.user},
            {"qsh", query_hash(request.method, request.url, base_address(app.base_url))},
            {"iss", context.client_key},
            {"context", Json::object()},
            {"exp", (issued + token_lifetime).count()},
            {"iat", issued.count()}};
}

// Bytes that are no UTF-8 are replaced, not thrown at.
std::string print(Json const& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::optional<std::string_view> form_body(http::Request const& request)
{
    auto const type = request.headers.get("Content-Type");
    if (type && type->starts_with("application/x-www-form-urlencoded"))
        return request.body;
    return std::nullopt;
}

} // namespace

std::string request_claims(App const& app, http::Request const& request, HostContext const& context,
                           TimePoint now)
{
    return print(claims(app, request, context, now));
}

std::string lifecycle_claims(App const& app, std::string_view event, http::Request const& request,
                             HostContext const& context, TimePoint now)
{
    auto all = claims(app, request, context, now);
    if (event == "installed" || event == "uninstalled")
        all["aud"] = Json::array({base_address(app.base_url)});
    return print(all);
}

TokenBinding token_binding(App const& app, http::Request const& request,
                           std::optional<std::string_view> claim)
{
    if (!claim || *claim == context_qsh)
        return TokenBinding::any_request;
    auto const match =
        match_query_hash(*claim, request.method, request.url, base_address(app.base_url), form_body(request));
    return match ? TokenBinding::this_request : TokenBinding::another_request;
}

} // namespace postern::platform::connect
