#pragma once

// What `postern scan` and `postern evaluate` share: in which formats a report goes where, and what the exit
// status is.

#include "cli/command.hpp"
#include "cli/report_formats.hpp"
#include "report/model.hpp"
#include "report/screen.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace postern::cli {

struct ReportOutput {
    using Format = ReportFormat;
    enum class Verbosity { quiet, normal, verbose };
    enum class ColourWish { as_environment, off };

    std::vector<Format> formats; // none: the terminal report, and with `out` the JSON report too
    std::string out;             // a file, a folder for several; empty or "-": standard output
    std::string out_from;        // the project file that names `out`; empty: the command line does
    report::Catalogue const* catalogue = &report::newest_catalogue();
    report::FailOn fail_on = report::FailOn::fail;
    std::vector<std::string> enabled;        // ids of checks that run on request only
    std::string baseline;                    // an earlier JSON report; empty: none
    Verbosity verbosity = Verbosity::normal; // quiet: no terminal report on the screen
    LogStyle::Format log_format = LogStyle::Format::text;
    ColourWish colour = ColourWish::as_environment;
};

// Adds --format, --out, --catalogue, --fail-on, --baseline, --enable, --no-color, --quiet, --verbose and
// --log-format. `output` must outlive the parsing.
void add_report_options(CLI::App& command, ReportOutput& output);

// Adds --catalogue. `catalogue` must outlive the parsing.
void add_catalogue_option(CLI::App& command, report::Catalogue const*& catalogue);

// The files that deliver_report will write.
[[nodiscard]] std::vector<std::string> report_files(ReportOutput const& output);

// What `out` is for the same reports in a folder of their own: the folder, or the file in it of a single one.
[[nodiscard]] std::string out_in_folder(ReportOutput const& output, std::filesystem::path const& folder);

// Throws UsageError where two reports would go to one place, or one into a folder that does not exist; makes
// the folder of several. To be called before anything is sent: a scan of minutes should not end with a
// mistyped path.
void check_report_output(ReportOutput const& output);

// How the command speaks on `err`: its grave words always, warnings unless it is quiet; all that happens,
// each exchange included, if it is verbose. JSON lines say the milestones too.
[[nodiscard]] LogStyle log_style(ReportOutput const& output);

// How the terminal report looks on `out`: colour unless --no-color, NO_COLOR, TERM=dumb or no terminal is
// there, FORCE_COLOR over the last two; UTF-8 if LC_ALL, LC_CTYPE or LANG says so; as wide as COLUMNS says,
// else as the terminal does, else 80 columns.
[[nodiscard]] report::TerminalStyle terminal_style(ReportOutput const& output,
                                                   Environment const& environment);

// Writes the report and gives the exit status of the command: that of the report, or exit_internal with a
// message on `err` if it could not be written.
[[nodiscard]] int deliver_report(report::Report const& report, ReportOutput const& output,
                                 Environment& environment);

} // namespace postern::cli
