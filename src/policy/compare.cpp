#include "policy/compare.hpp"

#include <fmt/format.h>

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

using Covered = std::map<std::string_view, Coverage const*>;

Covered by_endpoint(Report const& report)
{
    Covered all;
    for (auto const& endpoint : report.coverage)
        all.emplace(endpoint.endpoint, &endpoint);
    return all;
}

// Whether the report says anything of this place, so that silence is good news.
bool looked_at(Report const& report, Covered const& covered, EarlierFinding const& finding)
{
    auto const check = std::ranges::find(report.checks, finding.check, &CheckResult::id);
    if (check == report.checks.end() || check->outcome == Outcome::inconclusive ||
        (check->outcome == Outcome::manual && !check->measured))
        return false;
    if (finding.endpoint.empty())
        return report.complete;
    auto const endpoint = covered.find(finding.endpoint);
    return endpoint == covered.end() ? report.complete : endpoint->second->state == Coverage::State::probed;
}

bool was_told(CheckResult const& check)
{
    return check.outcome != Outcome::inconclusive && check.outcome != Outcome::not_applicable;
}

std::vector<std::string> seen_less(Report const& earlier, Report const& later, Covered const& now)
{
    std::vector<std::string> sentences;
    if (earlier.complete && !later.complete)
        sentences.emplace_back("the later scan did not come to its end");
    for (auto const& endpoint : earlier.coverage) {
        auto const found = now.find(endpoint.endpoint);
        // An endpoint that the descriptor has no more is not missed.
        if (endpoint.state == Coverage::State::probed && found != now.end() &&
            found->second->state != Coverage::State::probed)
            sentences.push_back(
                fmt::format("{} was not reached again: {}", endpoint.endpoint, found->second->reason));
    }
    for (auto const& check : earlier.checks) {
        auto const found = std::ranges::find(later.checks, check.id, &CheckResult::id);
        if (was_told(check) && found == later.checks.end())
            sentences.push_back(fmt::format("{} did not run again", check.id));
        else if (was_told(check) && found->outcome == Outcome::inconclusive)
            sentences.push_back(fmt::format("{} could not be told again: {}", check.id, found->summary));
    }
    return sentences;
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
    auto const covered = by_endpoint(later);
    for (auto const& one : before)
        if (!ids_now.contains(one.finding.id) && !became_another.contains(one.finding.id))
            (looked_at(later, covered, one.finding) ? comparison.fixed : comparison.not_seen).push_back(one);
    comparison.seen_less = seen_less(earlier, later, covered);
    return comparison;
}

bool fails_anew(Comparison const& comparison)
{
    auto const fails = [](Compared const& one) { return one.counts && one.finding.outcome == Outcome::fail; };
    return std::ranges::any_of(comparison.added, fails) || std::ranges::any_of(comparison.changed, fails);
}

bool saw_less(Comparison const& comparison)
{
    auto const was_seen = [](Compared const& one) { return one.finding.outcome != Outcome::inconclusive; };
    return std::ranges::any_of(comparison.not_seen, was_seen) || !comparison.seen_less.empty();
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
