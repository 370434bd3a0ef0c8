#include "base/base64.hpp"
#include "base/random.hpp"
#include "jwt/forge.hpp"
#include "jwt/sign.hpp"
#include "jwt/verifier.hpp"
#include "jwt/verify.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

namespace postern::jwt {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr TimePoint now{seconds(1'700'000'000)};
constexpr std::string_view claims = R"({"iss":"tenant","exp":1700000900,"iat":1700000000})";

// Made once: RSA keys take a while.
Key const& key_for(Algorithm algorithm)
{
    static std::map<Algorithm, Key> keys;
    auto const family =
        algorithm == Algorithm::rs384 || algorithm == Algorithm::rs512 || algorithm == Algorithm::ps256
            ? Algorithm::rs256
            : algorithm;
    auto const at = keys.find(family);
    return at != keys.end() ? at->second : keys.emplace(family, Key::generate(family)).first->second;
}

Policy only(Algorithm algorithm) { return {.algorithms = {algorithm}}; }

std::string_view outcome(std::expected<Token, Failure> const& token)
{
    return token ? "good" : name(token.error());
}

std::string signed_with(std::string_view payload, Algorithm algorithm)
{
    return sign(payload, key_for(algorithm), algorithm).value();
}

TEST(Verify, accepts_what_sign_made_with_every_algorithm_and_with_no_other_key)
{
    for (auto const algorithm : all_algorithms) {
        auto const compact = signed_with(claims, algorithm);
        EXPECT_EQ(outcome(verify(compact, key_for(algorithm), only(algorithm), now)), "good")
            << name(algorithm);
        EXPECT_EQ(outcome(verify(compact, Key::generate(algorithm), only(algorithm), now)),
                  "signature_mismatch")
            << name(algorithm);
    }
}

TEST(Verify, takes_the_algorithm_from_the_caller_only)
{
    for (auto const algorithm : all_algorithms) {
        auto const compact = signed_with(claims, algorithm);
        EXPECT_EQ(outcome(verify(compact, key_for(algorithm), {}, now)), "algorithm_not_allowed");
        for (auto const other : all_algorithms) {
            if (other != algorithm) {
                EXPECT_EQ(outcome(verify(compact, key_for(algorithm), only(other), now)),
                          "algorithm_not_allowed");
            }
        }
    }
}

TEST(Verify, wants_a_key_that_fits_the_algorithm)
{
    AlgorithmSet everything;
    for (auto const algorithm : all_algorithms)
        everything.add(algorithm);
    for (auto const algorithm : all_algorithms) {
        auto const compact = signed_with(claims, algorithm);
        for (auto const other : all_algorithms) {
            auto const& key = key_for(other);
            if (!key.fits(algorithm)) {
                EXPECT_EQ(outcome(verify(compact, key, {.algorithms = everything}, now)), "key_does_not_fit")
                    << name(algorithm) << " with " << key.kind();
            }
        }
    }
}

TEST(Verify, cannot_be_confused_into_using_a_public_key_as_a_secret)
{
    auto const& rsa = key_for(Algorithm::rs256);
    auto const pem = rsa.public_pem().value();
    auto const public_key = Key::from_pem(pem).value();
    auto const forged = forge::hs256_with_public_key(claims, pem);
    EXPECT_EQ(outcome(verify(forged, public_key, only(Algorithm::rs256), now)), "algorithm_not_allowed");
    // Not even where the caller allows both.
    EXPECT_EQ(outcome(verify(forged, public_key, {.algorithms = {Algorithm::rs256, Algorithm::hs256}}, now)),
              "key_does_not_fit");
    EXPECT_EQ(outcome(verify(forged, rsa, {.algorithms = {Algorithm::rs256, Algorithm::hs256}}, now)),
              "key_does_not_fit");
}

TEST(Verify, refuses_every_spelling_of_none_and_every_other_case)
{
    AlgorithmSet everything;
    for (auto const algorithm : all_algorithms)
        everything.add(algorithm);
    auto const& key = key_for(Algorithm::hs256);
    for (auto const spelling :
         {"none", "None", "NONE", "nOnE", "none ", "", "hs256", "Hs256", "HS256 ", "HS257", "HS1", "eddsa",
          "EDDSA", "A128KW", "dir", "RS1", "HMACSHA256", "nul\\u0000l"}) {
        EXPECT_EQ(outcome(verify(forge::alg_none(claims, spelling), key, {.algorithms = everything}, now)),
                  "algorithm_not_allowed")
            << spelling;
    }
    // The name may be written with escapes: it is the decoded name that counts.
    auto const header = R"({"alg":"HS\u0032\u00356"})";
    EXPECT_EQ(outcome(verify(sign_with_header(header, claims, key, Algorithm::hs256).value(), key,
                             only(Algorithm::hs256), now)),
              "good");
}

TEST(Verify, refuses_forged_tokens)
{
    auto const& key = key_for(Algorithm::hs256);
    SeededRandom random(1);
    auto const outcome_of = [&](std::string const& compact) {
        return outcome(verify(compact, key, only(Algorithm::hs256), now));
    };
    EXPECT_EQ(outcome_of(forge::signature_removed(claims)), "signature_missing");
    EXPECT_EQ(outcome_of(forge::hs256(claims, "")), "signature_mismatch");
    EXPECT_EQ(outcome_of(forge::hs256(claims, "guess")), "signature_mismatch");
    EXPECT_EQ(outcome_of(forge::hs256_random_secret(claims, random)), "signature_mismatch");
    EXPECT_EQ(outcome_of(forge::malformed(random)), "header_not_utf8");
    EXPECT_EQ(outcome_of(forge::rs256(claims, key_for(Algorithm::rs256), "../other")),
              "algorithm_not_allowed");
}

TEST(Verify, refuses_signatures_of_another_length_or_form)
{
    for (auto const algorithm : all_algorithms) {
        auto const compact = signed_with(claims, algorithm);
        auto const dot = compact.rfind('.') + 1;
        auto const signature = base64url_decode(std::string_view(compact).substr(dot)).value();
        for (auto const& wrong :
             {signature.substr(1), signature.substr(0, signature.size() - 1), signature + '\0',
              '\0' + signature, signature + signature, std::string(signature.size(), '\0'),
              std::string(signature.size(), '\xff'), std::string(1, '\0')}) {
            EXPECT_EQ(outcome(verify(compact.substr(0, dot) + base64url_encode(wrong), key_for(algorithm),
                                     only(algorithm), now)),
                      "signature_mismatch")
                << name(algorithm);
        }
    }
}

struct TimeRow {
    std::string_view sentence;
    std::string_view payload;
    milliseconds offset; // of now
    seconds leeway;
    std::string_view outcome;
};

constexpr std::string_view until_900 = R"({"exp":1700000900})";
constexpr std::string_view from_100 = R"({"exp":1700000900,"nbf":1700000100})";
constexpr std::string_view issued_100 = R"({"exp":1700000900,"iat":1700000100})";

constexpr TimeRow time_rows[] = {
    {"valid until the last millisecond", until_900, milliseconds(899'999), seconds(0), "good"},
    {"expired from the second exp on", until_900, milliseconds(900'000), seconds(0), "expired"},
    {"leeway gives exactly that much longer", until_900, milliseconds(929'999), seconds(30), "good"},
    {"and not a millisecond more", until_900, milliseconds(930'000), seconds(30), "expired"},
    {"a fraction does not help", R"({"exp":1700000900.999})", milliseconds(900'000), seconds(0), "expired"},
    {"a negative exp has passed long ago", R"({"exp":-1})", milliseconds(0), seconds(30), "expired"},
    {"exp zero is a time, not an absence", R"({"exp":0})", milliseconds(0), seconds(0), "expired"},
    {"the latest exp there is", R"({"exp":253402300799})", milliseconds(0), seconds(30), "good"},
    {"no exp", R"({"iss":"a"})", milliseconds(0), seconds(0), "exp_missing"},
    {"exp as a string is not taken for a number", R"({"exp":"1700000900"})", milliseconds(0), seconds(0),
     "exp_malformed"},
    {"exp beyond every number", R"({"exp":1e400})", milliseconds(0), seconds(0), "exp_malformed"},
    {"a malformed nbf", R"({"exp":1700000900,"nbf":"0"})", milliseconds(0), seconds(0), "nbf_malformed"},
    {"a malformed iat", R"({"exp":1700000900,"iat":null})", milliseconds(0), seconds(0), "iat_malformed"},
    {"a malformed iat counts although it has expired", R"({"exp":1,"iat":null})", milliseconds(0), seconds(0),
     "iat_malformed"},
    {"not valid a millisecond before nbf", from_100, milliseconds(99'999), seconds(0), "not_yet_valid"},
    {"valid from the second nbf on", from_100, milliseconds(100'000), seconds(0), "good"},
    {"leeway lets it begin earlier", from_100, milliseconds(70'000), seconds(30), "good"},
    {"but not a millisecond more", from_100, milliseconds(69'999), seconds(30), "not_yet_valid"},
    {"issued in the future", issued_100, milliseconds(99'999), seconds(0), "issued_in_the_future"},
    {"issued just now", issued_100, milliseconds(100'000), seconds(0), "good"},
    {"issued in the future within the leeway", issued_100, milliseconds(70'000), seconds(30), "good"},
    {"issued in the future beyond the leeway", issued_100, milliseconds(69'999), seconds(30),
     "issued_in_the_future"},
};

TEST(Verify, judges_times_to_the_exact_second)
{
    for (auto const& row : time_rows) {
        Policy const policy{.algorithms = {Algorithm::hs256}, .leeway = row.leeway};
        auto const compact = signed_with(row.payload, Algorithm::hs256);
        EXPECT_EQ(outcome(verify(compact, key_for(Algorithm::hs256), policy, now + row.offset)), row.outcome)
            << row.sentence;
    }
}

TEST(Verify, lets_the_caller_say_which_times_there_must_be)
{
    auto const& key = key_for(Algorithm::hs256);
    auto policy = only(Algorithm::hs256);
    policy.expiry = Requirement::optional;
    EXPECT_EQ(outcome(verify(signed_with("{}", Algorithm::hs256), key, policy, now)), "good");
    EXPECT_EQ(outcome(verify(signed_with(R"({"exp":1})", Algorithm::hs256), key, policy, now)), "expired");
    policy.issued_at = Requirement::required;
    EXPECT_EQ(outcome(verify(signed_with("{}", Algorithm::hs256), key, policy, now)), "iat_missing");
}

// A prober must not learn from the answer what a token that it cannot sign would be missing.
TEST(Verify, says_nothing_of_the_claims_before_the_signature_is_right)
{
    auto const& key = key_for(Algorithm::hs256);
    for (auto const* const payload :
         {R"({"exp":1})", "{}", R"({"exp":"x"})", R"({"iss":1})", R"({"exp":9,"nbf":1e11})"})
        EXPECT_EQ(outcome(verify(forge::hs256(payload, "guess"), key, only(Algorithm::hs256), now)),
                  "signature_mismatch")
            << payload;
}

TEST(Verifier, tells_the_issuer_before_the_key_is_known)
{
    Verifier verifier;
    auto const compact = signed_with(claims, Algorithm::hs256);
    auto const begun = verifier.begin(compact, only(Algorithm::hs256));
    ASSERT_TRUE(begun);
    EXPECT_EQ(begun->issuer, "tenant");
    EXPECT_EQ(verifier.authentic(), std::nullopt);
    auto const finished = verifier.finish(key_for(Algorithm::hs256), now);
    ASSERT_TRUE(finished);
    EXPECT_EQ(finished->issuer, "tenant");
    EXPECT_EQ(finished->payload, claims);
}

TEST(Verifier, gives_the_authentic_token_that_has_expired_and_no_forged_one)
{
    Verifier verifier;
    auto const& key = key_for(Algorithm::hs256);
    auto const late = now + seconds(901);
    EXPECT_EQ(
        verifier.verify(signed_with(claims, Algorithm::hs256), key, only(Algorithm::hs256), late).error(),
        Failure::expired);
    auto const authentic = verifier.authentic();
    ASSERT_TRUE(authentic);
    EXPECT_EQ(authentic->issuer, "tenant");

    EXPECT_EQ(verifier.verify(forge::hs256(claims, "guess"), key, only(Algorithm::hs256), late).error(),
              Failure::signature_mismatch);
    EXPECT_EQ(verifier.authentic(), std::nullopt);
}

// The Verifier keeps prepared contexts: more keys than it has places for, and keys that are gone, must not be
// mixed up.
TEST(Verifier, keeps_many_keys_apart)
{
    Verifier verifier;
    std::vector<std::pair<Key, std::string>> signers;
    for (int i = 0; i < 12; ++i) {
        auto key = Key::generate(Algorithm::es256);
        auto compact = sign(claims, key, Algorithm::es256).value();
        signers.emplace_back(std::move(key), std::move(compact));
    }
    for (int round = 0; round < 2; ++round)
        for (auto const& [key, compact] : signers)
            for (auto const& [other, compact_of_other] : signers)
                EXPECT_EQ(verifier.verify(compact_of_other, key, only(Algorithm::es256), now).has_value(),
                          &compact == &compact_of_other);
    for (int i = 0; i < 20; ++i) {
        auto const key = Key::generate(Algorithm::es256);
        EXPECT_FALSE(verifier.verify(signers[0].second, key, only(Algorithm::es256), now));
        auto const compact = sign(claims, key, Algorithm::es256).value();
        EXPECT_TRUE(verifier.verify(compact, key, only(Algorithm::es256), now));
    }
}

} // namespace
} // namespace postern::jwt
