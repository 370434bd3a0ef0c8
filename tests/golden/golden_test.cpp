// One saved evidence file gives every format, byte for byte.

#include "evidence/json.hpp"
#include "golden/example_baseline.hpp"
#include "golden/example_scan.hpp"
#include "golden/golden_file.hpp"
#include "policy/apply.hpp"
#include "policy/compare.hpp"
#include "policy/policy_toml.hpp"
#include "report/csrt.hpp"
#include "report/csv.hpp"
#include "report/gitlab_dast.hpp"
#include "report/html.hpp"
#include "report/html_assets.hpp"
#include "report/json.hpp"
#include "report/json_read.hpp"
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

// The example as a project reads it: with a policy and against an earlier report, each from its file.
report::Report judged_scan()
{
    auto const policy = policy::read_policy(contents("scan.postern.toml"), "postern.toml");
    auto const earlier = report::read_report(contents("earlier.report.json"));
    if (!policy || !earlier) {
        ADD_FAILURE() << (policy ? "" : in_words("scan.postern.toml", policy.error()))
                      << (earlier ? "" : earlier.error().message);
        return {};
    }
    auto const report = report_of("scan.evidence.json");
    return policy::against(policy::apply(report, *policy, policy::day_of(report.started_at)), *earlier,
                           "earlier.report.json");
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

TEST(Golden, baseline)
{
    auto const earlier = golden::example_baseline(report_of("scan.evidence.json"));
    expect_golden("earlier.report.json",
                  written([&](std::ostream& out) { report::write_json(earlier, out); }));
}

TEST(Golden, json_report)
{
    auto const expect = [](std::string const& name, report::Report const& report) {
        expect_golden(name, written([&](std::ostream& out) { report::write_json(report, out); }));
    };
    expect("scan.report.json", judged_scan());
    expect("odd-bytes.report.json", report_of("odd-bytes.evidence.json"));
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
    auto const expect = [](std::string const& name, report::Report const& report) {
        expect_golden(name,
                      without_assets(written([&](std::ostream& out) { report::write_html(report, out); })));
    };
    expect("scan.report.html", judged_scan());
    expect("odd-bytes.report.html", report_of("odd-bytes.evidence.json"));
}

TEST(Golden, terminal_report_of_80_columns)
{
    using enum report::Characters;
    auto const report = judged_scan();
    expect_golden("scan.terminal.txt", terminal(report, {.characters = utf8, .width_columns = 80}));
    expect_golden("scan.terminal-colour.txt",
                  terminal(report, {.colour = report::Colour::on, .characters = utf8, .width_columns = 80}));
    expect_golden("odd-bytes.terminal.txt",
                  terminal(report_of("odd-bytes.evidence.json"), {.characters = ascii, .width_columns = 80}));
}

TEST(Golden, terminal_report_of_40_columns)
{
    expect_golden("scan.terminal-40.txt",
                  terminal(judged_scan(), {.characters = report::Characters::utf8, .width_columns = 40}));
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
    expect_every_file_format("scan", judged_scan());
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
