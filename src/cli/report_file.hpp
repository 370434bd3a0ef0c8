#pragma once

#include "report/model.hpp"

#include <string>

namespace postern::cli {

// Reads a JSON report. Throws UsageError, which names `what` ("--baseline") with the file, the place in it
// and the remedy; text of the file in it is made printable.
[[nodiscard]] report::Report read_report_file(std::string const& file, std::string const& what);

} // namespace postern::cli
