#pragma once

// One app through a scan: its descriptor, the requests, the verdict, the reports.

#include "cli/command.hpp"
#include "cli/judgement.hpp"
#include "cli/report_output.hpp"
#include "cli/scan_options.hpp"

namespace postern::cli {

struct ScanCall {
    ScanOptions options;
    ReportOutput output;
    ProjectChoice project;
    Judgement judgement;
};

struct Scanned {
    enum class End { by_itself, interrupted };
    int status = exit_ok;
    End end = End::by_itself; // interrupted: by the user; what was seen until then is in the reports
};

// Scans, or shows the plan of a scan. `call` has been checked: check_scan_options, check_report_output. What
// cannot be read or reached is said on `err` and is the status.
[[nodiscard]] Scanned scan_one(ScanCall const& call, Environment& environment);

} // namespace postern::cli
