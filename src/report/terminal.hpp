#pragma once

#include "report/model.hpp"
#include "report/screen.hpp"

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>

namespace postern::report {

// What a screen can hold of one check; the JSON report has all of it.
inline constexpr std::size_t terminal_findings_max = 25;
inline constexpr std::size_t terminal_explanation_max_bytes = 400;
inline constexpr std::size_t terminal_proof_lines_max = 6; // of a finding
// One long command a check shows how it is repeated; more would bury the findings.
inline constexpr std::size_t terminal_first_curl_lines_max = 16;
inline constexpr std::size_t terminal_curl_lines_max = 6; // a page in the context of an issue

// Writes the report for a person: what an incomplete scan did not see, then requirements, then the findings
// by check, the gravest first, then a line for each check that is fine, then the coverage, and as last line
// the number of requirements with each verdict. No line is wider than the style says (and than
// terminal_columns_min), and no colour says what no word says. `json_file` is where the JSON report of the
// same scan is; without one the report says how to get it.
void write_terminal(Report const& report, TerminalStyle const& style, std::ostream& out,
                    std::optional<std::string> const& json_file = std::nullopt);

} // namespace postern::report
