#include "report/csv.hpp"

#include "report/finding_parts.hpp"
#include "report/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <span>

namespace postern::report {
namespace {

constexpr std::array<std::string_view, 21> columns_of_a_row{
    "row",     "verdict", "severity", "check",  "requirements", "cwe",          "endpoint",
    "subject", "module",  "line",     "column", "message",      "url",          "exchanges",
    "proof",   "repeat",  "finding",  "change", "waived",       "waived until", "to look at"};
using Row = std::array<std::string, columns_of_a_row.size()>;

void write_row(auto const& fields, std::ostream& out)
{
    bool first = true;
    for (auto const& field : fields) {
        out << (first ? "" : ",") << csv_field(field);
        first = false;
    }
    out << "\r\n";
}

std::string number_or_nothing(int number) { return number > 0 ? std::to_string(number) : std::string(); }

std::string word(std::optional<Change> const& change)
{
    if (!change)
        return {};
    return *change == Change::is_new ? "new" : "unchanged";
}

Row row_of(Report const& report, CheckResult const& check, Finding const& finding)
{
    auto const* exchange = first_exchange(report, finding);
    return {"finding",
            std::string(name(finding.outcome)),
            std::string(name(finding.severity)),
            check.id,
            fmt::format("{}", fmt::join(check.requirements, " ")),
            number_or_nothing(check.cwe),
            finding.endpoint,
            finding.subject,
            finding.module,
            number_or_nothing(finding.position.line),
            number_or_nothing(finding.position.column),
            finding.message,
            exchange ? exchange->request.url : "",
            fmt::format("{}", fmt::join(finding.exchanges, " ")),
            fmt::format("{}", fmt::join(finding.proof, "\n")),
            finding.repeat,
            finding.id,
            word(finding.change),
            finding.waiver ? fmt::format("{}: {}", finding.waiver->reason, finding.waiver->explanation) : "",
            finding.waiver ? finding.waiver->expires : "",
            ""};
}

Row row_of(RequirementResult const& requirement)
{
    Row row;
    row[0] = "requirement";
    row[1] = name(requirement.outcome);
    row[3] = fmt::format("{}", fmt::join(requirement.checks, " "));
    row[4] = requirement.id;
    row[11] = requirement.title;
    row.back() = requirement.outcome == checks::Outcome::manual ? requirement.what_to_look_at : "";
    return row;
}

bool has_finding(Report const& report, RequirementResult const& requirement)
{
    return std::ranges::any_of(report.checks, [&](CheckResult const& check) {
        return !check.findings.empty() &&
               std::ranges::find(requirement.checks, check.id) != requirement.checks.end();
    });
}

} // namespace

std::string csv_field(std::string_view text)
{
    std::string field = "\"";
    if (!text.empty() && std::string_view("=+-@\t\r\n").contains(text.front()))
        field += '\'';
    while (true) {
        auto const end = std::min(text.find('\n'), text.size());
        for (char const c : printable(text.substr(0, end), Characters::utf8))
            field += c == '"' ? "\"\"" : std::string(1, c);
        if (end == text.size())
            return field + '"';
        field += '\n';
        text.remove_prefix(end + 1);
    }
}

void write_csv(Report const& report, std::ostream& out)
{
    write_row(columns_of_a_row, out);
    for (auto const& check : report.checks)
        for (auto const& finding : check.findings)
            write_row(row_of(report, check, finding), out);
    for (auto const& requirement : report.requirements)
        if (!has_finding(report, requirement))
            write_row(row_of(requirement), out);
}

} // namespace postern::report
