#include "sample/app.hpp"
#include "sample/descriptor.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::sample {
namespace {

// "https://app.example/" and "https://app.example" are one base URL.
bool is_audience(std::vector<std::string> const& audience, std::string const& base_url)
{
    return std::ranges::any_of(audience, [&](std::string_view entry) {
        while (entry.ends_with('/'))
            entry.remove_suffix(1);
        return entry == base_url;
    });
}

bool is_signed_by_host(std::string_view event) { return event == "installed" || event == "uninstalled"; }

http::Response done() { return http::make_response(204, "", ""); }

http::Response bad_request()
{
    return http::make_response(400, "text/plain; charset=utf-8", "The body is not what the host sends.\n");
}

} // namespace

boost::asio::awaitable<http::Response> App::lifecycle(Visit const& visit)
{
    auto const event = visit.route.lifecycle_event;
    auto const call = read_lifecycle_call(visit.request.body);
    if (!is_signed_by_host(event)) {
        auto const identity = identify(visit, Sources::header, Binding::request);
        if (!identity)
            co_return refuse(visit, identity.error());
        if (!call || call->event != event || call->client_key != identity->tenant->client_key)
            co_return refuse(visit, Refusal::body_malformed);
        // `disabled` may come after `uninstalled`, which then stands.
        auto& state = identity->tenant->state;
        if (state != TenantState::uninstalled)
            state = event == "enabled" ? TenantState::enabled : TenantState::disabled;
        co_return done();
    }

    if (!weak(Weakness::unsigned_install)) {
        if (!call)
            co_return refuse(visit, Refusal::body_malformed);
        auto step = check_signed_call(visit, *call);
        auto const checked = co_await std::move(step);
        if (!checked)
            co_return refuse(visit, checked.error());
    }
    if (!call || call->event != event)
        co_return bad_request();
    if (event == "installed")
        co_return install(*call);
    if (auto const tenant = tenants_.find(call->client_key))
        tenant->state = TenantState::uninstalled;
    co_return done();
}

boost::asio::awaitable<std::expected<void, Refusal>> App::check_signed_call(Visit const& visit,
                                                                            LifecycleCall const& call)
{
    auto const compact = find_token(visit.request, visit.url.query, Sources::header);
    if (!compact)
        co_return std::unexpected(compact.error());
    auto const unverified = jwt::parse(*compact);
    if (!unverified)
        co_return std::unexpected(Refusal::token_unreadable);

    auto const is_confused =
        weak(Weakness::hmac_with_public_key) && unverified->algorithm == jwt::name(jwt::Algorithm::hs256);
    auto const algorithm = is_confused ? jwt::Algorithm::hs256 : jwt::Algorithm::rs256;
    std::vector<jwt::Key> keys;
    if (unverified->algorithm == jwt::name(algorithm) && !weak(Weakness::any_signature)) {
        auto key_id = unverified->key_id;
        auto step = host_key(std::move(key_id), algorithm);
        auto key = co_await std::move(step);
        if (!key)
            co_return std::unexpected(key.error());
        keys.push_back(std::move(*key));
    }
    Demand const demand{.algorithm = algorithm, .keys = keys, .binding = Binding::request};
    auto const token = check_.check(*compact, demand, visit.request, base_path());
    if (!token)
        co_return std::unexpected(token.error());
    if (token->claims.issuer != call.client_key)
        co_return std::unexpected(Refusal::wrong_issuer);
    if (!is_audience(token->claims.audience, base_url_text(config_.base_url)))
        co_return std::unexpected(Refusal::wrong_audience);
    if (call.app_key != app_key)
        co_return std::unexpected(Refusal::another_app);
    co_return std::expected<void, Refusal>{};
}

// The key server's key; HS256 asks for its text as a secret, which only a weakness does.
boost::asio::awaitable<std::expected<jwt::Key, Refusal>> App::host_key(std::optional<std::string> key_id,
                                                                       jwt::Algorithm algorithm)
{
    if (!key_id || !is_key_id(*key_id))
        co_return std::unexpected(Refusal::key_id_malformed);
    auto step = ports_.keys.public_key(std::move(*key_id));
    auto const pem = co_await std::move(step);
    if (!pem)
        co_return std::unexpected(pem.error() == KeyFailure::unknown ? Refusal::key_unknown
                                                                     : Refusal::key_server_unreachable);
    auto key = algorithm == jwt::Algorithm::hs256 ? jwt::Key::from_secret(*pem) : jwt::Key::from_pem(*pem);
    if (!key)
        co_return std::unexpected(Refusal::key_server_unreachable);
    co_return std::move(*key);
}

http::Response App::install(LifecycleCall const& call)
{
    if (!call.shared_secret || !call.base_url)
        return bad_request();
    auto secret = jwt::Key::from_secret(*call.shared_secret);
    if (!secret)
        return bad_request();
    if (!tenants_.install(call.client_key, std::move(*secret), *call.base_url)) {
        ports_.log(fmt::format("refused /installed: there are {} tenants already", tenants_.size()));
        return http::make_response(503, "text/plain; charset=utf-8",
                                   "There is no room for another tenant.\n");
    }
    return done();
}

} // namespace postern::sample
