#pragma once

#include "report/model.hpp"

#include <iosfwd>
#include <string_view>

namespace postern::report {

// Of the DAST report schema of GitLab: older installations refuse newer ones.
inline constexpr std::string_view gitlab_dast_schema_version = "15.0.4";

// Writes a report for `artifacts:reports:dast` of GitLab. What was inconclusive, missed or switched off is a
// message of the scan; a finding that is waived as false has GitLab's flag for what is likely a false
// positive. GitLab compares with earlier reports itself.
void write_gitlab_dast(Report const& report, std::ostream& out);

} // namespace postern::report
