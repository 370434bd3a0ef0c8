#include "simulator/inspector/token_json.hpp"

#include "http/token_signature.hpp"
#include "jwt/verify.hpp"
#include "platform/connect/explain.hpp"
#include "platform/connect/near_miss.hpp"
#include "platform/connect/qsh.hpp"
#include "simulator/inspector/party.hpp"
#include "simulator/request/query.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace postern::simulator::inspector {
namespace {

namespace connect = platform::connect;
using Json = nlohmann::json;

constexpr std::string_view any_signature = "AA";

std::optional<FoundToken> token_in(TokenPlace place, std::string_view text)
{
    FoundToken found{.place = place, .compact = std::string(text)};
    if (text.ends_with(http::redacted_signature)) {
        found.compact.resize(text.size() - http::redacted_signature.size());
        found.compact += any_signature;
        found.signature = FoundToken::Signature::masked;
    }
    return jwt::parse(found.compact) ? std::optional(std::move(found)) : std::nullopt;
}

std::string_view after_scheme(std::string_view header)
{
    auto const blank = header.find(' ');
    return blank == std::string_view::npos ? std::string_view() : header.substr(blank + 1);
}

std::string token_of_answer(http::Response const& response)
{
    auto const json = Json::parse(response.body.starts_with('{') ? response.body : "", nullptr, false);
    auto const token = json.is_object() ? json.find("token") : json.end();
    return token != json.end() && token->is_string() ? token->get<std::string>() : "";
}

std::string_view words(TokenPlace place)
{
    switch (place) {
    case TokenPlace::query:
        return "in the address (jwt)";
    case TokenPlace::authorization:
        return "in the Authorization header";
    case TokenPlace::form_jwt:
        return "in the form (jwt)";
    case TokenPlace::form_acpt:
        return "in the form (acpt)";
    case TokenPlace::form_assertion:
        return "in the form (assertion)";
    case TokenPlace::answer:
        return "in the answer (token)";
    }
    return "";
}

Json claims_json(std::vector<connect::ExplainedClaim> const& claims)
{
    Json all = Json::array();
    for (auto const& claim : claims)
        all.push_back({{"name", claim.name}, {"value", claim.value}, {"meaning", claim.meaning}});
    return all;
}

// Whoever `sub` is, by name.
Json person_json(SiteServices const& services, std::string const& site, jwt::Claims const& claims)
{
    auto const user = claims.subject ? services.site.state().user(site, *claims.subject) : std::nullopt;
    return user ? Json(user->display_name) : Json();
}

std::optional<jwt::Key> key_for(SiteServices const& services, std::optional<Party> const& party,
                                jwt::Token const& token)
{
    if (token.algorithm == "RS256") {
        auto const pem = services.keys.public_pem(token.key_id.value_or(""));
        auto key = pem ? jwt::Key::from_pem(*pem) : std::unexpected(jwt::KeyError::pem_not_readable);
        return key ? std::optional(*std::move(key)) : std::nullopt;
    }
    if (!party)
        return std::nullopt;
    auto key = jwt::Key::from_secret(party->installation.shared_secret);
    return key ? std::optional(*std::move(key)) : std::nullopt;
}

// Judged with the secret of now: an app that was installed again since has another.
Json signature_json(SiteServices const& services, std::optional<Party> const& party, FoundToken const& found,
                    jwt::Token const& token, TimePoint at)
{
    if (found.signature == FoundToken::Signature::masked)
        return {{"ok", Json()}, {"text", "masked when it was exported"}};
    auto const by_host = token.algorithm == "RS256";
    auto const key = key_for(services, party, token);
    if (!key)
        return {{"ok", Json()},
                {"text", by_host ? "signed with a key that this host does not have"
                                 : "not judged: no app is installed at this site now"}};
    jwt::Policy const policy{.algorithms = {by_host ? jwt::Algorithm::rs256 : jwt::Algorithm::hs256},
                             .expiry = jwt::Requirement::optional};
    auto const verified = jwt::verify(found.compact, *key, policy, at);
    if (verified || verified.error() > jwt::Failure::signature_mismatch)
        return {{"ok", true},
                {"text", by_host ? "signed with the host's key" : "signed with this tenant's shared secret"}};
    auto const* const with = by_host ? "the host's key" : "this tenant's shared secret of now";
    return {{"ok", false}, {"text", fmt::format("not good with {}: {}", with, describe(verified.error()))}};
}

std::optional<std::string_view> form_body(http::Request const& request)
{
    auto const type = request.headers.get("Content-Type").value_or("");
    return type.starts_with("application/x-www-form-urlencoded")
               ? std::optional<std::string_view>(request.body)
               : std::nullopt;
}

// How the signer may have come to another hash.
Json near_miss_json(http::Request const& request, std::string_view base, std::string_view received)
{
    auto const miss = connect::find_near_miss(
        received,
        {.method = request.method, .target = request.url, .base = base, .form_body = form_body(request)});
    if (!miss)
        return {};
    return {{"text", fmt::format("It would fit with {}.", fmt::join(miss->deviations, ", and "))},
            {"canonical", miss->canonical}};
}

// The canonical request is that of the variant that fits, or else as the host makes it.
Json hash_json(RecordedExchange const& exchange, std::optional<Party> const& party, jwt::Claims const& claims)
{
    auto const& request = exchange.start.request;
    auto const base = hash_base(exchange, party);
    auto const received = claims.query_hash.value_or("");
    auto const variant =
        connect::match_query_hash(received, request.method, request.url, base, form_body(request));
    auto const used = variant.value_or(connect::QshVariant());
    auto const canonical =
        used.parameters == connect::ParameterSource::form_body
            ? connect::canonical_form_request(request.method, request.url, base, request.body, used.order,
                                              used.path)
            : connect::canonical_request(request.method, request.url, base, used.order, used.path);
    return {{"canonical", canonical},
            {"base", base},
            {"expected", variant ? received : connect::query_hash(request.method, request.url, base)},
            {"received", claims.query_hash ? Json(received) : Json()},
            {"context", received == connect::context_qsh},
            {"equal", variant.has_value()},
            {"nearMiss", variant || received.empty() || received == connect::context_qsh
                             ? Json()
                             : near_miss_json(request, base, received)},
            {"variant", variant ? describe(*variant) : ""}};
}

// Where a token should stand and none does that can be read: an app's own mistake, most of the time.
Json unreadable_tokens(RecordedExchange const& exchange)
{
    Json all = Json::array();
    auto const& request = exchange.start.request;
    auto const header = request.headers.get("Authorization").value_or("");
    auto const add = [&](TokenPlace place, std::string_view text) {
        auto const token = jwt::parse(text);
        if (!text.empty() && !token_in(place, text))
            all.push_back({{"place", words(place)}, {"problem", describe(token.error())}});
    };
    add(TokenPlace::query, query_value(connect::query_of(request.url), "jwt"));
    if (header.starts_with("JWT "))
        add(TokenPlace::authorization, after_scheme(header));
    return all;
}

} // namespace

