#include "jwt/verifier.hpp"

#include "base/assert.hpp"
#include "jwt/copy_token.hpp"
#include "jwt/reader.hpp"
#include "jwt/signature.hpp"

namespace postern::jwt {
namespace {

using std::chrono::seconds;

// RFC 7519 sections 4.1.4 to 4.1.6.
std::optional<Failure> judge_times(TokenView const& token, Policy const& policy, TimePoint now)
{
    if (!token.expires_at && policy.expiry == Requirement::required)
        return Failure::exp_missing;
    if (!token.issued_at && policy.issued_at == Requirement::required)
        return Failure::iat_missing;
    if (token.expires_at && now >= *token.expires_at + policy.leeway)
        return Failure::expired;
    if (token.not_before && now < *token.not_before - policy.leeway)
        return Failure::not_yet_valid;
    if (token.issued_at && now < *token.issued_at - policy.leeway)
        return Failure::issued_in_the_future;
    return std::nullopt;
}

} // namespace

struct Verifier::State {
    enum class Stage { nothing, begun, authentic };

    Reader reader;
    SignatureChecker signatures;
    Stage stage = Stage::nothing;
    TokenView token;
    Algorithm algorithm = Algorithm::hs256; // means something from `begun` on
    Policy policy;
};

Verifier::Verifier() : state_(std::make_unique<State>()) {}
Verifier::~Verifier() = default;
Verifier::Verifier(Verifier&&) noexcept = default;
Verifier& Verifier::operator=(Verifier&&) noexcept = default;

std::expected<TokenView, Failure> Verifier::verify(std::string_view compact, Key const& key,
                                                   Policy const& policy, TimePoint now)
{
    if (auto const begun = begin(compact, policy); !begun)
        return begun;
    return finish(key, now);
}

std::expected<TokenView, Failure> Verifier::begin(std::string_view compact, Policy const& policy)
{
    POSTERN_ASSERT(policy.leeway >= seconds(0), "a negative leeway");
    auto& state = *state_;
    state.stage = State::Stage::nothing;
    auto const token = state.reader.read(compact);
    if (!token)
        return token;
    auto const algorithm = algorithm_from_name(token->algorithm);
    if (!algorithm || !policy.algorithms.contains(*algorithm))
        return std::unexpected(Failure::algorithm_not_allowed);
    state.stage = State::Stage::begun;
    state.token = *token;
    state.algorithm = *algorithm;
    state.policy = policy;
    return token;
}

std::expected<TokenView, Failure> Verifier::finish(Key const& key, TimePoint now)
{
    auto& state = *state_;
    POSTERN_ASSERT(state.stage == State::Stage::begun, "finish() belongs after a begin() that succeeded");
    state.stage = State::Stage::nothing;
    if (!key.fits(state.algorithm))
        return std::unexpected(Failure::key_does_not_fit);
    if (state.token.signature.empty())
        return std::unexpected(Failure::signature_missing);
    if (!state.signatures.check(key, state.algorithm, state.token.signing_input, state.token.signature))
        return std::unexpected(Failure::signature_mismatch);
    if (auto const failure = state.reader.claims_failure())
        return std::unexpected(*failure);
    state.stage = State::Stage::authentic;
    if (auto const failure = judge_times(state.token, state.policy, now))
        return std::unexpected(*failure);
    return state.token;
}

std::optional<TokenView> Verifier::authentic() const
{
    if (state_->stage != State::Stage::authentic)
        return std::nullopt;
    return state_->token;
}

std::expected<Token, Failure> verify(std::string_view compact, Key const& key, Policy const& policy,
                                     TimePoint now)
{
    Verifier verifier;
    auto const view = verifier.verify(compact, key, policy, now);
    if (!view)
        return std::unexpected(view.error());
    return copy_token(*view);
}

} // namespace postern::jwt
