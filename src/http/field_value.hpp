#pragma once

// How the values of header fields are taken apart.

#include <string_view>
#include <vector>

namespace postern::http {

// Without leading and trailing white space, line breaks included: values also come from meta elements.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// The parts between separators, trimmed; empty ones are left out (RFC 9110 section 5.6.1).
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

// The same, but a separator within a quoted string (RFC 9110 section 5.6.4) does not separate.
[[nodiscard]] std::vector<std::string_view> split_unquoted(std::string_view text, char separator);

} // namespace postern::http
