#pragma once

// The parts of a text that hold a secret by their place: the value behind a name, the password of an address,
// the base64 of a key. Each function looks at a bounded number of bytes.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace postern::checks {

struct Span {
    std::size_t at = 0;
    std::size_t size = 0;
};

struct Assignment {
    std::string words; // of the name, lower case, a space between them: "aws secret access key"
    Span value;        // size 0: there is no assignment here
};

// What the ":" or "=" at `at` assigns: a quoted value (the quotes may be escaped, as in a string within a
// string), or in lines like those of an .env file the rest of the word.
[[nodiscard]] Assignment read_assignment(std::string_view text, std::size_t at);

// Whether the name's last words are one of `names`, with or without spaces.
[[nodiscard]] bool ends_with_name(std::string_view words, std::span<std::string const> names);

// The scheme, in lower case, before the colon at `colon`; empty without one.
[[nodiscard]] std::string scheme_before(std::string_view text, std::size_t colon);

// The password of "user:password@host" at `at`; size 0 without one.
[[nodiscard]] Span password_behind(std::string_view text, std::size_t at);

// What is written where a password will stand: a variable, the name of its kind.
[[nodiscard]] bool is_stand_in(std::string_view password);

[[nodiscard]] bool is_placeholder(std::string_view value, std::span<std::string const> placeholders);

struct KeyBody {
    std::size_t skipped = 0; // line breaks in front, as they are or escaped
    std::size_t size = 0;    // behind them, up to the end of the base64
    std::string base64;      // without its line breaks
};
[[nodiscard]] KeyBody read_key_body(std::string_view text);

} // namespace postern::checks
