#pragma once

#include "report/model.hpp"

#include <iosfwd>
#include <string>
#include <string_view>

namespace postern::report {

// One field of RFC 4180, always quoted. What a spreadsheet would take for a formula gets an apostrophe in
// front; invisible characters other than line feeds are written out.
[[nodiscard]] std::string csv_field(std::string_view text);

// Writes a header, then a row each finding, one each that the baseline had and this report has not, and one
// each requirement without a finding. CRLF ends rows.
void write_csv(Report const& report, std::ostream& out);

} // namespace postern::report
