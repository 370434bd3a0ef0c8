#pragma once

#include "jwt/failure.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace postern::sample {

// Why a request is not let in. It goes to the log; whoever asked is told only that it is so.
enum class Refusal : std::uint8_t {
    no_token,
    different_tokens, // in one request
    token_unreadable,
    wrong_algorithm,
    unknown_tenant,
    wrong_signature,
    outside_its_time,
    query_hash_missing,
    wrong_query_hash,
    context_token,    // where a token for this request is needed
    no_context_token, // where one is needed
    key_id_malformed,
    key_unknown,
    key_server_unreachable,
    body_malformed,
    another_app,
    wrong_issuer,
    wrong_audience,
    another_issue, // than the one that the user has open
    not_an_administrator
};

inline constexpr Refusal last_refusal = Refusal::not_an_administrator;

// Half a sentence: "the signature fits no key of this issuer".
[[nodiscard]] std::string_view describe(Refusal refusal);

// What every 401 says in its header WWW-Authenticate.
[[nodiscard]] std::string challenge();

[[nodiscard]] Refusal refusal_for(jwt::Failure failure);

} // namespace postern::sample
