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

constexpr std::array<std::string_view, 23> columns_of_a_row{
    "row",     "verdict", "severity", "check",     "requirements", "cwe",       "endpoint",  "subject",
    "module",  "line",    "column",   "message",   "url",          "exchanges", "proof",     "repeat",
    "finding", "change",  "waived",   "waived by", "waived until", "rule",      "to look at"};
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
            finding.change ? std::string(name(*finding.change)) : "",
            finding.waiver ? fmt::format("{}: {}", finding.waiver->reason, finding.waiver->explanation) : "",
            finding.waiver ? finding.waiver->author : "",
            finding.waiver ? finding.waiver->expires : "",
            finding.ruling ? in_words(*finding.ruling) : "",
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

Row row_of(EarlierFinding const& finding, std::string_view kind)
{
    Row row;
    row[0] = kind;
    row[1] = name(finding.outcome);
    row[3] = finding.check;
    row[6] = finding.endpoint;
    row[7] = finding.subject;
    row[11] = finding.message;
    row[16] = finding.id;
    row[17] = kind;
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
    if (report.baseline) {
        for (auto const& finding : report.baseline->fixed)
            write_row(row_of(finding, "fixed"), out);
        for (auto const& finding : report.baseline->not_seen)
            write_row(row_of(finding, "not seen"), out);
    }
    for (auto const& requirement : report.requirements)
        if (!has_finding(report, requirement))
            write_row(row_of(requirement), out);
}

} // namespace postern::report
