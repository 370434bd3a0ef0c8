#pragma once

// A token in words: what each claim means, how old the token is. Believes nothing and checks nothing: whether
// the signature is right is the caller's to say. All texts may hold what the token holds, control characters
// too: whoever prints them makes them printable.

#include "base/clock.hpp"
#include "jwt/token.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace postern::platform::connect {

// One member of the header or the payload.
struct ExplainedClaim {
    std::string name;    // "exp"
    std::string value;   // JSON text, as it stands in the token
    std::string meaning; // one sentence
};

// In the order in which they stand there.
[[nodiscard]] std::vector<ExplainedClaim> explain_header(jwt::Token const& token);
[[nodiscard]] std::vector<ExplainedClaim> explain_payload(jwt::Token const& token, TimePoint now);

// "14 minutes", "1 day 2 hours": the two largest units that are not zero, whole; "0 seconds".
[[nodiscard]] std::string in_words(std::chrono::seconds duration);

// "2023-11-14T22:13:20Z".
[[nodiscard]] std::string iso_time(jwt::NumericDate time);

// One line on where `now` lies in the token's life: "expired 14 minutes ago; it was valid for 15 minutes".
[[nodiscard]] std::string explain_age(jwt::Claims const& claims, TimePoint now);

} // namespace postern::platform::connect
