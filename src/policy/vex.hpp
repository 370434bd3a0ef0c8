#pragma once

#include "base/clock.hpp"
#include "report/model.hpp"

#include <iosfwd>

namespace postern::policy {

// The waived findings of a report as a CycloneDX 1.6 VEX document, for tools that collect such decisions. An
// export, not a format of ours: VEX speaks of vulnerabilities in components, so the app is the one component.
// public-static-content and false-positive become false_positive; cacheable-module and not-reachable
// not_affected; accepted-risk exploitable with will_not_fix; third-party exploitable with can_not_fix.
void write_vex(report::Report const& report, TimePoint now, std::ostream& out);

} // namespace postern::policy
