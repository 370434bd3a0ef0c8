// The examples of RFC 7515 Appendix A, RFC 7520 section 4 and RFC 8037 Appendix A.

#include "base/base64.hpp"
#include "jwt/signature.hpp"
#include "jwt/verify.hpp"

#include <gtest/gtest.h>

namespace postern::jwt {
namespace {

constexpr TimePoint before_expiry{std::chrono::seconds(1300819379)};

constexpr std::string_view rfc7515_payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

struct Vector {
    std::string_view sentence;
    Algorithm algorithm;
    std::string_view header;
    std::string_view signature;
    std::string_view jwk;
};

constexpr Vector vectors[] = {
    {"RFC 7515 A.1: HS256", Algorithm::hs256, "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9",
     "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
     R"({"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"})"},
    {"RFC 7515 A.2: RS256", Algorithm::rs256, "eyJhbGciOiJSUzI1NiJ9",
     "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
     "O8W2Fp5jujGbds9uJdb"
     "F9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_"
     "eSN9383"
     "LcOLn6_dO--xi12jzDwusC-"
     "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWy"
     "wlVmtVrBp0igcN_IoypGlUPQGe77Rw",
     R"({"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1P)"
     R"(t0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYU)"
     R"(sLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_)"
     R"(h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})"},
    {"RFC 7515 A.3: ES256", Algorithm::es256, "eyJhbGciOiJFUzI1NiJ9",
     "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
     R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
     R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"})"},
};

TEST(RfcVectors, verify_as_the_RFC_says)
{
    for (auto const& vector : vectors) {
        auto const key = Key::from_jwk(vector.jwk);
        ASSERT_TRUE(key) << vector.sentence << ": " << describe(key.error());
        auto const compact = std::string(vector.header) + '.' + std::string(rfc7515_payload) + '.' +
                             std::string(vector.signature);
        auto const token = verify(compact, *key, {.algorithms = {vector.algorithm}}, before_expiry);
        ASSERT_TRUE(token) << vector.sentence << ": " << describe(token.error());
        EXPECT_EQ(token->claims.issuer, "joe");
        EXPECT_EQ(token->claims.expires_at, NumericDate(std::chrono::seconds(1300819380)));
        EXPECT_EQ(token->claim("http://example.com/is_root"), "true");
        EXPECT_EQ(token->claim("http://example.com/none"), std::nullopt);
        EXPECT_EQ(token->algorithm, name(vector.algorithm));

        auto const late = verify(compact, *key, {.algorithms = {vector.algorithm}},
                                 before_expiry + std::chrono::seconds(1));
        ASSERT_FALSE(late) << vector.sentence;
        EXPECT_EQ(name(late.error()), "expired") << vector.sentence;
    }
}

TEST(RfcVectors, an_unsecured_token_is_refused_although_RFC_7515_A_5_shows_one)
{
    auto const key = Key::from_jwk(vectors[0].jwk);
    ASSERT_TRUE(key);
    auto const compact = "eyJhbGciOiJub25lIn0." + std::string(rfc7515_payload) + '.';
    for (auto const algorithm : all_algorithms)
        EXPECT_EQ(verify(compact, *key, {.algorithms = {algorithm}}, before_expiry).error(),
                  Failure::algorithm_not_allowed);
}

// Their payload is a sentence and not JSON, so only the signature can be tried.
constexpr std::string_view rfc7520_payload =
    "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9h"
    "ZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3"
    "ZXB0IG9mZiB0by4";

constexpr Vector rfc7520_vectors[] = {
    {"RFC 7520 4.1: RS256", Algorithm::rs256,
     "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9",
     "MRjdkly7_-"
     "oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi84wnB"
     "-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_"
     "qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxn"
     "t8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_"
     "fcI"
     "e8u9ipH84ogoree7vjbU5y18kDquDg",
     R"({"kty":"RSA","kid":"bilbo.baggins@hobbiton.example","use":"sig","n":"n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2w)"
     R"(qVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpP)"
     R"(I9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhu)"
     R"(axwUkRz5iaiQkqgc5gHdrNP5zw","e":"AQAB"})"},
    {"RFC 7520 4.4: HS256", Algorithm::hs256,
     "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9",
     "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0",
     R"({"kty":"oct","kid":"018c0ae5-4d9b-471b-bfd6-eef314bc7037","use":"sig","alg":"HS256",)"
     R"("k":"hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg"})"},
};

TEST(RfcVectors, RFC_7520_signatures_fit)
{
    for (auto const& vector : rfc7520_vectors) {
        auto const key = Key::from_jwk(vector.jwk);
        ASSERT_TRUE(key) << vector.sentence << ": " << describe(key.error());
        auto const input = std::string(vector.header) + '.' + std::string(rfc7520_payload);
        auto const signature = base64url_decode(vector.signature).value();
        EXPECT_TRUE(SignatureChecker().check(*key, vector.algorithm, input, signature)) << vector.sentence;
        EXPECT_FALSE(SignatureChecker().check(*key, vector.algorithm, input + 'A', signature))
            << vector.sentence;
        EXPECT_EQ(verify(input + '.' + std::string(vector.signature), *key,
                         {.algorithms = {vector.algorithm}}, before_expiry)
                      .error(),
                  Failure::payload_not_json);
    }
}

// Its payload is a sentence and not JSON, so only the signature can be tried.
TEST(RfcVectors, RFC_8037_A_4_Ed25519)
{
    auto const key =
        Key::from_jwk(R"({"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",)"
                      R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})");
    ASSERT_TRUE(key);
    constexpr std::string_view input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    constexpr std::string_view signature =
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    EXPECT_EQ(base64url_encode(make_signature(*key, Algorithm::eddsa, input)), signature);
    EXPECT_TRUE(SignatureChecker().check(*key, Algorithm::eddsa, input, *base64url_decode(signature)));
    EXPECT_EQ(verify(std::string(input) + '.' + std::string(signature), *key,
                     {.algorithms = {Algorithm::eddsa}}, before_expiry)
                  .error(),
              Failure::payload_not_json);
}

} // namespace
} // namespace postern::jwt
