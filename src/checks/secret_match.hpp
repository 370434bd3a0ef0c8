#pragma once

// Finds what looks like a secret in a text from outside: a page, a script, a source map. No regular
// expression; the time is bounded by the length of the text, whatever is in it.

#include "checks/secret_rules.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

// Further ones in one text say nothing new.
inline constexpr std::size_t secret_matches_max = 100;

// Where a secret stands. The text is not copied: whoever holds a match decides what of it may be shown.
struct SecretMatch {
    SecretRule const* rule = nullptr;
    std::size_t at = 0;
    std::size_t size = 0;
};

// The secrets in `text`, in their order, none inside another.
[[nodiscard]] std::vector<SecretMatch> find_secrets(std::string_view text,
                                                    SecretRules const& rules = secret_rules());

// Line and column of a byte; both count from 1, columns count bytes.
struct TextPlace {
    std::size_t line = 1;
    std::size_t column = 1;
    auto operator<=>(TextPlace const&) const = default;
};
[[nodiscard]] TextPlace place_of(std::string_view text, std::size_t at);

// `text` of the same length with all but the first characters of each secret replaced by asterisks; tokens
// stay, because http::redacted has taken the signatures of those that the target issued.
[[nodiscard]] std::string without_secrets(std::string text);

} // namespace postern::checks
