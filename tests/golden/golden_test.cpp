// One saved evidence file gives every format, byte for byte.

#include "evidence/json.hpp"
#include "golden/example_scan.hpp"
#include "golden/golden_file.hpp"
#include "report/csrt.hpp"
#include "report/csv.hpp"
#include "report/gitlab_dast.hpp"
#include "report/html.hpp"
#include "report/html_assets.hpp"
#include "report/json.hpp"
#include "report/junit.hpp"
#include "report/markdown.hpp"
#include "report/model.hpp"
#include "report/sarif.hpp"
#include "report/terminal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>

namespace postern {
namespace {

std::filesystem::path place_of(std::string const& name)
{
    return std::filesystem::path(POSTERN_GOLDEN_FOLDER) / name;
}

std::string contents(std::string const& name) { return golden::contents(place_of(name)); }

void expect_golden(std::string const& name, std::string const& text)
{
    golden::expect_golden(place_of(name), text);
}

template <typename Write>
std::string written(Write write)
{
    std::ostringstream out;
    write(out);
    return out.str();
}

// From the file and not from the values, so that all formats are those of saved evidence.
report::Report report_of(std::string const& evidence_file)
{
    auto const evidence = evidence::read_json(contents(evidence_file));
    if (!evidence) {
        ADD_FAILURE() << evidence_file << ": " << evidence.error().pointer << ": "
                      << evidence.error().message;
        return {};
    }
    return report::make_report(*evidence, report::newest_catalogue());
}

std::string terminal(report::Report const& report, report::TerminalStyle const& style)
{
    return written([&](std::ostream& out) { report::write_terminal(report, style, out); });
}

TEST(Golden, evidence)
{
    expect_golden("scan.evidence.json",
                  written([](std::ostream& out) { evidence::write_json(golden::example_scan(), out); }));
    expect_golden("odd-bytes.evidence.json",
                  written([](std::ostream& out) { evidence::write_json(golden::odd_bytes(), out); }));
}

TEST(Golden, json_report)
{
    for (std::string const name : {"scan", "odd-bytes"}) {
        auto const report = report_of(name + ".evidence.json");
        expect_golden(name + ".report.json",
                      written([&](std::ostream& out) { report::write_json(report, out); }));
    }
}

// What web/report was built to is not golden: its place is marked instead, and so are the hashes of it.
std::string without_assets(std::string html)
{
    auto const replace = [&](std::string_view what, std::string_view by) {
        auto const at = html.find(what);
        EXPECT_NE(at, std::string::npos) << by;
        if (at != std::string::npos)
            html.replace(at, what.size(), by);
    };
    for (auto const& asset : report::html_assets())
        replace(asset.bytes, asset.name);
    constexpr std::string_view source = "'sha256-";
    for (std::string_view const by : {"'hash of report.js'", "'hash of report.css'"}) {
        auto const at = std::min(html.find(source), html.size());
        auto const end = std::min(html.find('\'', at + 1), html.size() - 1);
        replace(html.substr(at, end + 1 - at), by);
    }
    return html;
}

TEST(Golden, html_report)
{
    for (std::string const name : {"scan", "odd-bytes"}) {
        auto const report = report_of(name + ".evidence.json");
        expect_golden(name + ".report.html",
                      without_assets(written([&](std::ostream& out) { report::write_html(report, out); })));
    }
}

TEST(Golden, terminal_report_of_80_columns)
{
    using enum report::Characters;
    auto const report = report_of("scan.evidence.json");
    expect_golden("scan.terminal.txt", terminal(report, {.characters = utf8, .width_columns = 80}));
    expect_golden("scan.terminal-colour.txt",
                  terminal(report, {.colour = report::Colour::on, .characters = utf8, .width_columns = 80}));
    expect_golden("odd-bytes.terminal.txt",
                  terminal(report_of("odd-bytes.evidence.json"), {.characters = ascii, .width_columns = 80}));
}

TEST(Golden, terminal_report_of_40_columns)
{
    expect_golden("scan.terminal-40.txt",
                  terminal(report_of("scan.evidence.json"),
                           {.characters = report::Characters::utf8, .width_columns = 40}));
}

// One finding waived, one new: what saved evidence does not hold.
report::Report triaged(report::Report report)
{
    for (auto& check : report.checks) {
        for (auto& finding : check.findings) {
            finding.change = report::Change::unchanged;
            if (finding.endpoint == "translations/de-DE")
                finding.waiver =
                    report::Waiver{.reason = "public-by-design",
                                   .explanation = "texts of the user interface, = the same for all",
                                   .author = "security",
                                   .expires = "2027-03-31"};
        }
    }
    report.checks.front().findings.front().change = report::Change::is_new;
    return report;
}

void expect_every_file_format(std::string const& name, report::Report const& report)
{
    using enum report::SarifProfile;
    auto const golden = [&](std::string const& ending, auto write) {
        expect_golden(name + ending, written([&](std::ostream& out) { write(report, out); }));
    };
    auto const sarif = [](report::SarifProfile profile) {
        return [profile](report::Report const& of, std::ostream& out) {
            report::write_sarif(of, profile, "atlassian-connect.json", out);
        };
    };
    golden(".sarif", sarif(full));
    golden(".github.sarif", sarif(github));
    golden(".junit.xml", report::write_junit);
    golden(".report.md", report::write_markdown);
    golden(".gl-dast-report.json", report::write_gitlab_dast);
    golden(".report.csv", report::write_csv);
    golden(".csrt.json", report::write_csrt);
}

TEST(Golden, every_other_format)
{
    expect_every_file_format("scan", triaged(report_of("scan.evidence.json")));
    expect_every_file_format("odd-bytes", report_of("odd-bytes.evidence.json"));
}

// Nothing but colour: taken away, the text is the same.
TEST(Golden, colour_says_nothing_that_words_do_not)
{
    auto coloured = contents("scan.terminal-colour.txt");
    std::string plain;
    for (std::size_t at = 0; at < coloured.size();) {
        if (coloured[at] == '\x1b')
            at = coloured.find('m', at) + 1;
        else
            plain += coloured[at++];
    }
    EXPECT_EQ(plain, contents("scan.terminal.txt"));
    EXPECT_NE(plain, coloured);
}

} // namespace
} // namespace postern
