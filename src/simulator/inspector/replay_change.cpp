#include "base/assert.hpp"
#include "jwt/sign.hpp"
#include "jwt/token.hpp"
#include "platform/connect/app_url.hpp"
#include "platform/connect/qsh.hpp"
#include "simulator/inspector/party.hpp"
#include "simulator/inspector/replay.hpp"
#include "simulator/inspector/token_json.hpp"
#include "simulator/request/request_body.hpp"
#include "simulator/rest/oauth2.hpp"
#include "simulator/rest/rest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::simulator::inspector {
namespace {

namespace connect = platform::connect;
using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds expired_for = std::chrono::hours(1);
constexpr std::int64_t lifetime_seconds = 900;
constexpr std::string_view other_path = "/another-address";

// Another site where the same app has another secret.
std::optional<Party> other_party(SiteServices const& services, Party const& party)
{
    for (auto const& tenant : services.tenants)
        if (auto other = party_of(services, tenant.name);
            other && tenant.name != party.tenant.name && other->app.key == party.app.key)
            return other;
    return std::nullopt;
}

std::optional<User> other_user(SiteServices const& services, std::string const& site,
                               std::string const& account)
{
    for (auto const& user : services.site.state().users(site))
        if (user.account_id != account)
            return user;
    return std::nullopt;
}

std::optional<std::string> lifecycle_event(http::Request const& request)
{
    auto const body = parse_bounded(request.body, request_body_limits);
    if (!body || !body->is_object())
        return std::nullopt;
    auto const event = body->find("eventType");
    if (event == body->end() || !event->is_string())
        return std::nullopt;
    return event->get<std::string>();
}

// Why a body is not told to the app again.
std::optional<std::string> obstacle_in_body(http::Request const& request)
{
    auto const read = parse_bounded(request.body, request_body_limits);
    if (!read && read.error().problem != JsonProblem::no_json)
        return "The request's body has too many objects and lists.";
    if (!read && request.body.contains("installed"))
        return "The request's body may tell of an install, and is no JSON that can be read.";
    if (lifecycle_event(request) == "uninstalled")
        return "An app that is told twice that it was taken away would forget a site that it is installed "
               "at.";
    return std::nullopt;
}

// Why nothing can be asked again.
std::optional<std::string> obstacle(SiteServices const& services, RecordedExchange const& exchange,
                                    std::optional<Party> const& party)
{
    auto const direction = exchange.start.direction;
    auto const& request = exchange.start.request;
    if (exchange.request_truncated())
        return "The request's body was not kept whole.";
    if (direction == Direction::browser_to_elsewhere)
        return "Only addresses of the installed app are asked.";
    if (direction == Direction::browser_to_host)
        return "What a page asks is asked again by the page: reload it.";
    if (auto const site = site_of(services, exchange); site != services.site.tenant().name)
        return fmt::format("This is an exchange of the site {}: replay it in the inspector there.", site);
    if (!party)
        return "No app is installed at this site now.";
    if (goes_to_app(direction))
        return is_of_app(party->app, request.url)
                   ? obstacle_in_body(request)
                   : std::optional<std::string>("Only addresses of the installed app are asked.");
    if (exchange.source == Source::imported)
        return "An imported request to the host is shown, and not answered again.";
    auto const url = http::parse_url(request.url);
    if (!url || !(is_rest_path(url->path) || url->path == token_path))
        return "Only requests to the REST API and for bearer tokens are answered again.";
    return std::nullopt;
}

std::string_view bearer_of(http::Request const& request)
{
    constexpr std::string_view scheme = "Bearer ";
    auto const header = request.headers.get("Authorization").value_or("");
    return header.starts_with(scheme) ? header.substr(scheme.size()) : std::string_view();
}

// Another for the same, or one that is good no more as it is.
std::string changed_bearer(SiteServices const& services, http::Request const& request, Change change)
{
    auto const now = services.clock.now();
    auto grant = services.bearer_tokens.find(bearer_of(request), now);
    if (!grant)
        return std::string(bearer_of(request));
    auto const other = other_user(services, grant->site, grant->account_id);
    if (change == Change::other_user && other)
        grant->account_id = other->account_id;
    return services.bearer_tokens.issue(*std::move(grant), now);
}

bool is_possible(SiteServices const& services, RecordedExchange const& exchange, Party const& party,
                 jwt::Token const& token, Change change)
{
    auto const to_app = goes_to_app(exchange.start.direction);
    auto const by_host = token.algorithm == "RS256";
    switch (change) {
    case Change::other_user:
        return to_app && !by_host && token.claims.subject &&
               other_user(services, party.tenant.name, *token.claims.subject);
    case Change::wrong_hash:
        return token.claims.query_hash && token.claims.query_hash != connect::context_qsh;
    case Change::other_tenant:
        return to_app && other_party(services, party);
    case Change::foreign_signature:
        return !by_host && other_party(services, party);
    case Change::unchanged:
    case Change::fresh:
    case Change::expired:
    case Change::no_token:
        return true;
    }
    return false;
}

std::string without_jwt(std::string const& url)
{
    auto const question = url.find('?');
    if (question == std::string::npos)
        return url;
    std::string kept;
    std::string_view query = std::string_view(url).substr(question + 1);
    while (!query.empty()) {
        auto const end = query.find('&');
        auto const parameter = query.substr(0, end);
        if (!parameter.starts_with("jwt="))
            kept.append(kept.empty() ? "?" : "&").append(parameter);
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    }
    return url.substr(0, question) + kept;
}

// What the app is told is this site's secret of now: a replay must not leave host and app with different
// ones, nor the app with one under the name of a site that is not here.
void keep_secret_of_now(http::Request& request, Party const& party)
{
    if (lifecycle_event(request) != "installed")
        return;
    auto body = Json::parse(request.body);
    body["clientKey"] = party.tenant.client_key;
    body["sharedSecret"] = party.installation.shared_secret;
    request.body = body.dump();
}

// The first token's claims, as of now and with the change.
Json changed_claims(SiteServices const& services, RecordedExchange const& exchange, Party const& party,
                    jwt::Token const& token, Change change)
{
    auto claims = Json::parse(token.payload);
    auto const now = std::chrono::floor<std::chrono::seconds>(services.clock.now()).time_since_epoch();
    auto const& [issuer, subject, audience, hash, expires_at, not_before, issued_at] = token.claims;
    auto const lifetime = expires_at && issued_at && *expires_at > *issued_at
                              ? (*expires_at - *issued_at).count()
                              : lifetime_seconds;
    auto const expires = change == Change::expired ? (now - expired_for).count() : now.count() + lifetime;
    claims["exp"] = expires;
    claims["iat"] = expires - lifetime;
    claims.erase("nbf");
    if (goes_to_app(exchange.start.direction)) { // the first one may be of a site that is not here
        claims["iss"] = party.tenant.client_key;
        if (claims.contains("aud"))
            claims["aud"] = Json::array({connect::base_address(party.app.base_url)});
    }
    if (change == Change::other_user)
        claims["sub"] = other_user(services, party.tenant.name, *subject)->account_id;
    if (change == Change::wrong_hash)
        claims["qsh"] = connect::query_hash(exchange.start.request.method, other_path, "");
    if (change == Change::other_tenant)
        claims["iss"] = other_party(services, party)->tenant.client_key;
    return claims;
}

std::string signed_token(SiteServices const& services, Party const& party, jwt::Token const& token,
                         Json const& claims, Change change)
{
    if (token.algorithm == "RS256") {
        auto const& signer = services.keys.current();
        return jwt::sign(claims.dump(), signer.key, jwt::Algorithm::rs256, signer.key_id).value();
    }
    auto const foreign = change == Change::other_tenant || change == Change::foreign_signature;
    auto const& signer = foreign ? other_party(services, party).value() : party;
    auto const key = jwt::Key::from_secret(signer.installation.shared_secret).value();
    return jwt::sign(claims.dump(), key, jwt::Algorithm::hs256).value();
}

} // namespace

