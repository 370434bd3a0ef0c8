#include "sample/token_check.hpp"

#include "jwt/verify.hpp"
#include "platform/connect/qsh.hpp"
#include "sample/form.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace postern::sample {

namespace connect = platform::connect;

std::expected<std::string, Refusal> find_token(http::Request const& request, std::string_view query,
                                               Sources sources)
{
    constexpr std::string_view scheme = "JWT ";
    std::vector<std::string> tokens;
    if (sources == Sources::header_and_query)
        tokens = form_values(query, "jwt");
    for (auto const value : request.headers.all("Authorization"))
        if (value.starts_with(scheme))
            tokens.emplace_back(value.substr(scheme.size()));
    if (tokens.empty())
        return std::unexpected(Refusal::no_token);
    if (std::ranges::any_of(tokens, [&](std::string const& token) { return token != tokens.front(); }))
        return std::unexpected(Refusal::different_tokens);
    return std::move(tokens.front());
}

std::expected<jwt::Token, Refusal> TokenCheck::check(std::string_view compact, Demand const& demand,
                                                     http::Request const& request,
                                                     std::string_view base_path) const
{
    auto token = jwt::parse(compact);
    if (!token)
        return std::unexpected(Refusal::token_unreadable);
    if (unsigned_is_enough(*token, demand.algorithm)) {
        if (auto const times = check_times(token->claims, demand.age); !times)
            return std::unexpected(times.error());
    } else if (auto const signature = check_signature(compact, *token, demand); !signature) {
        return std::unexpected(signature.error());
    }
    if (auto const binding = check_binding(*token, demand.binding, request, base_path); !binding)
        return std::unexpected(binding.error());
    return std::move(*token);
}

bool TokenCheck::unsigned_is_enough(jwt::Token const& token, jwt::Algorithm algorithm) const
{
    if (weaknesses_.has(Weakness::alg_none) && http::equal_ignoring_case(token.algorithm, "none") &&
        token.signature.empty())
        return true;
    return weaknesses_.has(Weakness::any_signature) && token.algorithm == jwt::name(algorithm);
}

// Signature and times; the times by the same clock reading for every key.
std::expected<void, Refusal> TokenCheck::check_signature(std::string_view compact, jwt::Token const& token,
                                                         Demand const& demand) const
{
    if (token.algorithm != jwt::name(demand.algorithm))
        return std::unexpected(Refusal::wrong_algorithm);
    if (demand.keys.empty())
        return std::unexpected(Refusal::unknown_tenant);

    jwt::Policy policy{.algorithms = {demand.algorithm}, .leeway = leeway};
    auto now = clock_.now();
    if (weaknesses_.has(Weakness::expiry_ignored))
        policy.expiry = jwt::Requirement::optional;
    if ((weaknesses_.has(Weakness::expiry_ignored) || demand.age == Age::expired_too) &&
        token.claims.expires_at)
        now = std::min(now, TimePoint(*token.claims.expires_at));
    auto refusal = Refusal::wrong_signature;
    for (auto const& key : demand.keys) {
        auto const verified = jwt::verify(compact, key, policy, now);
        if (verified)
            return {};
        if (auto const failed = refusal_for(verified.error()); failed != Refusal::wrong_signature)
            refusal = failed;
    }
    return std::unexpected(refusal);
}

// For tokens whose signature a weakness lets pass; the same rules as jwt::verify.
std::expected<void, Refusal> TokenCheck::check_times(jwt::Claims const& claims, Age age) const
{
    auto const now = clock_.now();
    auto const early = [&](std::optional<jwt::NumericDate> const& from) {
        return from && *from - leeway > now;
    };
    if (early(claims.not_before) || early(claims.issued_at))
        return std::unexpected(Refusal::outside_its_time);
    if (weaknesses_.has(Weakness::expiry_ignored))
        return {};
    auto const is_late = claims.expires_at && now >= *claims.expires_at + leeway;
    if (!claims.expires_at || (is_late && age == Age::current))
        return std::unexpected(Refusal::outside_its_time);
    return {};
}

std::expected<void, Refusal> TokenCheck::check_binding(jwt::Token const& token, Binding binding,
                                                       http::Request const& request,
                                                       std::string_view base_path) const
{
    auto const& query_hash = token.claims.query_hash;
    auto const is_context = query_hash == connect::context_qsh;
    if (binding == Binding::user_context)
        return is_context ? std::expected<void, Refusal>{} : std::unexpected(Refusal::no_context_token);
    if (is_context) {
        if (weaknesses_.has(Weakness::context_token_everywhere))
            return {};
        return std::unexpected(Refusal::context_token);
    }
    if (weaknesses_.has(Weakness::qsh_ignored))
        return {};
    if (!query_hash)
        return std::unexpected(Refusal::query_hash_missing);
    if (!connect::match_query_hash(*query_hash, request.method, request.url, base_path))
        return std::unexpected(Refusal::wrong_query_hash);
    return {};
}

} // namespace postern::sample
