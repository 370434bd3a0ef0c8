#pragma once

#include <cstddef>
#include <string_view>

namespace postern {

// Levenshtein's distance: the least number of insertions, deletions and replacements of one byte that turn
// `from` into `to`. Time grows with the product of their lengths, which the caller bounds.
[[nodiscard]] std::size_t edit_distance(std::string_view from, std::string_view to);

// Whether `written` may be a slip of the pen for `meant`: at most a third of its bytes differ, or one. Only
// the first 64 bytes of `written` count.
[[nodiscard]] bool is_near(std::string_view written, std::string_view meant);

} // namespace postern
