#include "report/json.hpp"
#include "report/json_read.hpp"
#include "support/example_evidence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace postern::report {
namespace {

std::string text(Report const& report)
{
    std::ostringstream out;
    write_json(report, out);
    return out.str();
}

Report full_report()
{
    auto evidence = support::example_evidence();
    evidence.lifecycle->attempts[0].exchange.outcome = http::make_response(204, "", "");
    auto report = make_report(evidence, newest_catalogue());
    report.policy = AppliedPolicy{
        .file = "postern.toml", .notes = {{PolicyNote::Kind::unmatched_waiver, "postern.toml:3: remove it"}}};
    EarlierFinding const earlier{
        "0123456789ab", "forged-token", "webPanels/a", "s", checks::Outcome::warn, "m"};
    report.baseline = Baseline{
        .file = "old.json", .started_at = report.started_at, .fixed = {earlier}, .not_seen = {earlier}};
    for (auto& check : report.checks)
        for (auto& finding : check.findings) {
            finding.waiver = {
                .reason = "accepted-risk", .explanation = "e", .author = "a", .expires = "2027-01-01"};
            finding.ruling = {
                .level = Level::warn, .measured = checks::Outcome::fail, .rule = "postern.toml:2"};
            finding.change = Change::is_new;
            check.measured = checks::Outcome::fail;
        }
    return report;
}

TEST(ReportReader, gives_back_what_was_written)
{
    for (auto const& report : {full_report(), make_report(support::example_evidence(), newest_catalogue()),
                               make_report({}, newest_catalogue())}) {
        auto const written = text(report);
        auto const read = read_report(written);
        ASSERT_TRUE(read.has_value()) << read.error().pointer << ": " << read.error().message;
        EXPECT_EQ(text(*read), written);
    }
}

TEST(ReportReader, takes_a_report_that_lacks_what_came_later)
{
    auto written = text(full_report());
    for (std::string const member : {"policy", "baseline", "waiver", "ruling", "change", "measured", "proof"})
        for (auto at = written.find('"' + member + '"'); at != std::string::npos;
             at = written.find('"' + member + '"'))
            written.replace(at, member.size() + 2, "\"x\"");
    EXPECT_TRUE(read_report(written).has_value());
}

TEST(ReportReader, says_what_is_wrong_where_and_what_to_do)
{
    struct Row {
        std::string text;
        char const* pointer;
        char const* message;
    };
    auto const spoilt = [](std::string const& from, std::string const& to) {
        auto written = text(full_report());
        written.replace(written.find(from), from.size(), to);
        return written;
    };
    std::vector<Row> const rows{
        {"", "", "the report is empty"},
        {"{", "", "the report is not JSON: line 1, byte 2 of the file"},
        {"[]", "", "this is not a report of Postern"},
        {R"({"format": "postern-evidence-1"})", "", "this is evidence, not a report; "},
        {R"({"schema_version": "2.0"})", "/schema_version", "this report has the version \"2.0\", and only "},
        {std::string(20, '['), "", "the report is nested more than 16 levels deep"},
        {spoilt("\"complete\": true", "\"complete\": 1"), "/complete", "this must be true or false"},
        {spoilt("2023-11-14T22:13:20.000Z", "2023-11-31T22:13:20.000Z"), "/started_at",
         "this must be a time"},
        {spoilt("\"level\": \"warn\"", "\"level\": \"loud\""), "", "\"loud\" is not a known word here"},
        {spoilt("\"authentication\": \"jwt\"", "\"authentication\": \"x\""), "/target/authentication",
         "this must be \"jwt\" or \"none\""},
    };
    for (auto const& row : rows) {
        auto const read = read_report(row.text);
        ASSERT_FALSE(read.has_value()) << row.message;
        EXPECT_THAT(read.error().message, testing::StartsWith(row.message));
        EXPECT_THAT(read.error().pointer, testing::StartsWith(row.pointer));
        EXPECT_NE(read.error().remedy, "");
    }
}

} // namespace
} // namespace postern::report