std::vector<FoundToken> tokens_in(RecordedExchange const& exchange)
{
    std::vector<FoundToken> found;
    auto const add = [&](TokenPlace place, std::string_view text) {
        if (auto token = token_in(place, text))
            found.push_back(*std::move(token));
    };
    auto const& request = exchange.start.request;
    add(TokenPlace::query, query_value(connect::query_of(request.url), "jwt"));
    add(TokenPlace::authorization, after_scheme(request.headers.get("Authorization").value_or("")));
    if (form_body(request)) {
        auto const form = query_values(request.body);
        for (auto const& [place, name] :
             {std::pair(TokenPlace::form_jwt, "jwt"), std::pair(TokenPlace::form_acpt, "acpt"),
              std::pair(TokenPlace::form_assertion, "assertion")})
            if (auto const field = form.find(name); field != form.end())
                add(place, field->second);
    }
    if (auto const* response = exchange.response())
        add(TokenPlace::answer, token_of_answer(*response));
    return found;
}

std::optional<FoundToken> request_token(RecordedExchange const& exchange)
{
    auto const all = tokens_in(exchange);
    if (all.empty() || all.front().place > TokenPlace::authorization)
        return std::nullopt;
    return all.front();
}

Json tokens_json(SiteServices const& services, RecordedExchange const& exchange)
{
    auto const site = site_of(services, exchange);
    auto const party = party_of(services, site);
    Json all = unreadable_tokens(exchange);
    for (auto const& found : tokens_in(exchange)) {
        auto const token = jwt::parse(found.compact).value();
        auto const bound = found.place <= TokenPlace::authorization;
        all.push_back({{"place", words(found.place)},
                       {"problem", Json()},
                       {"header", claims_json(connect::explain_header(token))},
                       {"claims", claims_json(connect::explain_payload(token, exchange.start.at))},
                       {"age", connect::explain_age(token.claims, exchange.start.at)},
                       {"ageNow", connect::explain_age(token.claims, services.clock.now())},
                       {"person", person_json(services, site, token.claims)},
                       {"signature", signature_json(services, party, found, token, exchange.start.at)},
                       {"hash", bound ? hash_json(exchange, party, token.claims) : Json()}});
    }
    return all;
}

} // namespace postern::simulator::inspector
