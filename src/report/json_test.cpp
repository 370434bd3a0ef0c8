#include "report/json.hpp"
#include "support/example_evidence.hpp"
#include "support/source_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace postern::report {
namespace {

using nlohmann::json;

constexpr checks::CheckInfo info{.id = "door",
                                 .title = "The door is shut",
                                 .failure_title = "The door is open",
                                 .topic = "How the door stands",
                                 .why = "Why.",
                                 .cwe = 306};

checks::Verdict fails(evidence::Evidence const&)
{
    return checks::fail("open", {{.endpoint = "webPanels/foo-panel",
                                  .severity = checks::Severity::high,
                                  .message = "it is open",
                                  .exchanges = {"e1"},
                                  .explanation = "a text"}});
}

Report failing_report(evidence::Evidence const& evidence = support::example_evidence())
{
    checks::Check const check = checks::make_check<&fails>(info);
    Catalogue const catalogue{
        .version = "test-1",
        .requirements = {
            {.number = "1.1",
             .slug = "doors",
             .title = "Doors",
             .link = "https://rules.example/",
             .note = "A note.",
             .numbering = Numbering::unconfirmed,
             .topics = {"doors"},
             .paraphrase = "Doors are shut.",
             .exemptions = {"Not the front door."},
             .checks = {"door"},
             .severities = {{.label = checks::Severity::high, .score = 8.1, .date = "2023"}},
             .aliases = {{"old", "7"}}},
            {.number = "2", .slug = "walls", .title = "Walls", .what_to_look_at = "The walls."}}};
    return make_report(evidence, catalogue, {&check, 1});
}

std::string text(Report const& report)
{
    std::ostringstream out;
    write_json(report, out);
    return out.str();
}

json written(Report const& report) { return json::parse(text(report)); }

TEST(JsonReport, says_what_the_model_says)
{
    auto const report = written(failing_report());
    EXPECT_EQ(report["schema_version"], "1.0");
    EXPECT_EQ(report["tool"], json::parse(R"({"name": "postern", "version": "0.1.0"})"));
    EXPECT_EQ(report["target"]["base_url"], "https://app.example");
    EXPECT_EQ(report["target"]["authentication"], "jwt");
    EXPECT_EQ(report["catalogue"], "test-1");
    EXPECT_EQ(report["started_at"], "2023-11-14T22:13:20.000Z");
    EXPECT_EQ(report["ended_at"], "2023-11-14T22:13:22.345Z");
    EXPECT_EQ(report["complete"], true);
    EXPECT_EQ(report["requirements"], json::parse(R"([
        {"id": "1.1", "slug": "doors", "topics": ["doors"], "title": "Doors", "verdict": "fail", "checks": ["door"],
         "paraphrase": "Doors are shut.", "what_to_look_at": "", "exemptions": ["Not the front door."],
         "severities": [{"about": "", "label": "high", "score": 8.1, "source": "", "date": "2023"}],
         "aliases": [{"scheme": "old", "number": "7"}], "numbering_confirmed": false, "link": "https://rules.example/",
         "note": "A note."},
        {"id": "2", "slug": "walls", "topics": [], "title": "Walls", "verdict": "manual", "checks": [],
         "paraphrase": "", "what_to_look_at": "The walls.", "exemptions": [], "severities": [], "aliases": [],
         "numbering_confirmed": true, "link": "", "note": ""}])"));
    auto const& check = report["checks"][0];
    EXPECT_EQ(check["id"], "door");
    EXPECT_EQ(check["title"], "The door is open");
    EXPECT_EQ(check["topic"], "How the door stands");
    EXPECT_EQ(check["verdict"], "fail");
    EXPECT_EQ(check["requirements"], json{"1.1"});
    EXPECT_EQ(check["cwe"], 306);
    auto finding = check["findings"][0];
    finding.erase("id");
    EXPECT_EQ(finding, json::parse(R"json({
        "endpoint": "webPanels/foo-panel", "module": "webPanels foo-panel (line 12, column 20)",
        "position": {"line": 12, "column": 20}, "verdict": "fail", "severity": "high", "message": "it is open",
        "explanation": "a text", "exchanges": ["e1"], "subject": "", "proof": [], "repeat": "",
        "waiver": null, "ruling": null, "change": null})json"));
    EXPECT_EQ(report["coverage"].size(), 3u);
    EXPECT_EQ(report["coverage"][2]["state"], "not_probed");
}

TEST(JsonReport, has_every_exchange_with_a_line_that_repeats_it)
{
    auto const exchanges = written(failing_report())["exchanges"];
    ASSERT_EQ(exchanges.size(), 2u);
    EXPECT_EQ(exchanges[0]["id"], "e1");
    EXPECT_EQ(
        exchanges[0]["curl"],
        "curl --include --globoff --path-as-is --header 'Accept: text/html' "
        "--header 'User-Agent: postern/0.1.0' --url 'https://app.example/foo.html?issueKey=PTRN1-4711'");
}

TEST(JsonReport, tells_an_answer_from_a_failure)
{
    auto evidence = support::example_evidence();
    evidence.lifecycle->attempts[0].exchange.outcome =
        http::TransportFailure{http::TransportFailureKind::timed_out, "no answer within 10 s"};
    auto const exchanges = written(failing_report(evidence))["exchanges"];
    EXPECT_EQ(exchanges[0]["request"]["headers"],
              json::parse(R"([["Accept", "text/html"], ["User-Agent", "postern/0.1.0"]])"));
    EXPECT_EQ(exchanges[0]["response"], json::parse(R"({
        "status": 401, "version": "1.1", "headers": [["Content-Type", "text/plain"]], "body": "no valid token",
        "body_bytes": 14})"));
    EXPECT_FALSE(exchanges[0].contains("failure"));
    EXPECT_EQ(exchanges[1]["failure"],
              json::parse(R"({"kind": "timed_out", "message": "no answer within 10 s"})"));
    EXPECT_FALSE(exchanges[1].contains("response"));
    EXPECT_EQ(exchanges[1]["elapsed_us"], 1500);
}

TEST(JsonReport, is_laid_out_the_same_whatever_the_depth)
{
    auto const report = text(failing_report());
    EXPECT_EQ(report, nlohmann::ordered_json::parse(report).dump(2) + "\n");
}

TEST(JsonReport, keeps_more_of_the_bodies_that_prove_something)
{
    auto evidence = support::example_evidence();
    auto const big = http::make_response(200, "text/html", std::string(100'000, 'x'));
    evidence.access->attempts[0].hops[0].outcome = big;
    evidence.lifecycle->attempts[0].exchange.outcome = big;
    auto const exchanges = written(failing_report(evidence))["exchanges"];
    auto const body_size = [](json const& exchange) {
        return exchange["response"]["body"].get_ref<std::string const&>().size();
    };
    EXPECT_EQ(body_size(exchanges[0]), report_finding_body_max_bytes);
    EXPECT_EQ(body_size(exchanges[1]), report_body_max_bytes);
    EXPECT_EQ(exchanges[0]["response"]["body_bytes"], 100'000);
}

TEST(JsonReport, cuts_no_character_in_two)
{
    auto evidence = support::example_evidence();
    std::string body(report_body_max_bytes - 1, 'x');
    body += "\u00fc and more";
    evidence.lifecycle->attempts[0].exchange.outcome = http::make_response(200, "text/html", body);
    EXPECT_EQ(written(failing_report(evidence))["exchanges"][1]["response"]["body"],
              std::string(report_body_max_bytes - 1, 'x'));
}

TEST(JsonReport, is_utf8_whatever_bytes_the_target_sends)
{
    auto evidence = support::example_evidence();
    evidence.target.app_name = "\xff\x1b[2J";
    evidence.access->attempts[0].hops[0].outcome = http::make_response(200, "image/png", "\x89PNG\xff\xfe");
    EXPECT_EQ(written(failing_report(evidence))["target"]["app_name"], "\ufffd\x1b[2J");
}

// The names of an enum's values from the first to `last`.
template <typename Enum>
json names_up_to(Enum last)
{
    auto names = json::array();
    for (int value = 0; value <= static_cast<int>(last); ++value)
        names.push_back(name(static_cast<Enum>(value)));
    return names;
}

TEST(JsonReport, holds_nothing_that_a_terminal_obeys)
{
    auto evidence = support::example_evidence();
    evidence.target.app_name = "\u009b2J\x7f\u202e";
    auto const report = failing_report(evidence);
    EXPECT_THAT(text(report),
                testing::Each(testing::AnyOf('\n', testing::AllOf(testing::Ge(' '), testing::Lt('\x7f')))));
    EXPECT_EQ(written(report)["target"]["app_name"], evidence.target.app_name);
}

TEST(ReportSchema, lists_every_word)
{
    std::ifstream in(support::source_dir() / "docs/schema/report-1.0.schema.json");
    auto const schema = json::parse(in).at("$defs");
    auto kinds = names_up_to(platform::EndpointKind::action);
    kinds.push_back("none"); // an address that is no endpoint
    EXPECT_EQ(schema["verdict"]["enum"], names_up_to(checks::Outcome::manual));
    EXPECT_EQ(schema["finding"]["properties"]["severity"]["enum"], names_up_to(checks::Severity::critical));
    EXPECT_EQ(schema["coverage"]["properties"]["kind"]["enum"], kinds);
    EXPECT_EQ(schema["coverage"]["properties"]["state"]["enum"], names_up_to(Coverage::State::unreachable));
    EXPECT_EQ(schema["failure"]["properties"]["kind"]["enum"],
              names_up_to(http::TransportFailureKind::limit_exceeded));
}

} // namespace
} // namespace postern::report
