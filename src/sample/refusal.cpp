#include "sample/refusal.hpp"

#include "sample/descriptor.hpp"

#include <fmt/format.h>

namespace postern::sample {

std::string_view describe(Refusal refusal)
{
    switch (refusal) {
    case Refusal::no_token:
        return "there is no token";
    case Refusal::different_tokens:
        return "there are different tokens in one request";
    case Refusal::token_unreadable:
        return "the token cannot be read";
    case Refusal::wrong_algorithm:
        return "the token's algorithm is not the one for this address";
    case Refusal::unknown_tenant:
        return "no such tenant is installed";
    case Refusal::wrong_signature:
        return "the signature fits no key of this issuer";
    case Refusal::outside_its_time:
        return "the token is expired, not yet valid or without a time";
    case Refusal::query_hash_missing:
        return "the token has no query hash";
    case Refusal::wrong_query_hash:
        return "the query hash is that of another request";
    case Refusal::context_token:
        return "a context token is not for this address";
    case Refusal::no_context_token:
        return "only a context token is for this address";
    case Refusal::key_id_malformed:
        return "the kid is missing or may not stand in an address";
    case Refusal::key_unknown:
        return "the key server does not know the kid";
    case Refusal::key_server_unreachable:
        return "the key server does not answer with a key";
    case Refusal::body_malformed:
        return "the body is not what the host sends";
    case Refusal::another_app:
        return "the call is for another app";
    case Refusal::wrong_issuer:
        return "the issuer is not the tenant of the body";
    case Refusal::wrong_audience:
        return "the audience is not this app";
    case Refusal::another_issue:
        return "the token is for another issue";
    case Refusal::not_an_administrator:
        return "the user is not known as an administrator";
    }
    return "";
}

std::string challenge() { return fmt::format("JWT realm=\"{}\"", app_key); }

Refusal refusal_for(jwt::Failure failure)
{
    using enum jwt::Failure;
    switch (failure) {
    case algorithm_not_allowed:
        return Refusal::wrong_algorithm;
    case key_does_not_fit:
    case signature_missing:
    case signature_mismatch:
        return Refusal::wrong_signature;
    case exp_missing:
    case iat_missing:
    case expired:
    case not_yet_valid:
    case issued_in_the_future:
        return Refusal::outside_its_time;
    default:
        return Refusal::token_unreadable;
    }
}

} // namespace postern::sample
