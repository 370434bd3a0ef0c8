#pragma once

// Exchanges without what would let a reader act as somebody: they are shown so until a person asks for more.

#include "simulator/inspector/exchange_log.hpp"

namespace postern::simulator::inspector {

inline constexpr std::string_view masked_value = "[masked]";

// The secrets that `redactor` knows, the signatures of tokens, the credentials of Authorization headers (of a
// token only the signature: its claims are what the inspector is for), the values of cookies, and the
// members, parameters and headers that are secrets by their name (sharedSecret, access_token, X-Auth-Token,
// user[password] …: by how it ends, in any case, with '_' or without; quotes also as HTML, and
// signs as addresses and strings of JSON write them) are replaced. Not promised: names apart from their
// values, XML, multipart forms, code.
[[nodiscard]] RecordedExchange masked(RecordedExchange exchange, Redactor const& redactor);

// A text of an exchange alone: an address, a body, a claim.
[[nodiscard]] std::string masked_text(std::string text, Redactor const& redactor);

// Whether what has this name is a secret or a token.
[[nodiscard]] bool is_secret_name(std::string_view name);

} // namespace postern::simulator::inspector
