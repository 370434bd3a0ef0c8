#include "policy/compare.hpp"
#include "report/finding_id.hpp"

#include <gtest/gtest.h>

namespace postern::policy {
namespace {

using checks::Outcome;
using report::Coverage;
using report::Finding;
using report::Report;

Finding finding(std::string endpoint, Outcome outcome)
{
    report::FindingIds ids("door");
    return {
        .id = ids.next({.endpoint = endpoint, .outcome = outcome}), .endpoint = endpoint, .outcome = outcome};
}

Report report_with(std::vector<Finding> findings, Outcome outcome = Outcome::fail)
{
    Report report{.complete = true};
    report.checks.push_back({.id = "door", .outcome = outcome, .findings = std::move(findings)});
    report.coverage.push_back({.endpoint = "webPanels/a", .state = Coverage::State::probed});
    return report;
}

TEST(Comparison, tells_new_changed_unchanged_and_fixed)
{
    auto const warned = report_with({finding("webPanels/a", Outcome::warn)});
    auto const failed = report_with({finding("webPanels/a", Outcome::fail)});
    auto const nothing = report_with({}, Outcome::pass);
    EXPECT_EQ(compare(nothing, failed).added.size(), 1u);
    EXPECT_TRUE(fails_anew(compare(nothing, failed)));
    EXPECT_FALSE(fails_anew(compare(nothing, warned)));
    auto const worse = compare(warned, failed);
    ASSERT_EQ(worse.changed.size(), 1u) << "and neither new nor fixed";
    EXPECT_EQ(worse.changed[0].before, Outcome::warn);
    EXPECT_TRUE(worse.added.empty() && worse.fixed.empty());
    EXPECT_TRUE(fails_anew(worse));
    EXPECT_EQ(compare(failed, failed).unchanged.size(), 1u);
    EXPECT_EQ(compare(failed, nothing).fixed.size(), 1u);
}

TEST(Comparison, says_fixed_only_where_the_later_scan_looked)
{
    auto const failed = report_with({finding("webPanels/a", Outcome::fail)});
    auto unreachable = report_with({}, Outcome::pass);
    unreachable.coverage[0].state = Coverage::State::unreachable;
    EXPECT_EQ(compare(failed, unreachable).not_seen.size(), 1u);
    EXPECT_EQ(compare(failed, report_with({}, Outcome::inconclusive)).not_seen.size(), 1u);
    EXPECT_EQ(compare(failed, report_with({}, Outcome::manual)).not_seen.size(), 1u) << "it did not run";
    EXPECT_EQ(compare(failed, Report{.complete = true}).not_seen.size(), 1u) << "the check is not there";
}

TEST(Comparison, says_what_the_later_scan_saw_less_of)
{
    auto const earlier = report_with({}, Outcome::pass);
    auto unreachable = earlier;
    unreachable.coverage[0].state = Coverage::State::unreachable;
    unreachable.coverage[0].reason = "timed out";
    EXPECT_EQ(compare(earlier, unreachable).seen_less,
              std::vector<std::string>{"webPanels/a was not reached again: timed out"});
    auto broken_off = earlier;
    broken_off.complete = false;
    EXPECT_EQ(compare(earlier, broken_off).seen_less,
              std::vector<std::string>{"the later scan did not come to its end"});
    auto const unclear = report_with({}, Outcome::inconclusive);
    EXPECT_TRUE(saw_less(compare(earlier, unclear)));
    EXPECT_TRUE(saw_less(compare(earlier, Report{.complete = true}))) << "the check is not there";
    EXPECT_FALSE(saw_less(compare(earlier, earlier)));
    EXPECT_FALSE(saw_less(compare(unclear, unclear))) << "no less than before";
    EXPECT_FALSE(saw_less(compare(unreachable, earlier)));
    auto smaller = earlier;
    smaller.coverage.clear();
    EXPECT_FALSE(saw_less(compare(earlier, smaller))) << "the descriptor has it no more";
}

TEST(Comparison, does_not_count_what_is_waived)
{
    auto waived = report_with({finding("webPanels/a", Outcome::fail)});
    waived.checks[0].findings[0].waiver = report::Waiver{.reason = "accepted-risk"};
    EXPECT_FALSE(fails_anew(compare(report_with({}, Outcome::pass), waived)));
}

TEST(Comparison, marks_findings_and_decides_the_exit_status)
{
    auto const old = report_with({finding("webPanels/a", Outcome::fail)});
    auto const again = against(old, old, "old.json");
    EXPECT_EQ(again.checks[0].findings[0].change, report::Change::unchanged);
    EXPECT_EQ(exit_status(again, report::FailOn::new_failures), 0);
    EXPECT_EQ(exit_status(again, report::FailOn::fail), 1);
    auto const fresh = against(old, report_with({}, Outcome::pass), "old.json");
    EXPECT_EQ(fresh.checks[0].findings[0].change, report::Change::is_new);
    EXPECT_EQ(exit_status(fresh, report::FailOn::new_failures), 1);
    auto const fixed = against(report_with({}, Outcome::pass), old, "old.json");
    ASSERT_EQ(fixed.baseline->fixed.size(), 1u);
    EXPECT_EQ(fixed.baseline->file, "old.json");
}

} // namespace
} // namespace postern::policy
