// What each format says of a policy and of a baseline. The golden files show all of it.
#include "report/csrt.hpp"
#include "report/csv.hpp"
#include "report/gitlab_dast.hpp"
#include "report/html.hpp"
#include "report/junit.hpp"
#include "report/markdown.hpp"
#include "report/sarif.hpp"
#include "report/terminal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace postern::report {
namespace {

using checks::Outcome;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Finding a_finding(std::string id, Change change)
{
    return {.id = id, .subject = "door " + id, .message = "it is open", .change = change};
}

// A new failure, one that was a warning, one that is waived, one that is off, and two of the baseline.
Report example_report()
{
    Report report{.complete = true, .catalogue = "test-1"};
    auto waived = a_finding("0000000000cc", Change::unchanged);
    waived.waiver = Waiver{.reason = "accepted-risk",
                           .explanation = "the house goes",
                           .author = "Security team",
                           .expires = "2027-03-31"};
    auto off = a_finding("0000000000dd", Change::unchanged);
    off.ruling = Ruling{.level = Level::off, .measured = Outcome::fail, .rule = "postern.toml:7"};
    report.checks = {{.id = "door",
                      .title = "Doors",
                      .outcome = Outcome::fail,
                      .findings = {a_finding("0000000000aa", Change::is_new),
                                   a_finding("0000000000bb", Change::changed), waived, off}}};
    report.policy =
        AppliedPolicy{.file = "postern.toml",
                      .notes = {{PolicyNote::Kind::expired_waiver, "postern.toml:12: it expired"},
                                {PolicyNote::Kind::unmatched_waiver, "postern.toml:20: remove it"}}};
    report.baseline = Baseline{
        .file = "old.json",
        .fixed = {{.id = "0000000000ee", .check = "door", .subject = "gate", .message = "it was open"}},
        .not_seen = {{.id = "0000000000ff", .check = "door", .subject = "shed", .message = "no key"}}};
    report.data = {{.name = "locks", .version = "3", .date = "2026-01-01"}};
    return report;
}

std::string written(void (*write)(Report const&, std::ostream&))
{
    std::ostringstream out;
    write(example_report(), out);
    return out.str();
}

json sarif(SarifProfile profile)
{
    std::ostringstream out;
    write_sarif(example_report(), profile, "atlassian-connect.json", out);
    return json::parse(out.str()).at("runs").at(0);
}

TEST(PolicyInSarif, has_the_states_of_results_and_suppresses_what_does_not_count)
{
    auto const run = sarif(SarifProfile::full);
    ASSERT_EQ(run["results"].size(), 5u);
    std::vector<std::string> states;
    for (auto const& result : run["results"])
        states.push_back(result["baselineState"]);
    EXPECT_THAT(states, testing::ElementsAre("new", "updated", "unchanged", "unchanged", "absent"));
    EXPECT_FALSE(run["results"][1].contains("suppressions"));
    EXPECT_EQ(run["results"][3]["suppressions"][0]["justification"],
              "switched off by postern.toml:7; measured: fail");
    auto const& fixed = run["results"][4];
    EXPECT_EQ(fixed["kind"], "pass") << "DefectDojo passes over what is no failure";
    EXPECT_EQ(fixed["level"], "none") << "SARIF 2.1.0, section 3.27.10";
    EXPECT_EQ(run["properties"]["data"][0]["version"], "3");
    EXPECT_EQ(run["properties"]["policy"], "postern.toml");
    EXPECT_EQ(run["properties"]["baseline"], "old.json");
    EXPECT_EQ(run["invocations"][0]["toolExecutionNotifications"].size(), 3u);
}

TEST(PolicyInSarif, leaves_to_github_what_counts_and_is_there)
{
    auto const run = sarif(SarifProfile::github);
    ASSERT_EQ(run["results"].size(), 2u);
    for (auto const& result : run["results"])
        EXPECT_EQ(result["kind"], "fail");
}

TEST(PolicyInGitlabDast, flags_as_false_only_what_somebody_called_false)
{
    auto const document = json::parse(written(write_gitlab_dast));
    ASSERT_EQ(document["vulnerabilities"].size(), 3u) << "what is off is none";
    auto const& accepted = document["vulnerabilities"][2];
    EXPECT_FALSE(accepted.contains("flags")) << "a risk that is accepted is there";
    EXPECT_THAT(accepted["description"].get<std::string>(), HasSubstr("waived by Security team"));
    EXPECT_THAT(document["scan"]["messages"].dump(),
                AllOf(HasSubstr("switched off by postern.toml:7"), HasSubstr("it expired"),
                      HasSubstr("locks 3 (2026-01-01)")));
}

TEST(PolicyInJunit, says_why_a_case_is_skipped)
{
    EXPECT_THAT(
        written(write_junit),
        AllOf(HasSubstr("<skipped message=\"waived by Security team until 2027-03-31 (accepted-risk): "
                        "the house goes; the finding: it is open\"/>"),
              HasSubstr("<skipped message=\"switched off by postern.toml:7; measured: fail; the "
                        "finding: it is open\"/>"),
              HasSubstr("Against the baseline: changed")));
}

TEST(PolicyInCsv, has_its_columns_and_rows_for_what_is_gone)
{
    EXPECT_THAT(written(write_csv),
                AllOf(HasSubstr("\"changed\""), HasSubstr("\"Security team\",\"2027-03-31\""),
                      HasSubstr("\"switched off by postern.toml:7; measured: fail\""),
                      HasSubstr("\"fixed\",\"fail\",\"\",\"door\""),
                      HasSubstr("\"not seen\",\"fail\",\"\",\"door\"")));
}

TEST(PolicyInMarkdown, has_sections_of_its_own)
{
    EXPECT_THAT(
        written(write_markdown),
        AllOf(HasSubstr("Against the baseline `old.json`: 1 new, 1 changed, 2 unchanged, 1 fixed."),
              HasSubstr("### Waived\n\n- Doors `door 0000000000cc`: waived by Security team"),
              HasSubstr("### Switched off\n\n- Doors `door 0000000000dd`: switched off by postern.toml:7"),
              HasSubstr(
                  "### Waivers to look at\n\n- postern.toml:12: it expired\n- postern.toml:20: remove it"),
              HasSubstr("### Fixed\n\n- `door gate` (fail, finding 0000000000ee): it was open"),
              HasSubstr("### Not looked at again, so nothing is known of\n\n- `door shed`"),
              HasSubstr("Rules: locks 3 (2026-01-01).")));
}

TEST(PolicyInHtml, says_who_waived_what_and_lists_what_is_gone)
{
    EXPECT_THAT(
        written(write_html),
        AllOf(HasSubstr("<strong>Waived</strong> by Security team as <code>accepted-risk</code>, until "
                        "2027-03-31.</p><p>the house goes</p>"),
              HasSubstr("<strong>Switched off</strong> by <code>postern.toml:7</code>. Measured:"),
              HasSubstr("<span class=\"tag new\">new</span>"),
              HasSubstr("<span class=\"tag changed\">changed</span>"),
              Not(HasSubstr("<span class=\"tag unchanged\">")),
              HasSubstr("<li>postern.toml:12: it expired</li>"),
              HasSubstr("<td>fixed</td><td><code>door gate</code>"),
              HasSubstr("<td>not looked at again</td><td><code>door shed</code>"),
              HasSubstr("<dt>Policy</dt><dd><code>postern.toml</code></dd>"),
              HasSubstr("<p>Rules: locks 3 (2026-01-01).</p>"), HasSubstr(R"("tags":["unchanged","waived"])"),
              HasSubstr(R"("tags":["unchanged","off"])")));
}

TEST(PolicyInCsrt, leaves_out_what_does_not_count)
{
    auto const document = json::parse(written(write_csrt));
    ASSERT_EQ(document["vulns"].size(), 1u);
    EXPECT_EQ(document["vulns"][0]["proof"], "door 0000000000aa | ,door 0000000000bb | ");
}

TEST(PolicyInTerminal, marks_findings_and_says_what_is_gone)
{
    std::ostringstream out;
    write_terminal(example_report(), {}, out);
    EXPECT_THAT(out.str(),
                AllOf(HasSubstr("finding 0000000000aa; new)"), HasSubstr("0000000000bb; changed)"),
                      HasSubstr("0000000000cc; waived)"), HasSubstr("0000000000dd; off)"),
                      HasSubstr("Policy: switched off by postern.toml:7; measured: fail"),
                      HasSubstr("Against the baseline: 1 new, 1 changed, 2 unchanged, 1 fixed"),
                      HasSubstr("- door gate (fail; finding 0000000000ee)"), HasSubstr("Rules: locks 3\n")));
}

} // namespace
} // namespace postern::report
