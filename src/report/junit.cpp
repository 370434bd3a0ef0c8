#include "report/junit.hpp"

#include "report/character.hpp"
#include "report/finding_parts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ostream>
#include <set>
#include <vector>

namespace postern::report {
namespace {

using checks::Outcome;

// XML 1.0 (fifth edition) section 2.2; DEL and the C1 controls are only discouraged, but a terminal obeys
// them.
bool may_stand_in_xml(char32_t code)
{
    if (code == '\t' || code == '\n' || code == '\r')
        return true;
    return code >= 0x20 && !(code >= 0x7f && code <= 0x9f) && code != 0xfffe && code != 0xffff;
}

struct Case {
    std::string name;
    Outcome outcome = Outcome::pass;
    std::string message;
    std::string type;
    std::string details;
};

// Of a case that is skipped nothing else is shown.
std::string message_of(Finding const& finding)
{
    if (finding.waiver)
        return fmt::format("{}; the finding: {}", in_words(*finding.waiver), finding.message);
    if (is_off(finding))
        return fmt::format("{}; the finding: {}", in_words(*finding.ruling), finding.message);
    return finding.message;
}

Case case_of(Report const& report, CheckResult const& check, Finding const& finding)
{
    Case test{.name = fmt::format("{} {}", check.id, place_of(finding)),
              .outcome = counts(finding) ? finding.outcome : Outcome::not_applicable,
              .message = message_of(finding),
              .type = std::string(name(finding.severity)),
              .details = fmt::format("{}", fmt::join(details_of(report, finding), "\n"))};
    if (auto const fix = how_to_fix(check.id); !fix.empty() && finding.outcome == Outcome::fail)
        test.details += fmt::format("\n\nHow to fix it: docs/checks/{}.md", check.id);
    return test;
}

std::vector<Case> cases_of(Report const& report, CheckResult const& check)
{
    if (check.findings.empty())
        return {{.name = check.id,
                 .outcome = check.outcome,
                 .message = check.summary,
                 .type = std::string(name(check.severity)),
                 .details = check.summary}};
    std::vector<Case> cases;
    std::set<std::string> names;
    for (auto const& finding : check.findings) {
        cases.push_back(case_of(report, check, finding));
        if (!names.insert(cases.back().name).second)
            cases.back().name += " " + finding.id; // of two with one name, GitLab shows the first alone
    }
    return cases;
}

struct Counts {
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
    std::size_t skipped = 0;

    void add(Outcome outcome)
    {
        ++tests;
        failures += outcome == Outcome::fail ? 1 : 0;
        errors += outcome == Outcome::inconclusive ? 1 : 0;
        skipped += outcome == Outcome::not_applicable || outcome == Outcome::manual ? 1 : 0;
    }

    void write(std::ostream& out) const
    {
        out << fmt::format(R"( tests="{}" failures="{}" errors="{}" skipped="{}")", tests, failures, errors,
                           skipped);
    }
};

void write_case(Case const& test, CheckResult const& check, std::ostream& out)
{
    out << fmt::format("    <testcase classname=\"postern.{}\" name=\"{}\" time=\"0\">\n", xml_text(check.id),
                       xml_text(test.name));
    auto const element = [&](std::string_view tag) {
        out << fmt::format("      <{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n", tag, xml_text(test.message),
                           xml_text(test.type), xml_text(test.details));
    };
    switch (test.outcome) {
    case Outcome::fail:
        element("failure");
        break;
    case Outcome::inconclusive:
        element("error");
        break;
    case Outcome::manual:
        out << fmt::format("      <skipped message=\"a person must look: {}\"/>\n", xml_text(test.message));
        break;
    case Outcome::not_applicable:
        out << fmt::format("      <skipped message=\"{}\"/>\n", xml_text(test.message));
        break;
    case Outcome::warn:
        out << fmt::format("      <system-out>WARNING: {}</system-out>\n", xml_text(test.details));
        break;
    case Outcome::pass:
        break;
    }
    out << "    </testcase>\n";
}

} // namespace

std::string xml_text(std::string_view text)
{
    std::string written;
    while (!text.empty()) {
        auto const [bytes, code] = first_character(text);
        text.remove_prefix(bytes.size());
        if (!code || !may_stand_in_xml(*code))
            written += "\ufffd";
        else if (*code == '&')
            written += "&amp;";
        else if (*code == '<')
            written += "&lt;";
        else if (*code == '>')
            written += "&gt;";
        else if (*code == '"')
            written += "&quot;";
        else if (*code == '\r')
            written += "&#13;"; // else a parser makes a line feed of it
        else
            written += bytes;
    }
    return written;
}

void write_junit(Report const& report, std::ostream& out)
{
    Counts all;
    std::vector<std::vector<Case>> suites;
    for (auto const& check : report.checks) {
        suites.push_back(cases_of(report, check));
        for (auto const& test : suites.back())
            all.add(test.outcome);
    }
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"postern\"";
    all.write(out);
    out << ">\n";
    for (std::size_t index = 0; index < suites.size(); ++index) {
        auto const& check = report.checks[index];
        Counts counts;
        for (auto const& test : suites[index])
            counts.add(test.outcome);
        out << fmt::format("  <testsuite name=\"{}\" timestamp=\"{}\"", xml_text(check.id),
                           to_the_second(report.started_at));
        counts.write(out);
        out << ">\n    <properties>\n";
        for (auto const& number : check.requirements)
            out << fmt::format("      <property name=\"requirement\" value=\"{} {}\"/>\n",
                               xml_text(report.catalogue), xml_text(number));
        out << fmt::format("      <property name=\"cwe\" value=\"{}\"/>\n    </properties>\n", check.cwe);
        for (auto const& test : suites[index])
            write_case(test, check, out);
        out << "  </testsuite>\n";
    }
    out << "</testsuites>\n";
}

} // namespace postern::report
