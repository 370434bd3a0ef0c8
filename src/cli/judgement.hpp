#pragma once

// What the project and an earlier report add to the verdict on evidence: `postern scan` and `postern
// evaluate` have this in common.

#include "cli/project_file.hpp"
#include "cli/report_output.hpp"
#include "evidence/evidence.hpp"

#include <optional>
#include <string>

namespace postern::cli {

struct Judgement {
    std::optional<ProjectFile> project;
    std::string baseline_file;
    std::optional<report::Report> baseline;
    report::Catalogue const* catalogue = &report::newest_catalogue();
    report::CheckIds requested; // of the checks that run on request only
};

// Reads the project file and gives `command` the options that stand in it. Throws UsageError; to be called
// before anything is sent.
[[nodiscard]] Judgement prepare_judgement(ProjectChoice const& choice, ReportOutput& output,
                                          CLI::App& command, Environment const& environment);

// Reads the baseline in `file`; none where it is empty. Throws UsageError.
void add_baseline(Judgement& judgement, std::string const& file);

// The report of the evidence: rules and waivers as of today, then the comparison.
[[nodiscard]] report::Report judge(evidence::Evidence const& evidence, Judgement const& judgement,
                                   Environment const& environment);

} // namespace postern::cli
