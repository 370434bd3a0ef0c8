#pragma once

// Exchanges without what would let a reader act as somebody: they are shown so until a person asks for more.

#include "simulator/inspector/exchange_log.hpp"

namespace postern::simulator::inspector {

inline constexpr std::string_view masked_value = "[masked]";
inline constexpr std::string_view masked_signature = "[redacted signature]"; // as http::redacted writes it

// The secrets that `redactor` knows, the signatures of tokens, the credentials of Authorization headers (of a
// token only the signature: its claims are what the inspector is for), the values of cookies, and in bodies
// the members and parameters that are secrets by their name (sharedSecret, access_token …) are replaced.
[[nodiscard]] RecordedExchange masked(RecordedExchange exchange, Redactor const& redactor);

// The address alone.
[[nodiscard]] std::string masked_url(std::string url, Redactor const& redactor);

} // namespace postern::simulator::inspector
