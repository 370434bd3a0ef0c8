#include "report/model.hpp"
#include "support/example_evidence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace postern::report {
namespace {

using checks::Outcome;
using evidence::Evidence;
using support::example_evidence;

constexpr checks::CheckInfo info{.id = "door",
                                 .title = "The door is shut",
                                 .failure_title = "The door is open",
                                 .topic = "How the door stands",
                                 .why = "Anybody could come in.",
                                 .severity = checks::Severity::high,
                                 .cwe = 306};

checks::Finding at_page(Outcome outcome, std::string message = "it is open")
{
    return {.endpoint = "webPanels/foo-panel",
            .outcome = outcome,
            .severity = checks::Severity::high,
            .message = std::move(message),
            .exchanges = {"e1"}};
}

checks::Verdict passes(Evidence const&) { return checks::pass("shut"); }
checks::Verdict warns(Evidence const&) { return checks::warn("ajar", {at_page(Outcome::warn)}); }
checks::Verdict fails(Evidence const&) { return checks::fail("open", {at_page(Outcome::fail)}); }
checks::Verdict sees_nothing(Evidence const&) { return checks::inconclusive("too dark"); }
checks::Verdict needs_a_person(Evidence const&) { return checks::manual("a matter of taste"); }
checks::Verdict does_not_apply(Evidence const&) { return checks::not_applicable("there is no door"); }
checks::Verdict fails_twice(Evidence const&)
{
    return checks::fail("open", {at_page(Outcome::fail, "first"), at_page(Outcome::fail, "second")});
}

template <auto Evaluate>
Report report_of(Evidence const& evidence = example_evidence(), std::vector<std::string> named = {"door"})
{
    Catalogue const catalogue{
        .version = "test-1",
        .requirements = {{.number = "1.1", .slug = "doors", .title = "Doors", .checks = named},
                         {.number = "2", .slug = "walls", .title = "Walls"}}};
    checks::Check const check = checks::make_check<Evaluate>(info);
    return make_report(evidence, catalogue, {&check, 1});
}

TEST(Report, names_what_holds_only_where_that_was_seen)
{
    EXPECT_EQ(report_of<&fails>().checks[0].title, "The door is open");
    EXPECT_EQ(report_of<&passes>().checks[0].title, "The door is shut");
    EXPECT_EQ(report_of<&warns>().checks[0].title, "How the door stands");
    EXPECT_EQ(report_of<&needs_a_person>().checks[0].title, "How the door stands");
    EXPECT_EQ(report_of<&does_not_apply>().checks[0].title, "How the door stands");
    EXPECT_EQ(report_of<&sees_nothing>().checks[0].title, "Could not be told: how the door stands");
}

TEST(Report, leaves_a_check_that_was_not_asked_for_to_a_person)
{
    auto on_request = info;
    on_request.runs = checks::Runs::on_request;
    checks::Check const check = checks::make_check<&fails>(on_request);
    auto const outcome = [&](CheckIds const& requested) {
        auto const report =
            make_report(example_evidence(),
                        {.version = "test-1", .requirements = {{.number = "1.1", .checks = {"door"}}}},
                        {&check, 1}, requested);
        EXPECT_EQ(report.requirements[0].outcome, report.checks[0].outcome);
        return report.checks[0].outcome;
    };
    EXPECT_EQ(outcome({}), Outcome::manual);
    EXPECT_EQ(outcome({"window"}), Outcome::manual);
    EXPECT_EQ(outcome({"door"}), Outcome::fail);
}

TEST(Report, tells_a_finding_what_else_fails_at_its_endpoint)
{
    auto report = report_of<&fails_twice>();
    auto& findings = report.checks[0].findings;
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_EQ(findings[0].failing_beside, std::vector{"door (finding " + findings[1].id + ")"});
    findings[1].waiver = Waiver{.reason = "accepted-risk"};
    relate_findings(report);
    EXPECT_TRUE(findings[0].failing_beside.empty()) << "it is accepted";
    EXPECT_EQ(findings[1].failing_beside, std::vector{"door (finding " + findings[0].id + ")"});
}

TEST(Report, tells_where_in_the_descriptor_a_finding_is)
{
    auto const finding = report_of<&fails>().checks[0].findings.at(0);
    EXPECT_EQ(finding.module, "webPanels foo-panel (line 12, column 20)");
    EXPECT_EQ(finding.position, (platform::Position{12, 20}));
}

// A report is passed on; the evidence file is not.
TEST(Report, hides_the_secrets_that_an_answer_holds)
{
    auto evidence = example_evidence();
    auto const body = [](std::string const& secret) { return "{\"sharedSecret\":\"" + secret + "\"}"; };
    evidence.access->attempts[0].hops[0].outcome =
        http::make_response(200, "application/json", body("9fKd02LmQpX7vBnC4tRwZ8sY1uGhJe5A"));
    auto const report = report_of<&fails>(evidence);
    EXPECT_EQ(report.exchanges.at(0).response()->body, body("9fKd" + std::string(28, '*')));
}

TEST(Report, has_the_requirement_numbers_of_its_catalogue)
{
    EXPECT_THAT(report_of<&fails>().checks[0].requirements, testing::ElementsAre("1.1"));
}

TEST(Report, gives_a_requirement_without_a_check_to_a_person)
{
    auto const report = report_of<&passes>();
    EXPECT_EQ(report.requirements[0].outcome, Outcome::pass);
    EXPECT_EQ(report.requirements[1].outcome, Outcome::manual);
}

TEST(Report, gives_a_requirement_whose_checks_are_unknown_to_a_person)
{
    EXPECT_EQ(report_of<&passes>(example_evidence(), {"window"}).requirements[0].outcome, Outcome::manual);
}

TEST(Report, judges_a_requirement_by_the_gravest_of_its_checks)
{
    static constexpr checks::CheckInfo other{.id = "window"};
    Catalogue const catalogue{.requirements = {{.number = "1", .checks = {"door", "window"}}}};
    std::array const checks{checks::make_check<&passes>(info), checks::make_check<&fails>(other)};
    auto const report = make_report(example_evidence(), catalogue, checks);
    EXPECT_EQ(report.requirements[0].outcome, Outcome::fail);
    EXPECT_THAT(report.requirements[0].checks, testing::ElementsAre("door", "window"));
}

TEST(FindingId, is_twelve_hex_digits)
{
    EXPECT_THAT(report_of<&fails>().checks[0].findings.at(0).id, testing::MatchesRegex("[0-9a-f]{12}"));
}

TEST(FindingId, stays_when_made_up_values_and_exchanges_change)
{
    auto const first = report_of<&fails>();
    auto evidence = example_evidence();
    evidence.started_at += std::chrono::hours(1);
    evidence.access->contexts[0].values["issue.key"] = "PTRN9-1";
    evidence.access->attempts[0].hops[0].id = "e77";
    evidence.endpoints[0].position = {99, 1};
    EXPECT_EQ(report_of<&fails>(evidence).checks[0].findings[0].id, first.checks[0].findings[0].id);
}

TEST(FindingId, changes_when_a_warning_grows_to_a_failure)
{
    EXPECT_NE(report_of<&fails>().checks[0].findings[0].id, report_of<&warns>().checks[0].findings[0].id);
}

TEST(FindingId, differs_between_findings_at_one_endpoint)
{
    auto const findings = report_of<&fails_twice>().checks[0].findings;
    EXPECT_NE(findings.at(0).id, findings.at(1).id);
    EXPECT_EQ(findings[0].id, report_of<&fails>().checks[0].findings[0].id);
}

struct StatusRow {
    char const* sentence;
    Report (*report)(Evidence const&, std::vector<std::string>);
    std::function<void(Evidence&)> spoil;
    FailOn fail_on;
    int status;
};

void nothing(Evidence&) {}
void cut_short(Evidence& evidence) { evidence.completeness.gaps = {"interrupted"}; }
void probe_nothing(Evidence& evidence)
{
    evidence.access.reset();
    evidence.lifecycle.reset();
}
void have_no_endpoints(Evidence& evidence)
{
    probe_nothing(evidence);
    evidence.endpoints.clear();
}
void lose_the_network(Evidence& evidence)
{
    http::TransportFailure const down{http::TransportFailureKind::connection_refused, "nobody listens"};
    evidence.access->attempts[0].hops[0].outcome = down;
    evidence.lifecycle->attempts[0].exchange.outcome = down;
}

TEST(ExitStatus, is_what_the_report_deserves)
{
    std::vector<StatusRow> const rows{
        {"everything passes", report_of<&passes>, nothing, FailOn::warn, 0},
        {"a person must look", report_of<&needs_a_person>, nothing, FailOn::warn, 0},
        {"nothing applies", report_of<&does_not_apply>, nothing, FailOn::warn, 0},
        {"warnings do not count", report_of<&warns>, nothing, FailOn::fail, 0},
        {"warnings count", report_of<&warns>, nothing, FailOn::warn, 2},
        {"a check fails", report_of<&fails>, nothing, FailOn::fail, 1},
        {"a check fails in a scan that was cut short", report_of<&fails>, cut_short, FailOn::fail, 1},
        {"a check could not look", report_of<&sees_nothing>, nothing, FailOn::fail, 3},
        {"all passes in a scan that was cut short", report_of<&passes>, cut_short, FailOn::fail, 3},
        {"warnings in a scan that was cut short", report_of<&warns>, cut_short, FailOn::warn, 3},
        {"all passes because no probe ran", report_of<&passes>, probe_nothing, FailOn::fail, 3},
        {"all passes because there is no endpoint", report_of<&passes>, have_no_endpoints, FailOn::fail, 3},
        {"all passes because the network is down", report_of<&passes>, lose_the_network, FailOn::fail, 3},
    };
    for (auto const& row : rows) {
        auto evidence = example_evidence();
        row.spoil(evidence);
        EXPECT_EQ(exit_status(row.report(evidence, {"door"}), row.fail_on), row.status) << row.sentence;
    }
}

TEST(ExitStatus, counts_a_failure_that_no_requirement_names)
{
    EXPECT_EQ(exit_status(report_of<&fails>(example_evidence(), {}), FailOn::fail), 1);
}

} // namespace
} // namespace postern::report
