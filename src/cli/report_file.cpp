#include "cli/report_file.hpp"

#include "cli/command.hpp"
#include "cli/text_file.hpp"
#include "report/json_read.hpp"
#include "report/text.hpp"

#include <fmt/format.h>

namespace postern::cli {

report::Report read_report_file(std::string const& file, std::string const& what)
{
    auto const text = read_text_file(file, report::report_file_max_bytes);
    if (!text)
        throw UsageError{fmt::format("{}: {}; give a file that `postern scan URL --out report.json` wrote",
                                     what, text.error())};
    auto report = report::read_report(*text);
    if (report)
        return *std::move(report);
    auto const& error = report.error();
    auto const place = error.pointer.empty() ? "" : fmt::format(" at {}", error.pointer);
    throw UsageError{
        report::printable(fmt::format("{} {}{}: {}; {}", what, file, place, error.message, error.remedy),
                          report::Characters::utf8)};
}

} // namespace postern::cli
