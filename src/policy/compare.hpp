#pragma once

#include "report/model.hpp"

#include <string>
#include <vector>

namespace postern::policy {

// One finding in one or both of two reports.
struct Compared {
    report::EarlierFinding finding; // as the later report has it; of what is gone, as the earlier one had it
    checks::Outcome before = checks::Outcome::fail; // of what changed
    bool counts = true;                             // in the report that has it: neither waived nor off
};

// Findings are the same if their ids are. One whose verdict changed at the same check, endpoint and subject
// has another id: it is in `changed` alone. What is gone is fixed only where the later scan looked: its check
// is there and, with its endpoint, could be judged.
struct Comparison {
    std::vector<Compared> added;
    std::vector<Compared> changed;
    std::vector<Compared> unchanged;
    std::vector<Compared> fixed;
    std::vector<Compared> not_seen;
    // What the earlier scan saw and the later one did not, a sentence each: an endpoint that was not reached
    // again, a check that could not be told, the scan that did not come to its end.
    std::vector<std::string> seen_less;
};

[[nodiscard]] Comparison compare(report::Report const& earlier, report::Report const& later);

// Whether something fails in the later report that did not before, and counts.
[[nodiscard]] bool fails_anew(Comparison const& comparison);

// Whether the later scan saw less than the earlier one, so that its silence proves nothing.
[[nodiscard]] bool saw_less(Comparison const& comparison);

// Marks each finding as new, changed or unchanged, and says what is gone. `file` names the earlier report.
[[nodiscard]] report::Report against(report::Report report, report::Report const& earlier, std::string file);

} // namespace postern::policy
