#pragma once

#include "report/model.hpp"
#include "report/screen.hpp"

#include <cstddef>
#include <iosfwd>

namespace postern::report {

// What a screen can hold of one check; the JSON report has all of it.
inline constexpr std::size_t terminal_findings_max = 25;
inline constexpr std::size_t terminal_explanation_max_bytes = 400;

// Writes the report for a person: requirements, then the findings by check, then what was not looked at, and
// as last line the number of requirements with each verdict. No line is wider than the style says (and than
// terminal_columns_min), and no colour says what no word says.
void write_terminal(Report const& report, TerminalStyle const& style, std::ostream& out);

} // namespace postern::report
