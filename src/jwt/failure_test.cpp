// Every way to fail can be reached, and says so in words.

#include "base/base64.hpp"
#include "jwt/forge.hpp"
#include "jwt/sign.hpp"
#include "jwt/verify.hpp"

#include <gtest/gtest.h>

#include <set>

namespace postern::jwt {
namespace {

constexpr TimePoint now{std::chrono::seconds(1'700'000'000)};
constexpr std::string_view sound_header = R"({"alg":"HS256"})";
constexpr std::string_view sound_claims = R"({"exp":1700000900,"iat":1700000000})";

std::string unsigned_token(std::string_view header, std::string_view payload)
{
    return base64url_encode(header) + '.' + base64url_encode(payload) + ".AAAA";
}

std::string nested(std::size_t arrays)
{
    return R"({"a":)" + std::string(arrays, '[') + std::string(arrays, ']') + "}";
}

// One token for each way to fail; those behind the signature are signed with `key`.
std::vector<std::string> one_token_for_each_failure(Key const& key)
{
    auto const header = [](std::string_view text) { return unsigned_token(text, sound_claims); };
    auto const payload = [](std::string_view text) { return unsigned_token(sound_header, text); };
    auto const authentic = [&](std::string_view claims) {
        return sign(claims, key, Algorithm::hs256).value();
    };
    return {
        std::string(token_max_bytes + 1, 'A'),
        "e30.e30",
        "e31.e30.",
        "e30.e31.",
        "e30.e30.A",
        header("\"\xff\""),
        header("{"),
        header("[]"),
        header(nested(json_max_depth)),
        header(R"({"alg":"HS256","alg":"HS256"})"),
        payload("\"\xff\""),
        payload("{"),
        payload("[]"),
        payload(nested(json_max_depth)),
        payload(R"({"a":{"b":1,"b":1}})"),
        header(R"({"alg":"HS256","crit":["exp"]})"),
        header(R"({"alg":"HS256","typ":1})"),
        header(R"({"alg":"HS256","kid":1})"),
        header("{}"),
        header(R"({"alg":1})"),
        forge::alg_none(sound_claims, "none"),
        sign(sound_claims, Key::generate(Algorithm::es256), Algorithm::es256).value(),
        forge::signature_removed(sound_claims),
        forge::hs256(sound_claims, "another secret"),
        authentic(R"({"iss":1})"),
        authentic(R"({"sub":1})"),
        authentic(R"({"aud":1})"),
        authentic(R"({"qsh":1})"),
        authentic(R"({"exp":"1"})"),
        authentic(R"({"exp":1,"nbf":"1"})"),
        authentic(R"({"exp":1,"iat":"1"})"),
        authentic(R"({"iat":1700000000})"),
        authentic(R"({"exp":1700000900})"),
        authentic(R"({"exp":1700000000,"iat":1})"),
        authentic(R"({"exp":1700000900,"iat":1,"nbf":1700000001})"),
        authentic(R"({"exp":1700000900,"iat":1700000001})"),
    };
}

TEST(Failure, is_reached_by_some_token_whichever_it_is)
{
    auto const key = Key::from_secret("secret").value();
    Policy const policy{.algorithms = {Algorithm::hs256, Algorithm::es256},
                        .issued_at = Requirement::required};
    auto const sound = verify(sign(sound_claims, key, Algorithm::hs256).value(), key, policy, now);
    ASSERT_TRUE(sound) << describe(sound.error());

    std::set<Failure> reached;
    for (auto const& compact : one_token_for_each_failure(key)) {
        auto const token = verify(compact, key, policy, now);
        ASSERT_FALSE(token) << compact;
        EXPECT_TRUE(reached.insert(token.error()).second) << name(token.error()) << " is reached twice";
    }
    for (int i = 0; i <= static_cast<int>(last_failure); ++i)
        EXPECT_TRUE(reached.contains(static_cast<Failure>(i)))
            << "no token is refused with " << name(static_cast<Failure>(i));
}

TEST(Failure, has_words_for_a_person_and_for_a_machine)
{
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(last_failure); ++i) {
        auto const failure = static_cast<Failure>(i);
        EXPECT_FALSE(name(failure).empty());
        EXPECT_TRUE(names.insert(name(failure)).second) << name(failure);
        EXPECT_GT(describe(failure).size(), 15U) << name(failure);
        EXPECT_FALSE(describe(failure).ends_with('.')) << name(failure);
    }
}

} // namespace
} // namespace postern::jwt
