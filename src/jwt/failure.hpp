#pragma once

#include <cstdint>
#include <string_view>

namespace postern::jwt {

// Every way in which a token can fail. The order is that of the checks, which leaks least to whoever sent the
// token (facts/verifier-behaviour.md section 3): so `expired` and everything after `signature_mismatch` is
// said only of tokens whose signature is right.
enum class Failure : std::uint8_t {
    too_large,
    not_three_segments,
    header_not_base64url,
    payload_not_base64url,
    signature_not_base64url,
    header_not_utf8,
    header_not_json,
    header_not_an_object,
    header_too_deep,
    header_duplicate_key,
    payload_not_utf8,
    payload_not_json,
    payload_not_an_object,
    payload_too_deep,
    payload_duplicate_key,
    critical_header,
    type_malformed,
    key_id_malformed,
    algorithm_missing,
    algorithm_malformed,
    algorithm_not_allowed,
    key_does_not_fit,
    signature_missing,
    signature_mismatch,
    issuer_malformed,
    subject_malformed,
    audience_malformed,
    query_hash_malformed,
    exp_malformed,
    nbf_malformed,
    iat_malformed,
    exp_missing,
    iat_missing,
    expired,
    not_yet_valid,
    issued_in_the_future
};

inline constexpr Failure last_failure = Failure::issued_in_the_future;

// "signature_mismatch": the enumerator, for machines.
[[nodiscard]] std::string_view name(Failure failure);

// One plain sentence for a person, without a full stop: "the signature does not fit the key".
[[nodiscard]] std::string_view describe(Failure failure);

} // namespace postern::jwt
