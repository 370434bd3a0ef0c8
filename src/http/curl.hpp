#pragma once

#include "http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace postern::http {

// `word` for a POSIX shell: as it is where that is safe, else in single quotes. A NUL byte, which no argument
// can hold, is dropped.
[[nodiscard]] std::string shell_quoted(std::string_view word);

// Whoever repeats a request with the user's token puts the name of its file here.
inline constexpr std::string_view token_from_file = "\"$(cat USER_JWT_FILE)\"";

// How the request was sent.
struct CurlSettings {
    enum class Certificates { checked, not_checked };
    std::string_view base_url; // the app's
    Certificates certificates = Certificates::checked;
};

// The words of a POSIX shell command that sends `request` again with curl. The first is "curl", or "printf"
// where the body has bytes that a terminal would not take. Every option and its value are one word. Of the
// redacted parts only the user's token in a header or in the address can be supplied: token_from_file stands
// there, between the single quotes that hold all the rest; a newline at the end of the file does no harm.
// What else was redacted stays the placeholder that it is; so does the token where the address is not on the
// site of the app's base URL: an app can redirect to any address, with the words of the placeholder in it.
[[nodiscard]] std::vector<std::string> curl_words(Request const& request, CurlSettings const& settings);

// The same as one line without a line feed.
[[nodiscard]] std::string curl_line(Request const& request, CurlSettings const& settings);

} // namespace postern::http
