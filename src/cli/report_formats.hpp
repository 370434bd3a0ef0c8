#pragma once

// The formats of a report but for the terminal's: one row each.

#include "report/model.hpp"

#include <iosfwd>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace postern::cli {

enum class ReportFormat {
    terminal,
    json,
    html,
    sarif,
    sarif_github,
    junit,
    markdown,
    gitlab_dast,
    csv,
    csrt
};

struct FileFormat {
    ReportFormat format;
    std::string_view name;      // the word of --format
    std::string_view file_name; // in a folder of several reports
    void (*write)(report::Report const& report, std::ostream& out);
};

[[nodiscard]] std::span<FileFormat const> file_formats();
[[nodiscard]] FileFormat const& file_format(ReportFormat format); // any but terminal

// Every word that --format takes.
[[nodiscard]] std::map<std::string, ReportFormat> report_format_words();

} // namespace postern::cli
