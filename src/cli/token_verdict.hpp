#pragma once

// Judges one token with one key and, where there is one, against the request it came with: for `postern token
// verify` and `explain`.

#include "cli/token_options.hpp"
#include "jwt/token.hpp"
#include "platform/connect/qsh.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace postern::cli {

// Which tokens are expected.
enum class ExpectedToken { bound_to_request, context };

enum class HashState {
    not_checked, // no request is given
    fits,
    context_token // bound to no address, and that is what was expected
};

struct TokenVerdict {
    bool verified = false;
    std::string reason;  // "expired"; empty if verified
    std::string message; // a sentence without a full stop; empty if verified
    HashState hash = HashState::not_checked;
    std::optional<platform::connect::QshVariant> variant; // where the hash fits
    std::string key;                                      // "an HMAC secret"; empty if none was found
};

[[nodiscard]] TokenVerdict judge_token(std::string_view compact, TokenOptions const& options,
                                       ExpectedToken expected, Environment& environment);

} // namespace postern::cli
