#pragma once

// `postern scan --targets FILE`: one app after the other.

#include "cli/one_scan.hpp"

namespace postern::cli {

// Scans each app of the list in `call.options.targets_file`, each with the reports that `call.output` asks
// for, in a folder of its own within `out`; then says on `out` what became of each. A baseline is such a
// folder of an earlier run. What one app does to its scan does not keep the others from theirs; an
// interruption ends all. Returns the gravest status. Throws UsageError, before anything is sent, where the
// list or the call is wrong.
[[nodiscard]] int scan_targets(ScanCall const& call, Environment& environment);

} // namespace postern::cli
