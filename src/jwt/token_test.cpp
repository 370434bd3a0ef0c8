#include "base/base64.hpp"
#include "jwt/token.hpp"

#include <gtest/gtest.h>

namespace postern::jwt {
namespace {

std::string compact(std::string_view header, std::string_view payload,
                    std::string_view signature = "signature")
{
    return base64url_encode(header) + '.' + base64url_encode(payload) + '.' + base64url_encode(signature);
}

std::string with_header(std::string_view header) { return compact(header, R"({"iss":"a"})"); }

std::string with_payload(std::string_view payload) { return compact(R"({"alg":"HS256"})", payload); }

std::string nested(std::size_t arrays)
{
    return R"({"alg":"HS256","a":)" + std::string(arrays, '[') + std::string(arrays, ']') + "}";
}

std::string of_size(std::size_t bytes)
{
    auto const token = with_payload("{}");
    return token + std::string(bytes - token.size(), 'A'); // a longer signature
}

TEST(Token, is_taken_apart)
{
    auto const token =
        parse(compact(R"({"typ":"JWT","alg":"HS256","kid":"k\u00fc"})",
                      R"({"iss":"jira:\u0031","sub":"somebody","aud":"one","qsh":"context-qsh",)"
                      R"("exp":1700000000,"nbf":-1,"iat":1.5,"context":{"user": {"a":[1]}}})",
                      "\x01\xff"));
    ASSERT_TRUE(token) << describe(token.error());
    EXPECT_EQ(token->algorithm, "HS256");
    EXPECT_EQ(token->key_id, "k\xc3\xbc");
    EXPECT_EQ(token->type, "JWT");
    EXPECT_EQ(token->claims.issuer, "jira:1");
    EXPECT_EQ(token->claims.subject, "somebody");
    EXPECT_EQ(token->claims.audience, std::vector<std::string>{"one"});
    EXPECT_EQ(token->claims.query_hash, "context-qsh");
    EXPECT_EQ(token->claims.expires_at, NumericDate(std::chrono::seconds(1700000000)));
    EXPECT_EQ(token->claims.not_before, NumericDate(std::chrono::seconds(-1)));
    EXPECT_EQ(token->claims.issued_at, NumericDate(std::chrono::seconds(2)));
    EXPECT_EQ(token->signature, "\x01\xff");
    EXPECT_EQ(token->claim("context"), R"({"user": {"a":[1]}})");
    EXPECT_EQ(token->claim("iss"), R"("jira:\u0031")");
    EXPECT_EQ(token->claim("user"), std::nullopt);
    EXPECT_EQ(token->signing_input, token->signing_input.substr(0, token->signing_input.find('.')) + '.' +
                                        base64url_encode(token->payload));
}

TEST(Token, has_no_claims_where_none_are)
{
    auto const token = parse(with_payload("{}"));
    ASSERT_TRUE(token);
    EXPECT_EQ(token->claims, Claims{});
    EXPECT_EQ(token->key_id, std::nullopt);
    EXPECT_EQ(token->type, std::nullopt);
}

struct Row {
    std::string_view sentence;
    std::string compact;
    std::optional<Failure> failure;
};

std::vector<Row> rows_of_the_form()
{
    using enum Failure;
    return {
        {"the largest token is taken apart", of_size(token_max_bytes), {}},
        {"one byte more is too large", of_size(token_max_bytes) + "A", too_large},
        {"a huge token is too large", std::string(50'000'000, 'A'), too_large},
        {"nothing is no token", "", not_three_segments},
        {"one segment is too few", "e30", not_three_segments},
        {"two segments are too few", "e30.e30", not_three_segments},
        {"four segments are too many", "e30.e30.AAAA.", not_three_segments},
        {"five segments are an encrypted token", "e30.AAAA.AAAA.AAAA.AAAA", not_three_segments},
        {"only dots are empty segments", "..", header_not_json},
        {"padding in the header", "eyJhbGciOiJIUzI1NiJ9IA==.e30.AAAA", header_not_base64url},
        {"padding in the payload", "eyJhbGciOiJIUzI1NiJ9.e30=.AAAA", payload_not_base64url},
        {"padding in the signature", "eyJhbGciOiJIUzI1NiJ9.e30.AAA=", signature_not_base64url},
        {"unused bits in the header", "eyJhbGciOiJIUzI1NiJ9IB.e30.AAAA", header_not_base64url},
        {"unused bits in the payload", "eyJhbGciOiJIUzI1NiJ9.e31.AAAA", payload_not_base64url},
        {"unused bits in the signature", "eyJhbGciOiJIUzI1NiJ9.e30.AAB", signature_not_base64url},
        {"the standard alphabet", "eyJhbGciOiJIUzI1NiJ9.e30.++//", signature_not_base64url},
        {"a length of 4n+1", "eyJhbGciOiJIUzI1NiJ9.e30.AAAAA", signature_not_base64url},
        {"a space in front", " eyJhbGciOiJIUzI1NiJ9.e30.AAAA", header_not_base64url},
        {"a line end behind", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA\n", signature_not_base64url},
        {"a NUL behind", std::string("eyJhbGciOiJIUzI1NiJ9.e30.AAAA\0", 30), signature_not_base64url},
        {"an empty signature is the verifier's business", "eyJhbGciOiJIUzI1NiJ9.e30.", {}},
        {"base64url mistakes come before JSON mistakes", "AAAA.AAAA.A", signature_not_base64url},
    };
}

std::vector<Row> rows_of_the_header()
{
    using enum Failure;
    return {
        {"a header of Latin-1", with_header("{\"alg\":\"\xfc\"}"), header_not_utf8},
        {"a header that is no JSON", with_header("{alg:HS256}"), header_not_json},
        {"a header that is an array", with_header(R"(["HS256"])"), header_not_an_object},
        {"the deepest header", with_header(nested(json_max_depth - 1)), {}},
        {"a header that is too deep", with_header(nested(json_max_depth)), header_too_deep},
        {"alg twice", with_header(R"({"alg":"HS256","alg":"none"})"), header_duplicate_key},
        {"alg twice, once escaped", with_header(R"({"alg":"HS256","al\u0067":"none"})"),
         header_duplicate_key},
        {"alg twice, the first escaped", with_header(R"({"\u0061lg":"none","alg":"HS256"})"),
         header_duplicate_key},
        {"ALG is another key than alg", with_header(R"({"alg":"HS256","ALG":"none"})"), {}},
        {"a list of critical extensions", with_header(R"({"alg":"HS256","crit":["b64"],"b64":false})"),
         critical_header},
        {"an empty list of critical extensions", with_header(R"({"alg":"HS256","crit":[]})"),
         critical_header},
        {"crit is null", with_header(R"({"alg":"HS256","crit":null})"), critical_header},
        {"crit in an escaped spelling", with_header(R"({"alg":"HS256","cr\u0069t":["x"]})"), critical_header},
        {"typ is a number", with_header(R"({"alg":"HS256","typ":1})"), type_malformed},
        {"kid is an object", with_header(R"({"alg":"HS256","kid":{}})"), key_id_malformed},
        {"kid is null", with_header(R"({"alg":"HS256","kid":null})"), key_id_malformed},
        {"no alg", with_header(R"({"typ":"JWT"})"), algorithm_missing},
        {"alg only in an inner object", with_header(R"({"a":{"alg":"HS256"}})"), algorithm_missing},
        {"alg is null", with_header(R"({"alg":null})"), algorithm_malformed},
        {"alg is a list", with_header(R"({"alg":["HS256"]})"), algorithm_malformed},
        {"an unknown alg is the verifier's business", with_header(R"({"alg":"none"})"), {}},
    };
}

std::vector<Row> rows_of_the_payload()
{
    using enum Failure;
    return {
        {"a payload of Latin-1", with_payload("{\"iss\":\"\xfc\"}"), payload_not_utf8},
        {"a payload that is no JSON", with_payload("hello"), payload_not_json},
        {"an empty payload", with_payload(""), payload_not_json},
        {"a payload with something behind it", with_payload("{}{}"), payload_not_json},
        {"a payload that is a string", with_payload(R"("{}")"), payload_not_an_object},
        {"a payload that is too deep", with_payload(nested(json_max_depth)), payload_too_deep},
        {"iss twice", with_payload(R"({"iss":"a","iss":"b"})"), payload_duplicate_key},
        {"exp twice, once escaped", with_payload(R"({"exp":1,"e\u0078p":2})"), payload_duplicate_key},
        {"a key twice far inside", with_payload(R"({"context":[{"user":{"a":1,"a":2}}]})"),
         payload_duplicate_key},
        {"iss is a number", with_payload(R"({"iss":1})"), issuer_malformed},
        {"iss is null", with_payload(R"({"iss":null})"), issuer_malformed},
        {"sub is a list", with_payload(R"({"sub":["a"]})"), subject_malformed},
        {"aud is a number", with_payload(R"({"aud":1})"), audience_malformed},
        {"aud is an empty list", with_payload(R"({"aud":[]})"), audience_malformed},
        {"aud is a list with a number", with_payload(R"({"aud":["a",1]})"), audience_malformed},
        {"aud is a list of lists", with_payload(R"({"aud":[["a"]]})"), audience_malformed},
        {"aud is a list of strings", with_payload(R"({"aud":["a","b"]})"), {}},
        {"qsh is a boolean", with_payload(R"({"qsh":true})"), query_hash_malformed},
        {"exp is a string", with_payload(R"({"exp":"1700000000"})"), exp_malformed},
        {"exp is null", with_payload(R"({"exp":null})"), exp_malformed},
        {"exp is a boolean", with_payload(R"({"exp":true})"), exp_malformed},
        {"exp is a list", with_payload(R"({"exp":[1]})"), exp_malformed},
        {"exp is beyond every number", with_payload(R"({"exp":1e400})"), exp_malformed},
        {"exp is a huge number", with_payload(R"({"exp":1e300})"), exp_malformed},
        {"exp is in milliseconds", with_payload(R"({"exp":1700000000000})"), exp_malformed},
        {"exp is beyond 64 bits", with_payload(R"({"exp":18446744073709551617})"), exp_malformed},
        {"exp is negative", with_payload(R"({"exp":-5})"), {}},
        {"exp has an exponent", with_payload(R"({"exp":1.7e9})"), {}},
        {"nbf is a string", with_payload(R"({"nbf":"0"})"), nbf_malformed},
        {"iat is an object", with_payload(R"({"iat":{}})"), iat_malformed},
        {"of several wrong claims the first is told", with_payload(R"({"iat":{},"exp":"","aud":1})"),
         audience_malformed},
        {"a wrong header comes first", compact("[]", "[]"), header_not_an_object},
        {"a wrong payload comes before a wrong header member", compact("{}", "[]"), payload_not_an_object},
    };
}

void expect(std::vector<Row> const& rows)
{
    for (auto const& row : rows) {
        auto const token = parse(row.compact);
        EXPECT_EQ(token.has_value(), !row.failure.has_value()) << row.sentence;
        if (!token) {
            EXPECT_EQ(name(token.error()), row.failure ? name(*row.failure) : "no failure") << row.sentence;
        }
    }
}

TEST(Token, must_have_the_exact_form) { expect(rows_of_the_form()); }
TEST(Token, must_have_a_sound_header) { expect(rows_of_the_header()); }
TEST(Token, must_have_a_sound_payload) { expect(rows_of_the_payload()); }

TEST(Token, dates_are_rounded_against_whoever_holds_it)
{
    auto const token = parse(with_payload(R"({"exp":10.9,"nbf":10.1,"iat":1.01e1})"));
    ASSERT_TRUE(token);
    EXPECT_EQ(token->claims.expires_at, NumericDate(std::chrono::seconds(10)));
    EXPECT_EQ(token->claims.not_before, NumericDate(std::chrono::seconds(11)));
    EXPECT_EQ(token->claims.issued_at, NumericDate(std::chrono::seconds(11)));
}

} // namespace
} // namespace postern::jwt
