#include "policy/compare.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace postern::policy {
namespace {

using checks::Outcome;
using report::CheckResult;
using report::Coverage;
using report::EarlierFinding;
using report::Finding;
using report::Report;

using Spot = std::tuple<std::string, std::string, std::string>; // check, endpoint, subject

EarlierFinding taken(CheckResult const& check, Finding const& finding)
{
    return {.id = finding.id,
            .check = check.id,
            .endpoint = finding.endpoint,
            .subject = finding.subject,
            .outcome = finding.outcome,
            .message = finding.message};
}

std::vector<Compared> all_of(Report const& report)
{
    std::vector<Compared> all;
    for (auto const& check : report.checks)
        for (auto const& finding : check.findings)
            all.push_back({.finding = taken(check, finding), .counts = counts(finding)});
    return all;
}

Spot spot_of(Compared const& one) { return {one.finding.check, one.finding.endpoint, one.finding.subject}; }

// Whether the report says anything of this place, so that silence is good news.
bool looked_at(Report const& report, EarlierFinding const& finding)
{
    auto const check = std::ranges::find(report.checks, finding.check, &CheckResult::id);
    if (check == report.checks.end() || check->outcome == Outcome::inconclusive ||
        (check->outcome == Outcome::manual && !check->measured))
        return false;
    if (finding.endpoint.empty())
        return report.complete;
    auto const endpoint = std::ranges::find(report.coverage, finding.endpoint, &Coverage::endpoint);
    return endpoint == report.coverage.end() ? report.complete : endpoint->state == Coverage::State::probed;
}

} // namespace

Comparison compare(Report const& earlier, Report const& later)
{
    auto const before = all_of(earlier);
    auto const now = all_of(later);
    std::set<std::string> ids_before;
    std::multimap<Spot, Compared const*> spots_before;
    for (auto const& one : before) {
        ids_before.insert(one.finding.id);
        spots_before.emplace(spot_of(one), &one);
    }
    std::set<std::string> ids_now;
    for (auto const& one : now)
        ids_now.insert(one.finding.id);

    Comparison comparison;
    std::set<std::string> became_another;
    for (auto one : now) {
        if (ids_before.contains(one.finding.id)) {
            comparison.unchanged.push_back(std::move(one));
            continue;
        }
        auto const [first, last] = spots_before.equal_range(spot_of(one));
        auto const gone = std::find_if(first, last, [&](auto const& entry) {
            auto const& id = entry.second->finding.id;
            return !ids_now.contains(id) && !became_another.contains(id);
        });
        if (gone == last) {
            comparison.added.push_back(std::move(one));
            continue;
        }
        became_another.insert(gone->second->finding.id);
        one.before = gone->second->finding.outcome;
        comparison.changed.push_back(std::move(one));
    }
    for (auto const& one : before)
        if (!ids_now.contains(one.finding.id) && !became_another.contains(one.finding.id))
            (looked_at(later, one.finding) ? comparison.fixed : comparison.not_seen).push_back(one);
    return comparison;
}

bool fails_anew(Comparison const& comparison)
{
    auto const fails = [](Compared const& one) { return one.counts && one.finding.outcome == Outcome::fail; };
    return std::ranges::any_of(comparison.added, fails) || std::ranges::any_of(comparison.changed, fails);
}

Report against(Report report, Report const& earlier, std::string file)
{
    auto const comparison = compare(earlier, report);
    using report::Change;
    std::map<std::string, Change> known;
    for (auto const& one : comparison.unchanged)
        known[one.finding.id] = Change::unchanged;
    for (auto const& one : comparison.changed)
        known[one.finding.id] = Change::changed;
    for (auto& check : report.checks)
        for (auto& finding : check.findings) {
            auto const found = known.find(finding.id);
            finding.change = found == known.end() ? Change::is_new : found->second;
        }
    report.baseline = report::Baseline{.file = std::move(file), .started_at = earlier.started_at};
    for (auto const& one : comparison.fixed)
        report.baseline->fixed.push_back(one.finding);
    for (auto const& one : comparison.not_seen)
        report.baseline->not_seen.push_back(one.finding);
    return report;
}

} // namespace postern::policy
