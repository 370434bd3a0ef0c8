#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postern::report {

struct Character {
    std::string_view bytes;
    std::optional<char32_t> code; // absent: one byte that begins no UTF-8 sequence (RFC 3629)
};

// The first character of a text that is not empty.
[[nodiscard]] Character first_character(std::string_view text);

// The text with U+FFFD for each byte that is no part of a UTF-8 sequence.
[[nodiscard]] std::string valid_utf8(std::string_view text);

} // namespace postern::report
