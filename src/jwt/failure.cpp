#include "jwt/failure.hpp"

#include "base/assert.hpp"

#include <array>

namespace postern::jwt {
namespace {

struct Words {
    Failure failure;
    std::string_view name;
    std::string_view sentence;
};

constexpr auto words = std::to_array<Words>({
    {Failure::too_large, "too_large", "the token is larger than 16 KiB"},
    {Failure::not_three_segments, "not_three_segments",
     "the token does not have exactly three segments separated by dots"},
    {Failure::header_not_base64url, "header_not_base64url",
     "the header is not strict base64url (no padding, no other characters, unused bits zero)"},
    {Failure::payload_not_base64url, "payload_not_base64url",
     "the payload is not strict base64url (no padding, no other characters, unused bits zero)"},
    {Failure::signature_not_base64url, "signature_not_base64url",
     "the signature is not strict base64url (no padding, no other characters, unused bits zero)"},
    {Failure::header_not_utf8, "header_not_utf8", "the header is not valid UTF-8"},
    {Failure::header_not_json, "header_not_json", "the header is not valid JSON"},
    {Failure::header_not_an_object, "header_not_an_object", "the header is JSON, but not an object"},
    {Failure::header_too_deep, "header_too_deep", "the header is nested more than 32 levels deep"},
    {Failure::header_duplicate_key, "header_duplicate_key", "the header has the same key twice in an object"},
    {Failure::payload_not_utf8, "payload_not_utf8", "the payload is not valid UTF-8"},
    {Failure::payload_not_json, "payload_not_json", "the payload is not valid JSON"},
    {Failure::payload_not_an_object, "payload_not_an_object", "the payload is JSON, but not an object"},
    {Failure::payload_too_deep, "payload_too_deep", "the payload is nested more than 32 levels deep"},
    {Failure::payload_duplicate_key, "payload_duplicate_key",
     "the payload has the same key twice in an object"},
    {Failure::critical_header, "critical_header",
     "the header lists critical extensions (crit), and none is supported"},
    {Failure::type_malformed, "type_malformed", "the type in the header (typ) is not a string"},
    {Failure::key_id_malformed, "key_id_malformed", "the key id in the header (kid) is not a string"},
    {Failure::algorithm_missing, "algorithm_missing", "the header names no algorithm (alg)"},
    {Failure::algorithm_malformed, "algorithm_malformed",
     "the algorithm in the header (alg) is not a string"},
    {Failure::algorithm_not_allowed, "algorithm_not_allowed",
     "the algorithm in the header (alg) is none of those accepted here"},
    {Failure::key_does_not_fit, "key_does_not_fit", "the key is not one for the token's algorithm"},
    {Failure::signature_missing, "signature_missing", "the token has no signature"},
    {Failure::signature_mismatch, "signature_mismatch",
     "the signature does not fit: the token was changed, or signed with another key"},
    {Failure::issuer_malformed, "issuer_malformed", "the issuer (iss) is not a string"},
    {Failure::subject_malformed, "subject_malformed", "the subject (sub) is not a string"},
    {Failure::audience_malformed, "audience_malformed",
     "the audience (aud) is neither a string nor a list of strings"},
    {Failure::query_hash_malformed, "query_hash_malformed", "the query hash (qsh) is not a string"},
    {Failure::exp_malformed, "exp_malformed", "the expiry time (exp) is not a number of seconds"},
    {Failure::nbf_malformed, "nbf_malformed", "the start of validity (nbf) is not a number of seconds"},
    {Failure::iat_malformed, "iat_malformed", "the time of issue (iat) is not a number of seconds"},
    {Failure::exp_missing, "exp_missing", "the token has no expiry time (exp)"},
    {Failure::iat_missing, "iat_missing", "the token has no time of issue (iat)"},
    {Failure::expired, "expired", "the token is authentic but has expired (exp)"},
    {Failure::not_yet_valid, "not_yet_valid", "the token is authentic but not valid yet (nbf)"},
    {Failure::issued_in_the_future, "issued_in_the_future",
     "the token is authentic but was issued in the future (iat): the clocks disagree"},
});

constexpr bool complete_and_in_order()
{
    for (std::size_t i = 0; i < words.size(); ++i)
        if (static_cast<std::size_t>(words[i].failure) != i)
            return false;
    return words.size() == static_cast<std::size_t>(last_failure) + 1;
}
static_assert(complete_and_in_order(), "one row for each Failure, in its order");

Words const& words_of(Failure failure)
{
    auto const index = static_cast<std::size_t>(failure);
    POSTERN_ASSERT(index < words.size(), "not a Failure");
    return words[index];
}

} // namespace

std::string_view name(Failure failure) { return words_of(failure).name; }

std::string_view describe(Failure failure) { return words_of(failure).sentence; }

} // namespace postern::jwt
