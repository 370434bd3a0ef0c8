#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postern::report {

// A word of a POSIX shell command, as curl_words gives it, in pieces for lines of their own: the first has at
// most `first_columns_max` columns, the others, which must stand at the left edge, `columns_max` (both at
// least broken_columns_min). All but the last end with a backslash that takes the line's end away, and all
// but the first begin with a quotation mark, so that none can pass for something else.
// token_from_file (http/curl.hpp) is not torn: where it stands, `columns_max` must leave room for it.
inline constexpr int broken_columns_min = 10;
[[nodiscard]] std::vector<std::string> broken_word(std::string_view word, int first_columns_max,
                                                   int columns_max);

} // namespace postern::report
