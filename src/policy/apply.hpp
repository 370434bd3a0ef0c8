#pragma once

#include "policy/policy.hpp"

namespace postern::policy {

// The report as the project's policy reads it. Rules change what findings count as, waivers accept them; the
// verdicts of checks and requirements follow from what still counts. All findings stay in the report, with
// what was made of them.
//
// Of several rules that speak of a finding the last one holds. "warn" and "fail" turn warnings and failures
// into the one or the other; what could not be looked at stays inconclusive, and no waiver touches it. A
// check all of whose findings are waived passes; one of which something was switched off, and nothing else is
// left, is for a person to judge: nobody looked there.
//
// Report::policy says which waivers have expired, and which no finding needs any more. Of a waiver whose
// check this scan could not judge in full nothing of the kind is said.
[[nodiscard]] report::Report apply(report::Report report, Policy const& policy, Day today);

// The checks to which a rule gives the level warn or fail by name: those that run only on request are asked
// for by that. "*" is about whatever runs.
[[nodiscard]] report::CheckIds requested_checks(Policy const& policy);

} // namespace postern::policy
