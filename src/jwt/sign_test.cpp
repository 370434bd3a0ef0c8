#include "base/base64.hpp"
#include "base/random.hpp"
#include "jwt/forge.hpp"
#include "jwt/sign.hpp"
#include "jwt/token.hpp"
#include "jwt/verify.hpp"

#include <gtest/gtest.h>

namespace postern::jwt {
namespace {

constexpr std::string_view claims = R"({"iss":"a", "exp":9})";

TEST(Sign, writes_the_header_in_a_fixed_order_and_the_claims_byte_for_byte)
{
    auto const key = Key::from_secret("secret").value();
    auto const plain = parse(sign(claims, key, Algorithm::hs384).value());
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->header, R"({"typ":"JWT","alg":"HS384"})");
    EXPECT_EQ(plain->payload, claims);
    auto const with_id = parse(sign(claims, key, Algorithm::hs256, "a\"\\b\n\xc3\xbc").value());
    ASSERT_TRUE(with_id);
    EXPECT_EQ(with_id->header, "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"kid\":\"a\\\"\\\\b\\n\xc3\xbc\"}");
    EXPECT_EQ(with_id->key_id, "a\"\\b\n\xc3\xbc");
}

TEST(Sign, refuses_what_would_be_no_token)
{
    auto const key = Key::from_secret("secret").value();
    auto const public_key = Key::from_pem(Key::generate(Algorithm::es256).public_pem().value()).value();
    EXPECT_EQ(sign(claims, key, Algorithm::es256).error(), SignError::key_does_not_fit);
    EXPECT_EQ(sign(claims, public_key, Algorithm::es256).error(), SignError::key_without_private);
    EXPECT_EQ(sign("[]", key, Algorithm::hs256).error(), SignError::claims_not_an_object);
    EXPECT_EQ(sign(R"({"a":1,"a":2})", key, Algorithm::hs256).error(), SignError::claims_not_an_object);
    EXPECT_EQ(sign(claims, key, Algorithm::hs256, "\xff").error(), SignError::key_id_not_utf8);
    EXPECT_EQ(sign_with_header("", claims, key, Algorithm::hs256).error(), SignError::header_not_an_object);
    for (auto const error :
         {SignError::key_does_not_fit, SignError::key_without_private, SignError::claims_not_an_object,
          SignError::header_not_an_object, SignError::key_id_not_utf8})
        EXPECT_FALSE(describe(error).empty());
}

TEST(Forge, makes_tokens_that_are_wrong_in_one_way)
{
    SeededRandom random(7);
    EXPECT_FALSE(parse(forge::malformed(random)));
    EXPECT_NE(forge::malformed(random), forge::malformed(random));

    for (auto const spelling : forge::none_spellings) {
        auto const token = parse(forge::alg_none(claims, spelling));
        ASSERT_TRUE(token);
        EXPECT_EQ(token->algorithm, spelling);
        EXPECT_EQ(token->payload, claims);
        EXPECT_TRUE(token->signature.empty());
    }
    auto const removed = parse(forge::signature_removed(claims));
    ASSERT_TRUE(removed);
    EXPECT_EQ(removed->algorithm, "HS256");
    EXPECT_TRUE(removed->signature.empty());

    auto const token = forge::hs256(claims, "secret");
    EXPECT_EQ(token, sign(claims, Key::from_secret("secret").value(), Algorithm::hs256).value());
    EXPECT_EQ(parse(forge::hs256(claims, ""))->signature.size(), 32U);
    EXPECT_NE(forge::hs256_random_secret(claims, random), forge::hs256_random_secret(claims, random));
}

TEST(Forge, signs_with_our_own_key_under_any_key_id)
{
    auto const key = Key::generate(Algorithm::rs256);
    for (auto const key_id : {"unknown", "../../etc/passwd", "https://attacker.example/key"}) {
        auto const compact = forge::rs256(claims, key, key_id);
        auto const token = verify(compact, key, {.algorithms = {Algorithm::rs256}}, TimePoint{});
        ASSERT_TRUE(token) << describe(token.error());
        EXPECT_EQ(token->key_id, key_id);
    }
}

TEST(Algorithm, names_are_exact)
{
    for (auto const algorithm : all_algorithms)
        EXPECT_EQ(algorithm_from_name(name(algorithm)), algorithm);
    for (auto const other : {"", "none", "hs256", "HS256 ", "EDDSA", "ES384", "PS512"})
        EXPECT_EQ(algorithm_from_name(other), std::nullopt) << other;
    constexpr AlgorithmSet set{Algorithm::hs256, Algorithm::eddsa};
    static_assert(set.contains(Algorithm::eddsa) && !set.contains(Algorithm::hs384) &&
                  AlgorithmSet{}.empty());
}

} // namespace
} // namespace postern::jwt
