#include "report/terminal.hpp"
#include "support/example_evidence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <sstream>

namespace postern::report {
namespace {

using checks::Outcome;
using testing::HasSubstr;
using testing::Not;

// One requirement that fails, one that passes, two for a person.
Report example_report()
{
    auto const evidence = support::example_evidence();
    Catalogue const catalogue{.version = "test-1",
                              .requirements = {{.number = "1.1", .slug = "doors", .title = "Doors"},
                                               {.number = "1.4", .slug = "install", .title = "Installation"},
                                               {.number = "2", .slug = "walls", .title = "Walls"},
                                               {.number = "3", .slug = "roof", .title = "Roof"}}};
    auto report = make_report(evidence, catalogue, {});
    report.data = {{.name = "requirements", .version = "test-1"},
                   {.name = "locks (of a smith)", .version = "3"},
                   {.name = "doors", .version = "7"},
                   {.name = "windows", .version = "7"}};
    Finding const finding{.id = "0123456789ab",
                          .endpoint = "webPanels/foo-panel",
                          .module = "webPanels foo-panel (line 12, column 20)",
                          .position = {12, 20},
                          .outcome = Outcome::fail,
                          .severity = checks::Severity::high,
                          .message = "The page was sent to a client without a token.",
                          .explanation = "This page is public because it holds nothing of a tenant.",
                          .exchanges = {"e1", "e2"}};
    report.checks = {{.id = "door",
                      .title = "The door is open",
                      .outcome = Outcome::fail,
                      .requirements = {"1.1"},
                      .summary = "1 of 1 pages is open",
                      .why = "Anybody could come in.",
                      .cwe = 306,
                      .findings = {finding}},
                     {.id = "install",
                      .title = "Installation is safe",
                      .outcome = Outcome::pass,
                      .requirements = {"1.4"},
                      .summary = "every forged request was refused"}};
    report.requirements[0].checks = {"door"};
    report.requirements[0].outcome = Outcome::fail;
    report.requirements[1].checks = {"install"};
    report.requirements[1].outcome = Outcome::pass;
    return report;
}

std::string shown(Report const& report, TerminalStyle style = {})
{
    std::ostringstream out;
    write_terminal(report, style, out);
    return out.str();
}

std::vector<std::string> lines(std::string const& text)
{
    std::vector<std::string> all;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        all.push_back(line);
    return all;
}

TEST(Terminal, shows_what_matters)
{
    EXPECT_EQ(shown(example_report()), R"(Postern    0.1.0
App        Foo Panel (foo-panel-app)
Platform   Atlassian Connect
Base URL   https://app.example
Descriptor https://app.example/atlassian-connect.json
Catalogue  test-1

FAIL            1.1  Doors
PASS            1.4  Installation
MANUAL          2, 3: no check answers these; the JSON report says what to look
                at

FAIL            The door is open
  1 of 1 pages is open
  Anybody could come in. CWE-306, docs/checks/door.md
  FAIL webPanels/foo-panel (high, line 12, column 20 of the descriptor; finding
       0123456789ab)
    The page was sent to a client without a token.
    e1: GET https://app.example/foo.html?issueKey=PTRN1-4711 -> 401 text/plain,
        14 bytes
      curl --include --globoff --path-as-is --header 'Accept: text/html' \
        --header 'User-Agent: postern/0.1.0' \
        --url 'https://app.example/foo.html?issueKey=PTRN1-4711'
    and 1 exchange more: e2
    For the ticket:
      This page is public because it holds nothing of a tenant.

PASS            Installation is safe

Coverage: 2 endpoints probed with 2 requests, 0 unreachable, 0 not probed
  1 not an endpoint: a link for people (https://vendor.example)

Rules: locks 3; doors, windows 7

The JSON report has what is left out here, and is written with
  --format terminal,json --out report.json
One line of it:
  jq -r '.requirements[]|select(.id=="2").what_to_look_at' report.json

Requirements: FAIL 1  WARN 0  INCONCLUSIVE 0  MANUAL 2  PASS 1
)");
}

TEST(Terminal, shows_what_no_exchange_does)
{
    auto report = example_report();
    auto& finding = report.checks[0].findings[0];
    finding.subject = "app.example:443";
    finding.endpoint.clear();
    finding.exchanges.clear();
    finding.proof.assign(terminal_proof_lines_max + 2, "a line of proof");
    finding.repeat = "openssl s_client -connect app.example:443";
    finding.waiver = Waiver{.reason = "accepted-risk", .explanation = "it is old", .expires = "2027-03-31"};
    EXPECT_THAT(shown(report), HasSubstr(R"(
  FAIL app.example:443 (high, line 12, column 20 of the descriptor; finding
       0123456789ab; waived)
    The page was sent to a client without a token.
    Policy: waived until 2027-03-31 (accepted-risk): it is old
    - a line of proof
    - a line of proof
    - a line of proof
    - a line of proof
    - a line of proof
    - a line of proof
    and 2 lines more: finding 0123456789ab of the JSON report
      openssl s_client -connect app.example:443
)"));
}

TEST(Terminal, tells_the_gravest_first_and_has_a_line_for_what_is_fine)
{
    auto report = example_report();
    report.checks.insert(
        report.checks.begin(),
        {.id = "wall", .title = "Walls", .outcome = Outcome::not_applicable, .summary = "there is none"});
    auto const text = shown(report);
    EXPECT_LT(text.find("The door is open"), text.find("PASS            Installation is safe\n"));
    EXPECT_THAT(text,
                HasSubstr("\nPASS            Installation is safe\nNOT APPLICABLE  Walls: there is none\n"));
}

TEST(Terminal, says_first_what_an_incomplete_scan_missed)
{
    auto report = example_report();
    report.complete = false;
    report.gaps = {"the scan was interrupted: 3 requests got no answer"};
    auto const text = shown(report);
    EXPECT_THAT(text, HasSubstr("\nINCOMPLETE: this scan did not see everything:\n"
                                "  - the scan was interrupted: 3 requests got no answer\n\nFAIL "));
}

TEST(Terminal, has_one_line_a_check_where_nothing_was_seen)
{
    evidence::Evidence evidence;
    evidence.completeness.gaps = {"the host name of the descriptor was not found"};
    auto const text = shown(make_report(evidence, {.version = "test-1"}));
    EXPECT_THAT(text, HasSubstr(R"(
INCOMPLETE: this scan did not see everything:
  - the host name of the descriptor was not found


No evidence was gathered for these checks:
INCONCLUSIVE    )"));
    EXPECT_THAT(text, Not(HasSubstr("CWE-")));
}

TEST(Terminal, says_why_a_check_matters_only_where_it_fails)
{
    auto report = example_report();
    EXPECT_THAT(shown(report), HasSubstr("  Anybody could come in. CWE-306, docs/checks/door.md\n"));
    report.checks[0].outcome = Outcome::warn;
    EXPECT_THAT(shown(report), HasSubstr("\n  CWE-306, docs/checks/door.md\n"));
}

TEST(Terminal, says_in_words_why_there_is_no_answer)
{
    auto report = example_report();
    report.exchanges[0].outcome =
        http::TransportFailure{http::TransportFailureKind::connection_lost, "no bytes came"};
    EXPECT_THAT(shown(report), HasSubstr("-> the connection\n        broke: no bytes came\n"));
}

TEST(Terminal, breaks_a_curl_line_so_that_it_can_still_be_copied)
{
    auto report = example_report();
    report.exchanges[0].request.url += std::string(100, 'x');
    EXPECT_THAT(shown(report), HasSubstr(R"(
        --url 'https://app.example/foo.html?issueKey=PTRN1-4711xxxxxxxxxxxxx'\
'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'\
'xxxxxxxxxxxx'
)"));
}

TEST(Terminal, shows_one_long_curl_line_a_check_and_every_short_one)
{
    auto report = example_report();
    report.checks[0].findings.resize(2, report.checks[0].findings[0]);
    auto const curl_lines = [&] {
        auto const all = lines(shown(report));
        return std::ranges::count_if(all, [](auto const& line) { return line.starts_with("      curl -"); });
    };
    EXPECT_EQ(curl_lines(), 2);
    report.exchanges[0].request.url += std::string(500, 'x');
    EXPECT_EQ(curl_lines(), 1);
    EXPECT_THAT(shown(report), HasSubstr("\n      curl: exchange e1 of the JSON report\n"));
}

TEST(Terminal, shows_no_curl_line_that_is_cut)
{
    auto report = example_report();
    report.exchanges[0].request.url += std::string(2000, 'x');
    auto const text = shown(report);
    EXPECT_THAT(text, Not(HasSubstr("curl --include")));
    EXPECT_THAT(text, HasSubstr("\n      curl: exchange e1 of the JSON report\n"));
}

TEST(Terminal, says_how_to_read_what_it_left_to_the_json_report)
{
    auto report = example_report();
    report.exchanges[0].request.url += std::string(2000, 'x');
    std::ostringstream out;
    write_terminal(report, {}, out, "my report.json");
    EXPECT_THAT(out.str(), HasSubstr(R"(
The JSON report has what is left out here: my report.json
One line of it:
  jq -r '.exchanges[]|select(.id=="e1").curl' 'my report.json'

Requirements: )"));
    report.checks = {};
    for (auto& requirement : report.requirements)
        requirement.checks = {"door"};
    EXPECT_THAT(shown(report), Not(HasSubstr("JSON report")));
}

TEST(Terminal, says_what_stands_for_the_users_token)
{
    auto report = example_report();
    EXPECT_THAT(shown(report), Not(HasSubstr("USER_JWT_FILE")));
    report.exchanges[0].request.headers = {{"Authorization", "JWT [redacted user token]"}};
    EXPECT_THAT(shown(report), HasSubstr("--header 'Authorization: JWT '\"$(cat USER_JWT_FILE)\""));
    for (auto const& line : lines(shown(report, {.width_columns = terminal_columns_min})))
        EXPECT_LE(columns(line), terminal_columns_min);
    EXPECT_THAT(shown(report), HasSubstr("\nIn a curl line USER_JWT_FILE stands for a file with"));
}

TEST(Terminal, counts_six_verdicts_in_80_columns)
{
    auto report = example_report();
    report.requirements.resize(18);
    report.requirements[4].outcome = Outcome::not_applicable;
    EXPECT_EQ(lines(shown(report)).back(),
              "Requirements: FAIL 1 WARN 0 INCONCLUSIVE 0 MANUAL 15 PASS 1 NOT APPLICABLE 1");
}

TEST(Terminal, says_how_many_findings_it_left_out)
{
    auto report = example_report();
    auto& findings = report.checks[0].findings;
    findings.resize(terminal_findings_max + 2, findings[0]);
    EXPECT_THAT(shown(report), HasSubstr("... and 2 findings more"));
}

TEST(Terminal, says_everything_without_colour_too)
{
    auto const colourless = shown(example_report());
    EXPECT_THAT(colourless, Not(HasSubstr("\x1b")));
    auto coloured = shown(example_report(), {.colour = Colour::on});
    EXPECT_THAT(coloured, HasSubstr("\x1b[1;31mFAIL\x1b[0m"));
    for (auto start = coloured.find('\x1b'); start != std::string::npos; start = coloured.find('\x1b'))
        coloured.erase(start, coloured.find('m', start) - start + 1);
    EXPECT_EQ(coloured, colourless);
}

// Everything in a report that a target or a file has a say in.
void infect(Report& report, std::string const& text)
{
    report.tool_version = text;
    report.target = {text, text, text, text, text};
    report.catalogue = text;
    report.complete = false;
    report.gaps = {text};
    report.descriptor_warnings = {text};
    for (auto& requirement : report.requirements)
        requirement.id = requirement.title = text;
    for (auto& check : report.checks) {
        check.id = check.title = check.summary = check.why = text;
        for (auto& finding : check.findings) {
            finding.id = finding.endpoint = finding.module = finding.message = finding.explanation = text;
            finding.exchanges = {text, text};
        }
    }
    for (auto& coverage : report.coverage)
        coverage.endpoint = coverage.url = coverage.reason = text;
    report.exchanges[0].id = text;
    report.exchanges[0].request = {.method = text, .url = text, .body = text};
    report.exchanges[0].outcome = http::TransportFailure{http::TransportFailureKind::timed_out, text};
}

TEST(Terminal, lets_no_escape_sequence_and_no_forged_line_through)
{
    auto report = example_report();
    infect(report, "x\x1b[2J\x1b]0;owned\x07\u009b1m\u202e\r\nRequirements: FAIL 0  WARN 0  INCONCLUSIVE 0  "
                   "MANUAL 0  PASS 9");
    for (auto const characters : {Characters::ascii, Characters::utf8}) {
        auto const text = shown(report, {.characters = characters});
        for (auto const* bad : {"\x1b", "\x07", "\r", "\u009b", "\u202e"})
            EXPECT_THAT(text, Not(HasSubstr(bad)));
        for (auto const& line : lines(text))
            EXPECT_FALSE(line.starts_with("FAIL 0") || line.starts_with("Requirements: FAIL 0")) << line;
        EXPECT_THAT(lines(text).back(), testing::StartsWith("Requirements: FAIL 1  WARN 0"));
    }
}

RC_GTEST_PROP(Terminal, fits_its_width_whatever_the_target_says, (std::string text))
{
    auto report = example_report();
    auto const width = *rc::gen::inRange(terminal_columns_min, 100);
    infect(report, text);
    for (auto const characters : {Characters::ascii, Characters::utf8})
        for (auto const& line : lines(shown(report, {.characters = characters, .width_columns = width})))
            RC_ASSERT(columns(line) <= width);
}

RC_GTEST_PROP(Terminal, fits_its_width_with_words_of_any_length, ())
{
    auto report = example_report();
    auto const words = *rc::gen::container<std::vector<std::string>>(
        12, rc::gen::map(rc::gen::inRange(0, 120),
                         [](int length) { return std::string(static_cast<std::size_t>(length), 'w'); }));
    std::string text;
    for (auto const& word : words)
        text += word + ' ';
    infect(report, text);
    for (auto const& line : lines(shown(report)))
        RC_ASSERT(columns(line) <= 80);
}

} // namespace
} // namespace postern::report
