#pragma once

// The signatures of compact tokens (RFC 7515 section 7.1) in any text: whoever has one acts as somebody.

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace postern::http {

inline constexpr std::string_view redacted_signature = "[redacted signature]";

// A token is what has three segments of base64url between dots, which an address may have as "%2E", the last
// of them not empty, and begins with a JSON object; blanks may stand before and in it. Text may touch it in
// front and behind.
using Tokens = std::set<std::string, std::less<>>;
void collect_tokens(std::string_view text, Tokens& tokens);

// `text` with redacted_signature in place of the signatures of tokens, but for those in `kept`; and of what
// follows a signature as a further segment: which of them is the signature cannot be told.
[[nodiscard]] std::string without_signatures(std::string text, Tokens const& kept = {});

// Whether `text` is a token that lost its signature so, and nothing else.
[[nodiscard]] bool is_redacted_token(std::string_view text);

} // namespace postern::http
