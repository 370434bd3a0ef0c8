// What every format has to keep: its escapes, what waivers do, and that nothing inconclusive passes. The
// golden files show the rest.
#include "report/csrt.hpp"
#include "report/csv.hpp"
#include "report/gitlab_dast.hpp"
#include "report/junit.hpp"
#include "report/markdown.hpp"
#include "report/sarif.hpp"
#include "support/example_evidence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

namespace postern::report {
namespace {

using checks::Outcome;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

Finding a_finding(std::string id, std::string subject, Outcome outcome)
{
    return {.id = std::move(id),
            .endpoint = "webPanels/foo-panel",
            .subject = std::move(subject),
            .position = {12, 20},
            .outcome = outcome,
            .severity = checks::Severity::high,
            .message = "=it is <open> ]]> & \"so\"",
            .exchanges = {"e1"},
            .proof = {"a line"}};
}

// A failure, a warning, what could not be looked at, and a failure that is waived.
Report example_report()
{
    auto report = make_report(support::example_evidence(), newest_catalogue(), {});
    auto waived = a_finding("0000000000dd", "four", Outcome::fail);
    waived.waiver = Waiver{.reason = "public-by-design",
                           .explanation = "it is meant to be",
                           .author = "security",
                           .expires = "2027-03-31"};
    report.checks = {{.id = "anonymous-access",
                      .title = "It is open",
                      .outcome = Outcome::fail,
                      .requirements = {"1.1"},
                      .summary = "a part is open",
                      .why = "Anybody could come in.",
                      .cwe = 306,
                      .severity = checks::Severity::high,
                      .findings = {a_finding("0000000000aa", "one", Outcome::fail),
                                   a_finding("0000000000bb", "one", Outcome::warn),
                                   a_finding("0000000000cc", "three", Outcome::inconclusive), waived}},
                     {.id = "window", .title = "Windows", .outcome = Outcome::pass, .summary = "all shut"},
                     {.id = "roof",
                      .title = "Roof",
                      .topic = "Roof",
                      .outcome = Outcome::inconclusive,
                      .summary = "too high"}};
    return report;
}

std::string written(Report const& report, void (*write)(Report const&, std::ostream&))
{
    std::ostringstream out;
    write(report, out);
    return out.str();
}

json sarif(Report const& report, SarifProfile profile)
{
    std::ostringstream out;
    write_sarif(report, profile, "atlassian-connect.json", out);
    return json::parse(out.str()).at("runs").at(0);
}

TEST(Sarif, has_a_result_for_what_fails_or_warns_and_suppresses_what_is_waived)
{
    auto const run = sarif(example_report(), SarifProfile::full);
    ASSERT_EQ(run["results"].size(), 3u);
    EXPECT_EQ(run["results"][0]["level"], "error");
    EXPECT_EQ(run["results"][1]["level"], "warning");
    EXPECT_EQ(run["results"][2]["suppressions"][0]["kind"], "external");
    EXPECT_EQ(run["results"][0]["partialFingerprints"]["primaryLocationLineHash"], "0000000000aa:1");
    EXPECT_EQ(run["tool"]["driver"]["rules"][0]["properties"]["security-severity"], "8.0");
    EXPECT_THAT(run["tool"]["driver"]["rules"][0]["help"]["markdown"].get<std::string>(),
                HasSubstr("# anonymous-access"));
}

TEST(Sarif, leaves_waived_findings_out_for_github)
{
    auto const run = sarif(example_report(), SarifProfile::github);
    EXPECT_EQ(run["results"].size(), 2u);
    for (auto const& result : run["results"])
        EXPECT_FALSE(result.contains("suppressions"));
}

// GitHub shows it with every alert of the rule, whatever the result itself says.
TEST(Sarif, gives_a_rule_the_severity_of_its_gravest_result)
{
    auto report = example_report();
    auto const severity = [&](SarifProfile profile, std::size_t rule) {
        return sarif(report, profile)["tool"]["driver"]["rules"][rule]["properties"]["security-severity"];
    };
    for (auto& finding : report.checks[0].findings)
        finding.severity = finding.waiver ? checks::Severity::medium : checks::Severity::info;
    EXPECT_EQ(severity(SarifProfile::github, 0), "0.1") << "a waived one is no alert";
    EXPECT_EQ(severity(SarifProfile::full, 0), "5.5");
    report.checks[0].findings[1].severity = checks::Severity::low;
    EXPECT_EQ(severity(SarifProfile::github, 0), "2.0");
    report.checks[1].severity = checks::Severity::critical;
    EXPECT_EQ(severity(SarifProfile::github, 1), "9.5") << "without a result, that of the check";
}

TEST(Sarif, says_what_it_could_not_look_at)
{
    auto report = example_report();
    report.complete = false;
    report.gaps = {"it was cut short"};
    auto const invocation = sarif(report, SarifProfile::full)["invocations"][0];
    EXPECT_EQ(invocation["executionSuccessful"], false);
    EXPECT_EQ(invocation["toolExecutionNotifications"].size(), 3u);
}

TEST(DescriptorReference, is_never_absolute)
{
    EXPECT_EQ(descriptor_reference("https://app.example/atlassian-connect.json", "/srv"),
              "atlassian-connect.json");
    EXPECT_EQ(descriptor_reference("-", "/srv"), "atlassian-connect.json");
    EXPECT_EQ(descriptor_reference("app/my descriptor.json", "/srv"), "app/my%20descriptor.json");
    EXPECT_EQ(descriptor_reference("/srv/app/connect.json", "/srv"), "app/connect.json");
    EXPECT_EQ(descriptor_reference("/etc/connect.json", "/srv"), "connect.json");
    EXPECT_EQ(descriptor_reference("../connect.json", "/srv"), "connect.json");
}

TEST(XmlText, escapes_and_replaces_what_xml_cannot_hold)
{
    EXPECT_EQ(xml_text("<a b=\"c\">&"), "&lt;a b=&quot;c&quot;&gt;&amp;");
    EXPECT_EQ(xml_text(std::string("\0\x1b\x7f\xff", 4)), "\ufffd\ufffd\ufffd\ufffd");
    EXPECT_EQ(xml_text("\ufffe\u0085\u00e4\n"), "\ufffd\ufffd\u00e4\n");
}

TEST(Junit, maps_verdicts_and_gives_each_case_a_name_of_its_own)
{
    auto const text = written(example_report(), write_junit);
    EXPECT_THAT(text,
                HasSubstr(R"(<testsuites name="postern" tests="6" failures="1" errors="2" skipped="1">)"));
    EXPECT_THAT(text, HasSubstr("<skipped message=\"waived by security until 2027-03-31"));
    EXPECT_THAT(text, HasSubstr("name=\"anonymous-access webPanels/foo-panel, one 0000000000bb\""));
    EXPECT_THAT(text, HasSubstr("<system-out>WARNING: =it is &lt;open&gt;"));
}

TEST(CsvField, is_no_formula)
{
    EXPECT_EQ(csv_field("a \"b\", c"), "\"a \"\"b\"\", c\"");
    for (auto const* formula : {"=1", "+1", "-1", "@a"})
        EXPECT_EQ(csv_field(formula), "\"'" + std::string(formula) + "\"");
    EXPECT_EQ(csv_field("\t=1"), "\"'\\x09=1\"");
    EXPECT_EQ(csv_field("a\nb\x1b"), "\"a\nb\\x1b\"");
}

TEST(Csv, has_a_row_each_finding_and_each_requirement_without_one)
{
    auto const text = written(example_report(), write_csv);
    EXPECT_THAT(text, HasSubstr("\"'=it is <open> ]]> & \"\"so\"\"\""));
    EXPECT_THAT(text, HasSubstr("\"public-by-design: it is meant to be\",\"security\",\"2027-03-31\""));
    EXPECT_TRUE(text.ends_with("\r\n"));
    EXPECT_THAT(text, HasSubstr("\"requirement\",\"manual\""));
}

TEST(MarkdownText, means_itself)
{
    EXPECT_EQ(markdown_text("*a* [b](c) <d> @e #1"), "\\*a\\* \\[b\\](c) \\<d\\> @&#8203;e #&#8203;1");
    EXPECT_EQ(markdown_text("https://a.example www.b.example"), "https\\://a.example w&#8203;ww.b.example");
    EXPECT_EQ(markdown_text("a\n# b"), "a\\\\x0a#&#8203; b");
}

TEST(Markdown, parts_the_paragraphs_of_an_explanation)
{
    auto report = example_report();
    report.checks[0].findings[0].explanation = "first\n\n# second\n- third";
    EXPECT_THAT(written(report, write_markdown),
                HasSubstr("\n  > first\n  >\n  > #&#8203; second\\\\x0a- third\n"));
}

TEST(MarkdownCode, has_as_many_backticks_as_it_needs)
{
    EXPECT_EQ(markdown_code("a"), "`a`");
    EXPECT_EQ(markdown_code("a``b"), "```a``b```");
    EXPECT_EQ(markdown_code("`"), "`` ` ``");
}

TEST(Markdown, shows_what_is_waived_apart_and_does_not_outgrow_a_comment)
{
    auto report = example_report();
    auto const text = written(report, write_markdown);
    EXPECT_THAT(text, HasSubstr("### Waived\n\n- It is open `webPanels/foo-panel, four`"));
    EXPECT_THAT(text, HasSubstr("### INCONCLUSIVE: Roof"));
    report.checks[0].findings.resize(2000, report.checks[0].findings[0]);
    auto const long_text = written(report, write_markdown);
    EXPECT_LT(long_text.size(), markdown_max_bytes + 100);
    EXPECT_THAT(long_text, HasSubstr("the JSON report has all of it"));
}

TEST(GitlabDast, has_what_its_schema_needs_and_flags_what_is_waived)
{
    auto const document = json::parse(written(example_report(), write_gitlab_dast));
    EXPECT_EQ(document["version"], "15.0.4");
    EXPECT_EQ(document["scan"]["start_time"], "2023-11-14T22:13:20");
    EXPECT_EQ(std::ranges::count(document["scan"]["messages"], "warn",
                                 [](json const& message) { return message["level"]; }),
              2);
    ASSERT_EQ(document["vulnerabilities"].size(), 3u);
    auto const& waived = document["vulnerabilities"][2];
    EXPECT_EQ(waived["flags"][0]["type"], "flagged-as-likely-false-positive");
    EXPECT_EQ(waived["location"]["param"], "four");
}

TEST(Csrt, has_failures_alone_under_the_testers_titles)
{
    auto const document = json::parse(written(example_report(), write_csrt));
    ASSERT_EQ(document["vulns"].size(), 1u);
    EXPECT_EQ(document["vulns"][0]["check_name"], "Authentication of Application Resources");
    EXPECT_EQ(document["vulns"][0]["date"], "2023-11-14");
    EXPECT_EQ(document["scanned"], json{"foo-panel-app"});
    EXPECT_EQ(document["errors"], false);
    auto report = example_report();
    std::erase_if(report.checks[0].findings, [](Finding const& finding) { return !finding.waiver; });
    EXPECT_TRUE(json::parse(written(report, write_csrt))["vulns"].empty());
}

RC_GTEST_PROP(XmlText, holds_no_character_that_xml_forbids, (std::string const& text))
{
    for (char const c : xml_text(text))
        RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t');
}

} // namespace
} // namespace postern::report
