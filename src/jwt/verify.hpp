#pragma once

#include "base/clock.hpp"
#include "jwt/algorithm.hpp"
#include "jwt/failure.hpp"
#include "jwt/key.hpp"
#include "jwt/token.hpp"

#include <chrono>
#include <expected>
#include <string_view>

namespace postern::jwt {

enum class Requirement { required, optional };

// What a caller accepts.
struct Policy {
    AlgorithmSet algorithms;                       // empty: nothing is accepted
    std::chrono::seconds leeway{0};                // for exp, nbf and iat; never negative (asserted)
    Requirement expiry = Requirement::required;    // exp
    Requirement issued_at = Requirement::optional; // iat
};

// Checks a token completely except for what only the platform knows (issuer, audience, query hash):
// everything of parse(), then that its algorithm is one of the policy's, that the key fits that algorithm,
// the signature (constant time for HMAC), and the times. A token is expired from the second `exp` + leeway
// on, valid from `nbf` - leeway on, and may be issued at most `leeway` in the future. Failure::expired is the
// answer only to a token whose signature is right.
[[nodiscard]] std::expected<Token, Failure> verify(std::string_view compact, Key const& key,
                                                   Policy const& policy, TimePoint now);

} // namespace postern::jwt
