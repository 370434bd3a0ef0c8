#pragma once

#include "report/model.hpp"

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <string>

namespace postern::report {

// GitHub's code scanning shows suppressed results as open alerts, so that its profile leaves out what is
// waived, switched off or fixed; other readers, DefectDojo for one, take suppressions for what they are
// (report-formats.md section 1).
enum class SarifProfile { full, github };

inline constexpr std::size_t sarif_description_max_bytes = 1024; // GitHub's limit, in characters

// Where the descriptor stands in the repository, as a relative reference: a file below `working_folder` by
// its path from there, another file by its name, an address as "atlassian-connect.json". Code scanning
// refuses locations with a scheme of their own. Looks at names alone.
[[nodiscard]] std::string descriptor_reference(std::string const& descriptor,
                                               std::filesystem::path const& working_folder);

// Writes SARIF 2.1.0: a rule each check, a result each finding that fails or warns, located in the
// descriptor, and one each that the baseline had and that is fixed ("absent"); what was inconclusive or
// missed is a notification of the run.
void write_sarif(Report const& report, SarifProfile profile, std::string const& descriptor_reference,
                 std::ostream& out);

} // namespace postern::report
