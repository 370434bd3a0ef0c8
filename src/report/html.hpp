#pragma once

#include "report/model.hpp"

#include <cstddef>
#include <iosfwd>

namespace postern::report {

// What the page repeats of the evidence, so that it stays small enough to send and to open at once; the JSON
// report has more and the evidence file has all of it.
inline constexpr std::size_t html_finding_exchanges_max = 3;      // in full, of one finding
inline constexpr std::size_t html_many_exchanges = 200;           // in full; from then on one of a finding
inline constexpr std::size_t html_exchanges_max = 1000;           // in full, of all findings
inline constexpr std::size_t html_finding_exchange_lines_max = 5; // in a line each, beyond those
inline constexpr std::size_t html_body_max_bytes = 8 * 1024;      // of one request or response
inline constexpr std::size_t html_bodies_max_bytes = 2 * 1024 * 1024; // of all of them

// Writes the report as one HTML page in UTF-8 that needs nothing but itself: style and script stand in it,
// and its content security policy allows these two and no request at all. Everything is there without the
// script too. Text of the target is escaped, and what cannot be seen in it is written out (report/text.hpp).
// Whether the stream took it all is for the caller to ask.
void write_html(Report const& report, std::ostream& out);

} // namespace postern::report
