// What holds for every token.

#include "base/base64.hpp"
#include "jwt/sign.hpp"
#include "jwt/verifier.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include <map>

namespace postern::jwt {
namespace {

constexpr TimePoint now{std::chrono::seconds(1'700'000'000)};

Key const& key_for(Algorithm algorithm)
{
    static std::map<Algorithm, Key> keys;
    auto const at = keys.find(algorithm);
    return at != keys.end() ? at->second : keys.emplace(algorithm, Key::generate(algorithm)).first->second;
}

auto any_algorithm()
{
    return rc::gen::element(Algorithm::hs256, Algorithm::hs512, Algorithm::rs256, Algorithm::ps256,
                            Algorithm::es256, Algorithm::eddsa);
}

// Claims with any text in them, always valid in time, and small enough for a token.
std::string any_claims()
{
    constexpr int size_max = 16; // of the map and of each text in it
    auto const texts = *rc::gen::resize(size_max, rc::gen::arbitrary<std::map<std::string, std::string>>());
    nlohmann::json object(nlohmann::json::value_t::object);
    for (auto const& [key, value] : texts)
        object["x" + base64url_encode(key)] = base64url_encode(value);
    object["iss"] = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
    object["exp"] = 1'700'000'900;
    return object.dump();
}

Policy only(Algorithm algorithm) { return {.algorithms = {algorithm}}; }

RC_GTEST_PROP(AnyToken, verifies_after_it_was_signed, ())
{
    auto const algorithm = *any_algorithm();
    auto const claims = any_claims();
    auto const token =
        verify(sign(claims, key_for(algorithm), algorithm).value(), key_for(algorithm), only(algorithm), now);
    RC_ASSERT(token.has_value());
    RC_ASSERT(token->payload == claims);
    RC_ASSERT(token->claims.issuer == nlohmann::json::parse(claims).at("iss").get<std::string>());
}

RC_GTEST_PROP(AnyToken, is_refused_after_any_change_of_one_byte, ())
{
    auto const algorithm = *any_algorithm();
    auto compact = sign(any_claims(), key_for(algorithm), algorithm).value();
    auto& byte = compact[*rc::gen::inRange<std::size_t>(0, compact.size())];
    byte = static_cast<char>(byte ^ static_cast<char>(*rc::gen::inRange(1, 256)));
    RC_ASSERT(!verify(compact, key_for(algorithm), only(algorithm), now).has_value());
}

RC_GTEST_PROP(AnyToken, is_refused_after_any_cut_or_addition, ())
{
    auto const algorithm = *any_algorithm();
    auto const compact = sign(any_claims(), key_for(algorithm), algorithm).value();
    auto const at = *rc::gen::inRange<std::size_t>(0, compact.size());
    auto const more = *rc::gen::nonEmpty(rc::gen::arbitrary<std::string>());
    RC_ASSERT(!verify(compact.substr(0, at), key_for(algorithm), only(algorithm), now).has_value());
    RC_ASSERT(!verify(compact + more, key_for(algorithm), only(algorithm), now).has_value());
}

RC_GTEST_PROP(AnyText, is_parsed_or_refused, (std::string const& text))
{
    if (auto const token = parse(text))
        RC_ASSERT(token->signing_input + '.' + base64url_encode(token->signature) == text);
}

RC_GTEST_PROP(AnyText, as_header_and_payload_is_parsed_or_refused,
              (std::string const& header, std::string const& payload))
{
    auto const pieces =
        rc::gen::container<std::string>(rc::gen::elementOf(std::string(R"({}[]":,\u0alg1e-.)")));
    (void)parse(base64url_encode(header) + '.' + base64url_encode(payload) + '.');
    (void)parse(base64url_encode(*pieces) + '.' + base64url_encode(*pieces) + '.');
}

// One Verifier for all tokens: nothing of one token or key may remain for the next.
RC_GTEST_PROP(AnyMutation, gets_the_same_answer_from_a_used_Verifier_and_from_verify, ())
{
    static Verifier verifier;
    auto const algorithm = *any_algorithm();
    auto compact = sign(any_claims(), key_for(algorithm), algorithm).value();
    for (int changes = *rc::gen::inRange(0, 3); changes > 0; --changes)
        compact[*rc::gen::inRange<std::size_t>(0, compact.size())] =
            *rc::gen::elementOf(std::string("AQgwZ09-_.=\n"));
    auto const policy = only(*rc::gen::weightedElement<Algorithm>({{5, algorithm}, {1, Algorithm::hs384}}));
    auto const time = now + std::chrono::seconds(*rc::gen::inRange(-10, 1000));
    auto const slow = verify(compact, key_for(algorithm), policy, time);
    auto const fast = verifier.verify(compact, key_for(algorithm), policy, time);
    RC_ASSERT(slow.has_value() == fast.has_value());
    if (!slow) {
        RC_ASSERT(slow.error() == fast.error());
    } else {
        RC_ASSERT(slow->payload == fast->payload);
        RC_ASSERT(slow->claims.issuer == fast->issuer);
        RC_ASSERT(slow->claims.expires_at == fast->expires_at);
    }
}

} // namespace
} // namespace postern::jwt
