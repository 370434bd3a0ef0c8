#pragma once

#include "http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace postern::report {

// `word` for a POSIX shell: as it is where that is safe, else in single quotes. A NUL byte, which no argument
// can hold, is dropped.
[[nodiscard]] std::string shell_quoted(std::string_view word);

// The words of a POSIX shell command that sends `request` again with curl. The first is "curl", or "printf"
// where the body has bytes that a terminal would not take. Every option and its value are one word. Redacted
// parts of the request stay as the placeholders that they are.
[[nodiscard]] std::vector<std::string> curl_words(http::Request const& request);

// The same as one line without a line feed.
[[nodiscard]] std::string curl_line(http::Request const& request);

} // namespace postern::report
