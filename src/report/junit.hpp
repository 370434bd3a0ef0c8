#pragma once

#include "report/model.hpp"

#include <iosfwd>
#include <string>
#include <string_view>

namespace postern::report {

// Text for XML 1.0: escaped, with U+FFFD for characters that may not stand in it at all.
[[nodiscard]] std::string xml_text(std::string_view text);

// Writes JUnit XML: a suite each check; a case each of its findings, or one for the check where it has none.
// A failure is a failure, what could not be looked at an error, what does not apply, is waived or off, or
// needs a person is skipped, and a warning a passed case with text. Names are unique, and the same from scan
// to scan.
void write_junit(Report const& report, std::ostream& out);

} // namespace postern::report
