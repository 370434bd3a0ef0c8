#pragma once

// Which names are those of secrets, and where a name stands in a text.

#include <cstddef>
#include <string_view>

namespace postern::simulator::inspector {

enum class NameKind { harmless, secret, credentials, token };

// By how the name ends, in any case, whatever stands of '_' and '-' in it. "user[password]" is called
// password; a name may be percent-encoded or have escapes of JSON.
[[nodiscard]] NameKind kind_of(std::string_view name);

struct Span {
    std::size_t begin;
    std::size_t end;
};

// From `at` on: letters, digits, '_', '-' and, but for the first, brackets, each also percent-encoded or as
// an escape of JSON.
[[nodiscard]] Span name_at(std::string_view text, std::size_t at);

[[nodiscard]] bool is_base64url(char c);

struct Character {
    char value;
    std::size_t bytes;
};

// As it is or percent-encoded.
[[nodiscard]] Character character_at(std::string_view text, std::size_t at);

// Also as an escape of JSON up to "\u00ff", which has more backslashes in strings within strings.
[[nodiscard]] Character unescaped_at(std::string_view text, std::size_t at);

// Whether what stands before `at` is percent-encoded or such an escape.
[[nodiscard]] bool is_behind_escape(std::string_view text, std::size_t at);

} // namespace postern::simulator::inspector
