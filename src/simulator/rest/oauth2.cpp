#include "simulator/rest/oauth2.hpp"

#include "jwt/verify.hpp"
#include "simulator/request/query.hpp"
#include "simulator/rest/app_token.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

constexpr std::string_view grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr std::string_view client_prefix = "urn:atlassian:connect:clientid:";
constexpr std::string_view user_prefix = "urn:atlassian:connect:useraccountid:";

struct Refusal {
    std::string error; // a code of RFC 6749 section 5.2
    std::string description;
};

http::Response refusal_response(Refusal const& refusal)
{
    return json_response(400, {{"error", refusal.error}, {"error_description", refusal.description}});
}

std::unexpected<Refusal> bad_grant(std::string description)
{
    return std::unexpected(Refusal{"invalid_grant", std::move(description)});
}

// The installation that an assertion names, at whichever site.
struct Client {
    Tenant tenant;
    InstalledApp app;
};

std::optional<Client> client_of(SiteServices const& services, std::string_view client_id)
{
    for (auto const& tenant : services.tenants) {
        auto installation = services.site.state().installation(tenant.name);
        if (!installation || installation->oauth_client_id != client_id)
            continue;
        auto app = read_installed(services.site.platform(), *std::move(installation));
        if (app && app->installation.state == Installation::State::enabled)
            return Client{.tenant = tenant, .app = *std::move(app)};
    }
    return std::nullopt;
}

std::string without_slash(std::string url)
{
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

bool is_of_tenant(Tenant const& tenant, std::optional<std::string> const& claim)
{
    auto const json = claim ? Json::parse(*claim, nullptr, false) : Json();
    if (!json.is_string())
        return false;
    auto const url = without_slash(json.get<std::string>());
    return url == tenant.origin || url == tenant.origin + "/wiki";
}

bool is_for_us(SiteServices const& services, std::vector<std::string> const& audience)
{
    return std::ranges::any_of(audience, [&](std::string const& each) {
        auto const url = without_slash(each);
        return url == authorization_server ||
               std::ranges::find(services.tenants, url, &Tenant::origin) != services.tenants.end();
    });
}

std::optional<std::string> after_prefix(std::optional<std::string> const& text, std::string_view prefix)
{
    return text && text->starts_with(prefix) ? std::optional(text->substr(prefix.size())) : std::nullopt;
}

// What to do about an assertion that can be read and is not good.
std::string remedy_of(jwt::Failure failure, Tenant const& tenant)
{
    switch (failure) {
    case jwt::Failure::algorithm_not_allowed:
    case jwt::Failure::key_does_not_fit:
        return "Sign it with HS256.";
    case jwt::Failure::signature_missing:
    case jwt::Failure::signature_mismatch:
        return fmt::format("Sign it with the shared secret of {}, as the last install there said it.",
                           tenant.title);
    case jwt::Failure::exp_missing:
    case jwt::Failure::expired:
        return "Make another assertion for each request, with an exp about a minute ahead.";
    case jwt::Failure::not_yet_valid:
    case jwt::Failure::issued_in_the_future:
        return "Set the app's clock, and give times in seconds of UTC.";
    default:
        return "Make it with a JWT library, of claims that have their types.";
    }
}

// Whom the assertion speaks for, without scopes; the client is known and the signature is not yet checked.
std::expected<std::string, Refusal> subject_of(SiteServices const& services, Client const& client,
                                               std::string const& assertion)
{
    auto const key = jwt::Key::from_secret(client.app.installation.shared_secret);
    if (!key)
        return bad_grant("The app has no shared secret here; install it again.");
    jwt::Policy const policy{.algorithms = {jwt::Algorithm::hs256}, .leeway = clock_difference_max};
    auto const token = jwt::verify(assertion, *key, policy, services.clock.now());
    if (!token)
        return bad_grant(fmt::format("The assertion is not good: {}. {}", jwt::describe(token.error()),
                                     remedy_of(token.error(), client.tenant)));
    if (!is_for_us(services, token->claims.audience))
        return bad_grant(
            fmt::format("The assertion's aud must be {} or {}.", authorization_server, client.tenant.origin));
    if (!is_of_tenant(client.tenant, token->claim("tnt")))
        return bad_grant(fmt::format("The assertion's tnt must be {}, the base URL of the tenant whose "
                                     "oauthClientId is its iss.",
                                     client.tenant.origin));
    auto const account = after_prefix(token->claims.subject, user_prefix);
    if (!account || !services.site.state().user(client.tenant.name, *account))
        return bad_grant(
            fmt::format("The assertion's sub must be {}<accountId> of a user of this tenant.", user_prefix));
    return *account;
}

std::expected<Scopes, Refusal> scopes_of(InstalledApp const& app, std::string const& wanted)
{
    auto const all = Scopes::of(app.app.facts.scopes);
    if (!all.allow(Scope::act_as_user))
        return std::unexpected(Refusal{"unauthorized_client",
                                       "The app's descriptor does not have the scope ACT_AS_USER; add it to "
                                       "scopes and install the app again."});
    auto const scopes = Scopes::parse(wanted);
    if (!scopes)
        return std::unexpected(
            Refusal{"invalid_scope", fmt::format("There is no scope {}.", scopes.error())});
    if (scopes->empty())
        return all;
    if (auto const missing = all.first_missing(*scopes); missing != Scope::none)
        return std::unexpected(Refusal{
            "invalid_scope", fmt::format("The app's descriptor does not have the scope {}.", name(missing))});
    return *scopes;
}

} // namespace

http::Response answer_token_request(SiteServices const& services, http::Request const& request)
{
    if (request.method != "POST")
        return json_error(405, "tokens are asked for with POST");
    auto const form = query_values(request.body);
    auto const given = [&](std::string_view member) {
        auto const found = form.find(member);
        return found == form.end() ? std::string() : found->second;
    };
    if (given("grant_type") != grant_type)
        return refusal_response(
            {"unsupported_grant_type", fmt::format("grant_type must be {}, in a form.", grant_type)});
    auto const assertion = given("assertion");
    auto const claimed = jwt::parse(assertion);
    if (!claimed)
        return refusal_response(
            {"invalid_grant",
             fmt::format(
                 "The assertion is no token that can be read: {}. Send the JWT as assertion, in a form.",
                 jwt::describe(claimed.error()))});
    auto const client_id = after_prefix(claimed->claims.issuer, client_prefix);
    auto const client = client_id ? client_of(services, *client_id) : std::nullopt;
    if (!client)
        return refusal_response(
            {"invalid_grant",
             fmt::format("The assertion's iss must be {}<oauthClientId> as the last install at a site said, "
                         "of an app that is enabled.",
                         client_prefix)});
    auto const account = subject_of(services, *client, assertion);
    if (!account)
        return refusal_response(account.error());
    auto const scopes = scopes_of(client->app, given("scope"));
    if (!scopes)
        return refusal_response(scopes.error());
    auto const token = services.bearer_tokens.issue(
        {.site = client->tenant.name, .client_id = *client_id, .account_id = *account, .scopes = *scopes},
        services.clock.now());
    return json_response(
        200,
        {{"access_token", token}, {"token_type", "Bearer"}, {"expires_in", BearerTokens::lifetime.count()}});
}

} // namespace postern::simulator
