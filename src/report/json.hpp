#pragma once

#include "report/model.hpp"

#include <cstddef>
#include <iosfwd>

namespace postern::report {

// How much of a response body the report repeats; the evidence file has all of it.
inline constexpr std::size_t report_body_max_bytes = 2 * 1024; // of an exchange that no finding names
inline constexpr std::size_t report_finding_body_max_bytes = 64 * 1024; // of one that proves a finding

// Writes the report as JSON that fits docs/schema/report-1.0.schema.json, in UTF-8 with a line feed at its
// end. Bytes that are not UTF-8 become U+FFFD. Exchange by exchange, so that memory stays small. Whether the
// stream took it all is for the caller to ask.
void write_json(Report const& report, std::ostream& out);

} // namespace postern::report
