#include "cli/report_formats.hpp"

#include "base/assert.hpp"
#include "report/csrt.hpp"
#include "report/csv.hpp"
#include "report/gitlab_dast.hpp"
#include "report/html.hpp"
#include "report/json.hpp"
#include "report/junit.hpp"
#include "report/markdown.hpp"
#include "report/sarif.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace postern::cli {
namespace {

template <report::SarifProfile Profile>
void write_sarif(report::Report const& report, std::ostream& out)
{
    std::error_code unknown; // a folder that is gone: the descriptor is then called by its name alone
    auto const folder = std::filesystem::current_path(unknown);
    report::write_sarif(report, Profile, report::descriptor_reference(report.target.descriptor, folder), out);
}

constexpr std::array formats{
    FileFormat{ReportFormat::json, "json", "report.json", report::write_json},
    FileFormat{ReportFormat::html, "html", "report.html", report::write_html},
    FileFormat{ReportFormat::sarif, "sarif", "report.sarif", write_sarif<report::SarifProfile::full>},
    FileFormat{ReportFormat::sarif_github, "sarif-github", "report.github.sarif",
               write_sarif<report::SarifProfile::github>},
    FileFormat{ReportFormat::junit, "junit", "report.junit.xml", report::write_junit},
    FileFormat{ReportFormat::markdown, "markdown", "report.md", report::write_markdown},
    FileFormat{ReportFormat::gitlab_dast, "gitlab-dast", "gl-dast-report.json", report::write_gitlab_dast},
    FileFormat{ReportFormat::csv, "csv", "report.csv", report::write_csv},
    FileFormat{ReportFormat::csrt, "csrt", "report.csrt.json", report::write_csrt},
};

} // namespace

std::span<FileFormat const> file_formats() { return formats; }

FileFormat const& file_format(ReportFormat format)
{
    auto const* const found = std::ranges::find(formats, format, &FileFormat::format);
    POSTERN_ASSERT(found != formats.end(), "every format but the terminal's has a row");
    return *found;
}

std::map<std::string, ReportFormat> report_format_words()
{
    std::map<std::string, ReportFormat> words{{"terminal", ReportFormat::terminal}};
    for (auto const& format : formats)
        words.emplace(format.name, format.format);
    return words;
}

} // namespace postern::cli