std::optional<User> other_user_of(SiteServices const& services, RecordedExchange const& exchange)
{
    if (auto const found = request_token(exchange)) {
        auto const subject = jwt::parse(found->compact).value().claims.subject;
        return subject ? other_user(services, services.site.tenant().name, *subject) : std::nullopt;
    }
    auto const grant = services.bearer_tokens.find(bearer_of(exchange.start.request), services.clock.now());
    return grant ? other_user(services, grant->site, grant->account_id) : std::nullopt;
}

std::expected<std::vector<Change>, std::string> changes_of(SiteServices const& services,
                                                           RecordedExchange const& exchange)
{
    auto const party = party_of(services, services.site.tenant().name);
    if (auto reason = obstacle(services, exchange, party))
        return std::unexpected(*std::move(reason));
    auto const found = request_token(exchange);
    std::vector<Change> changes{Change::unchanged};
    if (!found) {
        auto const bearer = bearer_of(exchange.start.request);
        if (auto const grant = services.bearer_tokens.find(bearer, services.clock.now())) {
            changes.push_back(Change::fresh);
            if (other_user(services, grant->site, grant->account_id))
                changes.push_back(Change::other_user);
        }
        if (exchange.start.request.headers.get("Authorization"))
            changes.push_back(Change::no_token);
        return changes;
    }
    auto const token = jwt::parse(found->compact).value();
    if (found->signature == FoundToken::Signature::masked)
        changes.clear();                // what is left of it cannot be sent
    if (!Json::accept(token.payload)) { // a number beyond all bounds: nothing can be signed again
        changes.push_back(Change::no_token);
        return changes;
    }
    for (auto const change : {Change::fresh, Change::other_user, Change::expired, Change::wrong_hash,
                              Change::other_tenant, Change::foreign_signature, Change::no_token})
        if (is_possible(services, exchange, *party, token, change))
            changes.push_back(change);
    return changes;
}

http::Request changed_request(SiteServices const& services, RecordedExchange const& exchange, Change change)
{
    auto const party = party_of(services, services.site.tenant().name);
    POSTERN_ASSERT(party.has_value(), "an exchange that can be replayed has an app");
    auto request = exchange.start.request;
    request.url = without_fragment(request.url);
    for (auto const* name : {"Host", "Connection", "Content-Length", "Transfer-Encoding", "Accept-Encoding"})
        request.headers.remove(name); // the client's own
    keep_secret_of_now(request, *party);
    if (change == Change::unchanged)
        return request;
    auto const found = request_token(exchange);
    request.url = without_jwt(request.url);
    request.headers.remove("Authorization");
    if (change == Change::no_token)
        return request;
    if (!found) {
        request.headers.set("Authorization",
                            "Bearer " + changed_bearer(services, exchange.start.request, change));
        return request;
    }
    auto const token = jwt::parse(found->compact).value();
    auto const claims = changed_claims(services, exchange, *party, token, change);
    auto const placement = found->place == TokenPlace::query ? platform::TokenPlacement::query_parameter
                                                             : platform::TokenPlacement::authorization_header;
    services.site.platform().place_token(request, signed_token(services, *party, token, claims, change),
                                         placement);
    return request;
}

} // namespace postern::simulator::inspector
