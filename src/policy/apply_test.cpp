#include "policy/apply.hpp"
#include "policy/policy_toml.hpp"
#include "report/finding_id.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace postern::policy {
namespace {

using checks::Outcome;
using report::Finding;
using report::Report;
using testing::HasSubstr;

Finding finding(std::string endpoint, Outcome outcome, std::string subject = "")
{
    report::FindingIds ids("anonymous-access");
    return {.id = ids.next({.endpoint = endpoint, .subject = subject, .outcome = outcome}),
            .endpoint = endpoint,
            .subject = subject,
            .outcome = outcome};
}

// A check that says the gravest of its findings, and the requirement that it answers.
Report report_with(std::vector<Finding> findings, Outcome outcome)
{
    Report report{.complete = true};
    report.checks.push_back({.id = "anonymous-access",
                             .title = "measured",
                             .outcome = outcome,
                             .summary = "as measured",
                             .findings = std::move(findings)});
    report.requirements.push_back({.id = "1.1", .checks = {"anonymous-access"}});
    for (auto const& [id, kind] : {std::pair("webPanels/a", "page"), std::pair("webhooks/b", "webhook")})
        report.coverage.push_back({.endpoint = id, .kind = kind, .state = report::Coverage::State::probed});
    judge_requirements(report);
    return report;
}

Report one_of_each()
{
    return report_with({finding("webPanels/a", Outcome::fail), finding("webhooks/b", Outcome::warn)},
                       Outcome::fail);
}

Report with(Report report, std::string const& toml, char const* today = "2026-11-25")
{
    auto const policy = read_policy(toml, "postern.toml");
    EXPECT_TRUE(policy.has_value()) << in_words("postern.toml", policy.error());
    return apply(std::move(report), policy.value_or(Policy{}), *day_from(today));
}

std::string waiver(std::string const& keys)
{
    return "[[waiver]]\ncheck = \"anonymous-access\"\nreason = \"accepted-risk\"\nexplanation = \"e\"\n"
           "author = \"a\"\n" +
           keys + "\n";
}

struct Row {
    char const* sentence;
    std::string toml;
    Outcome outcome;
};

TEST(Rules, decide_what_counts_and_how_much)
{
    std::string const off = "[[rule]]\ncheck = \"anonymous-access\"\nlevel = \"off\"\n";
    std::vector<Row> const rows{
        {"nothing is said", "", Outcome::fail},
        {"another check is off", "[checks]\nforged-token = \"off\"\n", Outcome::fail},
        {"a failure counts as a warning", "[checks]\nanonymous-access = \"warn\"\n", Outcome::warn},
        {"the whole check is off: a person must look", "[checks]\nanonymous-access = \"off\"\n",
         Outcome::manual},
        {"the failing endpoint is off", off + "endpoints = [\"webPanels/*\"]\n", Outcome::warn},
        {"its module is off", off + "modules = [\"webPanels\"]\n", Outcome::warn},
        {"its kind is off", off + "kinds = [\"page\"]\n", Outcome::warn},
        {"another kind is off", off + "kinds = [\"webhook\"]\n", Outcome::fail},
        {"a pattern that matches nothing", off + "endpoints = [\"x\"]\n", Outcome::fail},
        {"all endpoints are off one by one", off + "endpoints = [\"webPanels/*\", \"webhooks/*\"]\n",
         Outcome::manual},
        {"a later rule wins",
         off + "[[rule]]\ncheck = \"*\"\nlevel = \"fail\"\nendpoints = [\"webhooks/*\"]\n", Outcome::fail},
        {"a rule wins over [checks]",
         "[checks]\nanonymous-access = \"off\"\n[[rule]]\ncheck = \"anonymous-access\"\nlevel = \"warn\"\n",
         Outcome::warn},
    };
    for (auto const& row : rows) {
        auto const report = with(one_of_each(), row.toml);
        EXPECT_EQ(report.checks[0].outcome, row.outcome) << row.sentence;
        EXPECT_EQ(report.requirements[0].outcome, row.outcome) << row.sentence;
        EXPECT_EQ(report.checks[0].measured.has_value(), row.outcome != Outcome::fail) << row.sentence;
        EXPECT_EQ(report.checks[0].findings.size(), 2u) << "what is off stays visible";
    }
}

TEST(Rules, make_a_failure_of_a_warning)
{
    auto const report = with(report_with({finding("webhooks/b", Outcome::warn)}, Outcome::warn),
                             "[checks]\nanonymous-access = \"fail\"\n");
    EXPECT_EQ(report.checks[0].outcome, Outcome::fail);
    EXPECT_EQ(report.checks[0].title, "Endpoints give content to requests without a token");
    EXPECT_EQ(report.checks[0].findings[0].ruling->rule, "postern.toml:2");
    EXPECT_EQ(report.checks[0].findings[0].ruling->measured, Outcome::warn);
}

TEST(Rules, leave_what_could_not_be_looked_at)
{
    auto const unseen = report_with({finding("webPanels/a", Outcome::inconclusive)}, Outcome::inconclusive);
    for (auto const* level : {"warn", "fail"})
        EXPECT_EQ(
            with(unseen, "[checks]\nanonymous-access = \"" + std::string(level) + "\"\n").checks[0].outcome,
            Outcome::inconclusive);
    EXPECT_EQ(with(unseen, "[checks]\nanonymous-access = \"off\"\n").checks[0].outcome, Outcome::manual);
}

TEST(Waivers, take_a_finding_out_of_the_verdict_and_leave_it_visible)
{
    auto const report = with(one_of_each(), waiver("endpoint = \"web*\"\nverdict = \"fail\""));
    EXPECT_EQ(report.checks[0].outcome, Outcome::pass);
    EXPECT_EQ(report.requirements[0].outcome, Outcome::pass);
    EXPECT_EQ(report.checks[0].summary, "2 of 2 are waived in postern.toml; measured fail: as measured");
    ASSERT_TRUE(report.checks[0].findings[0].waiver.has_value());
    EXPECT_EQ(report.checks[0].findings[0].waiver->reason, "accepted-risk");
    EXPECT_EQ(report.checks[0].findings[0].outcome, Outcome::fail) << "as measured";
    EXPECT_EQ(exit_status(report, report::FailOn::warn), 0);
    EXPECT_TRUE(report.policy->notes.empty());
}

TEST(Waivers, of_a_warning_do_not_cover_what_became_a_failure)
{
    auto const warned = finding("webPanels/a", Outcome::warn);
    auto const by_id = waiver("finding = \"" + warned.id + "\"\nendpoint = \"webPanels/a\"");
    auto const by_pattern = waiver("endpoint = \"webPanels/*\"");
    for (auto const& toml : {by_id, by_pattern}) {
        EXPECT_EQ(with(report_with({warned}, Outcome::warn), toml).checks[0].outcome, Outcome::pass);
        auto const grown = with(report_with({finding("webPanels/a", Outcome::fail)}, Outcome::fail), toml);
        EXPECT_EQ(grown.checks[0].outcome, Outcome::fail);
        ASSERT_EQ(grown.policy->notes.size(), 1u);
        EXPECT_THAT(grown.policy->notes[0].message, HasSubstr("matches no finding; remove it"));
    }
}

TEST(Waivers, never_make_a_pass_of_what_could_not_be_looked_at)
{
    auto const everything = waiver("endpoint = \"*\"\nverdict = \"fail\"");
    auto const report = with(
        report_with({finding("webPanels/a", Outcome::fail), finding("webhooks/b", Outcome::inconclusive)},
                    Outcome::fail),
        everything);
    EXPECT_EQ(report.checks[0].outcome, Outcome::inconclusive);
    EXPECT_FALSE(report.checks[0].findings[1].waiver.has_value());
    EXPECT_EQ(with(report_with({}, Outcome::inconclusive), everything).checks[0].outcome,
              Outcome::inconclusive);
}

TEST(Waivers, leave_what_the_check_says_of_all_that_no_finding_speaks_of)
{
    auto const everything = waiver("endpoint = \"*\"\nverdict = \"fail\"");
    for (auto const rest : {Outcome::inconclusive, Outcome::manual}) {
        auto measured = report_with({finding("webPanels/a", Outcome::fail)}, Outcome::fail);
        measured.checks[0].rest = rest;
        EXPECT_EQ(with(measured, everything).checks[0].outcome, rest);
    }
    auto off = report_with({finding("webPanels/a", Outcome::inconclusive)}, Outcome::inconclusive);
    off.checks[0].rest = Outcome::inconclusive;
    EXPECT_EQ(with(off, "[[rule]]\ncheck = \"anonymous-access\"\nendpoints = [\"webPanels/a\"]\n"
                        "level = \"off\"\n")
                  .checks[0]
                  .outcome,
              Outcome::inconclusive);
}

TEST(Waivers, of_all_failures_leave_a_title_that_claims_nothing)
{
    auto measured = one_of_each();
    measured.checks[0].topic = "What was looked at";
    EXPECT_EQ(with(measured, waiver("endpoint = \"*\"\nverdict = \"fail\"")).checks[0].title,
              "What was looked at");
}

TEST(Waivers, hold_to_the_end_of_their_last_day_and_are_reported_then)
{
    auto const toml = waiver("endpoint = \"*\"\nverdict = \"fail\"\nexpires = 2026-12-31");
    EXPECT_EQ(with(one_of_each(), toml, "2026-12-31").checks[0].outcome, Outcome::pass);
    auto const after = with(one_of_each(), toml, "2027-01-01");
    EXPECT_EQ(after.checks[0].outcome, Outcome::fail);
    ASSERT_EQ(after.policy->notes.size(), 1u);
    EXPECT_EQ(
        after.policy->notes[0].message,
        "postern.toml:1: the waiver of anonymous-access at * expired on 2026-12-31; look again, and renew "
        "it or mend the app");
}

TEST(Waivers, that_match_nothing_are_reported_where_the_scan_looked)
{
    auto const toml = waiver("endpoint = \"webPanels/gone\"");
    EXPECT_EQ(with(one_of_each(), toml).policy->notes.size(), 1u);
    auto cut_off = one_of_each();
    cut_off.complete = false;
    EXPECT_TRUE(with(cut_off, toml).policy->notes.empty());
}

TEST(Waivers, find_what_has_no_endpoint_by_its_subject)
{
    auto const report = report_with({finding("", Outcome::warn, "app.example:443")}, Outcome::warn);
    EXPECT_EQ(with(report, waiver("subject = \"*:443\"")).checks[0].outcome, Outcome::pass);
    EXPECT_EQ(with(report, waiver("subject = \"*:8443\"")).checks[0].outcome, Outcome::warn);
}

TEST(Apply, asks_for_the_checks_that_get_a_level_by_name)
{
    auto const requested = [](std::string const& toml) {
        return requested_checks(read_policy(toml, "postern.toml").value_or(Policy{}));
    };
    EXPECT_THAT(requested("[checks]\nbranding = \"warn\"\nhsts = \"off\"\n"),
                testing::ElementsAre("branding"));
    EXPECT_THAT(requested("[[rule]]\ncheck = \"branding\"\nlevel = \"fail\"\nsubjects = [\"/name\"]\n"),
                testing::ElementsAre("branding"));
    EXPECT_FALSE(requested("[[rule]]\ncheck = \"*\"\nlevel = \"fail\"\n").contains("branding"));
}

TEST(Apply, says_nothing_of_waivers_for_a_check_that_did_not_run)
{
    auto const report = with(report_with({}, Outcome::manual), waiver("endpoint = \"webPanels/a\""));
    EXPECT_TRUE(report.policy->notes.empty());
}

} // namespace
} // namespace postern::policy
