#pragma once

#include "report/model.hpp"

#include <iosfwd>

namespace postern::report {

// Writes what the Connect Security Requirements Tester would write as JSON, field by field: failures only,
// one entry for each of its checks, named by its title, with all proofs in one text (csrt.md section 5).
// Severities are Postern's, where that tester says Medium of everything. Waived findings are left out.
void write_csrt(Report const& report, std::ostream& out);

} // namespace postern::report
