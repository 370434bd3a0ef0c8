#include "probes/forged_tokens.hpp"

#include "jwt/forge.hpp"

namespace postern::probes {
namespace {

using evidence::Credential;
using namespace std::chrono_literals;

// Longer ago than any lifetime and leeway that is in use (connect-protocol.md section 1: at most 15 minutes).
constexpr auto expired_since = 2h;

} // namespace

std::vector<ForgedToken> forged_tokens(PlanInput const& input, http::Request const& request,
                                       platform::HostContext const& context, Random& random)
{
    auto const claims_of = [&](platform::HostContext const& whose, TimePoint when) {
        return input.platform.request_claims(input.app, request, whose, when);
    };
    auto const claims = claims_of(context, input.now);
    auto stranger = context;
    stranger.client_key = "postern-test-stranger-" + random.hex(8);

    std::vector<ForgedToken> tokens;
    auto const add = [&](Credential credential, std::string token, std::string_view detail = "") {
        tokens.push_back({credential, std::string(detail), std::move(token)});
    };
    add(Credential::malformed, jwt::forge::malformed(random));
    for (auto const spelling : jwt::forge::none_spellings)
        add(Credential::alg_none, jwt::forge::alg_none(claims, spelling), spelling);
    add(Credential::signature_removed, jwt::forge::signature_removed(claims));
    add(Credential::random_secret, jwt::forge::hs256_random_secret(claims, random));
    add(Credential::empty_secret, jwt::forge::hs256(claims, ""));
    add(Credential::unknown_issuer, jwt::forge::hs256_random_secret(claims_of(stranger, input.now), random));
    add(Credential::unknown_key_id,
        jwt::forge::rs256(claims, input.own_key, "postern-test-" + random.hex(8)));
    add(Credential::expired,
        jwt::forge::hs256_random_secret(claims_of(context, input.now - expired_since), random));
    return tokens;
}

} // namespace postern::probes
