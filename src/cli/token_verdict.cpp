#include "cli/token_verdict.hpp"

#include "jwt/verifier.hpp"

#include <fmt/format.h>

namespace postern::cli {
namespace {

namespace connect = platform::connect;

TokenVerdict refused(std::string_view reason, std::string_view message, std::string key = {})
{
    return {.reason = std::string(reason), .message = std::string(message), .key = std::move(key)};
}

TokenVerdict refused(jwt::Failure failure, std::string key = {})
{
    return refused(name(failure), describe(failure), std::move(key));
}

// What only the platform knows of an authentic token: what its hash is bound to.
TokenVerdict judge_hash(std::optional<std::string_view> hash, TokenOptions const& options,
                        ExpectedToken expected, Environment& environment)
{
    if (expected == ExpectedToken::context) {
        if (hash == connect::context_qsh)
            return {.verified = true, .hash = HashState::context_token};
        return refused("not_a_context_token", "the query hash (qsh) is not that of a context token");
    }
    if (!options.url)
        return {.verified = true};
    if (!hash)
        return refused("query_hash_missing", "the token has no query hash (qsh): it is bound to no request");
    if (*hash == connect::context_qsh)
        return refused("context_token", "this is a context token, which is bound to no request; accept it "
                                        "only where one is expected (--context-token)");
    auto const form = read_form(options, environment);
    auto const variant =
        connect::match_query_hash(*hash, options.method, *options.url, options.base_url, form);
    if (!variant)
        return refused("query_hash_mismatch",
                       "the query hash (qsh) is not that of this request; postern token explain tells more");
    return {.verified = true, .hash = HashState::fits, .variant = variant};
}

} // namespace

TokenVerdict judge_token(std::string_view compact, TokenOptions const& options, ExpectedToken expected,
                         Environment& environment)
{
    auto const now = time_of(options, environment);
    auto const keys = read_keys(options, environment);

    jwt::AlgorithmSet everything;
    for (auto const algorithm : jwt::all_algorithms)
        everything.add(algorithm);
    jwt::Verifier verifier;
    auto const begun = verifier.begin(compact, {.algorithms = everything});
    if (!begun)
        return refused(begun.error());
    auto const key = choose_key(keys, begun->key_id);
    if (!key)
        return refused("key_not_found", begun->key_id
                                            ? "none of the keys has the id in the token's header (kid)"
                                            : "the token names no key (kid), and there are several");

    jwt::Policy const policy{.algorithms = accepted_algorithms(options, *key),
                             .leeway = std::chrono::seconds(options.leeway_seconds)};
    auto const token = verifier.verify(compact, *key, policy, now);
    if (!token)
        return refused(token.error(), key->kind());
    auto verdict = judge_hash(token->query_hash, options, expected, environment);
    verdict.key = key->kind();
    return verdict;
}

} // namespace postern::cli
