#pragma once

// Text for a terminal: what comes from a target may hold escape sequences, line breaks and characters that
// turn the direction of writing, with which it could repaint the verdicts. Nothing of a report reaches a
// terminal but through `printable`.

#include <string>
#include <string_view>
#include <vector>

namespace postern::report {

enum class Characters { ascii, utf8 };

// `text` with everything that is not a visible character or a space written out: "\x1b" for control bytes and
// for bytes that are not UTF-8, "\u{202e}" for control and format characters beyond ASCII; under
// Characters::ascii for all characters beyond it. What it gives back it leaves as it is a second time.
[[nodiscard]] std::string printable(std::string_view text, Characters characters);

// The columns that printable text takes on a terminal; never too few: what some terminals show in one column
// and others in two counts as two.
[[nodiscard]] int columns(std::string_view text);

// A word of more than `columns_max` columns with its middle replaced by an ellipsis; `columns_max` is at
// least ellipsis_columns_min.
inline constexpr int ellipsis_columns_min = 5;
[[nodiscard]] std::string cut_in_the_middle(std::string_view word, int columns_max, Characters characters);

// Printable text broken at its spaces into lines of at most `columns_max` columns (at least
// ellipsis_columns_min). A word that no line can hold is cut in the middle. Spaces
// inside a line stay, those at its ends go. No text gives no line.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, int columns_max, Characters characters);

} // namespace postern::report
