#include "policy/apply.hpp"

#include "checks/check.hpp"
#include "policy/glob.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace postern::policy {
namespace {

using checks::Outcome;
using report::CheckResult;
using report::Finding;
using report::Level;
using report::Report;
using report::Ruling;

bool any_matches(std::vector<std::string> const& patterns, std::string_view text)
{
    return patterns.empty() ||
           std::ranges::any_of(patterns, [&](std::string const& pattern) { return matches(pattern, text); });
}

// An id begins with the type of its module: "webPanels/foo-panel".
std::string_view module_type(std::string_view endpoint) { return endpoint.substr(0, endpoint.find('/')); }

class Judge {
public:
    Judge(Policy const& policy, Day today, Report const& report) : policy_(policy), today_(today)
    {
        for (auto const& coverage : report.coverage)
            kinds_[coverage.endpoint] = coverage.kind;
        used_.resize(policy.waivers.size());
    }

    void judge(CheckResult& check)
    {
        auto const measured = check.outcome;
        for (auto& finding : check.findings) {
            rule(check.id, finding);
            waive(check.id, finding);
        }
        auto const* overall =
            last_rule([&](Rule const& rule) { return names(rule, check.id) && rule.where.everywhere(); });
        auto const off = overall && overall->level == Level::off;
        auto const untouched = std::ranges::none_of(
            check.findings, [](Finding const& finding) { return finding.waiver || finding.ruling; });
        if (untouched && !off)
            return;
        check.outcome = off ? gravest_left(check).value_or(Outcome::manual) : outcome_of(check);
        if (check.outcome == measured)
            return;
        check.measured = measured;
        retell(check, off ? overall : nullptr);
    }

    [[nodiscard]] std::vector<report::PolicyNote> notes(Report const& report) const
    {
        using enum report::PolicyNote::Kind;
        std::vector<report::PolicyNote> notes;
        for (std::size_t at = 0; at < used_.size(); ++at) {
            auto const& waiver = policy_.waivers[at];
            auto const what = fmt::format("{}: the waiver of {}", where(waiver.place), in_words(waiver));
            if (expired(waiver))
                notes.push_back(
                    {expired_waiver, fmt::format("{} expired on {}; look again, and renew it or mend the app",
                                                 what, day_text(*waiver.expires))});
            else if (!used_[at] && judged_in_full(report, waiver.check))
                notes.push_back({unmatched_waiver, fmt::format("{} matches no finding; remove it", what)});
        }
        return notes;
    }

private:
    static bool names(Rule const& rule, std::string_view check)
    {
        return rule.check == "*" || rule.check == check;
    }

    bool speaks_of(Rule const& rule, std::string_view check, Finding const& finding) const
    {
        auto const kind = kinds_.find(finding.endpoint);
        return names(rule, check) && any_matches(rule.where.endpoints, finding.endpoint) &&
               any_matches(rule.where.subjects, finding.subject) &&
               any_matches(rule.where.modules, module_type(finding.endpoint)) &&
               any_matches(rule.where.kinds, kind == kinds_.end() ? "none" : kind->second);
    }

    template <typename Speaks>
    Rule const* last_rule(Speaks speaks) const
    {
        for (auto rule = policy_.rules.rbegin(); rule != policy_.rules.rend(); ++rule)
            if (speaks(*rule))
                return &*rule;
        return nullptr;
    }

    std::string where(Place place) const { return fmt::format("{}:{}", policy_.file, place.line); }

    Ruling ruling(Rule const& rule, Outcome measured) const
    {
        return {.level = rule.level, .measured = measured, .rule = where(rule.place)};
    }

    void rule(std::string_view check, Finding& finding) const
    {
        auto const* found = last_rule([&](Rule const& one) { return speaks_of(one, check, finding); });
        if (!found)
            return;
        auto const as_level = found->level == Level::warn ? Outcome::warn : Outcome::fail;
        bool const changes = found->level == Level::off ||
                             (finding.outcome != Outcome::inconclusive && finding.outcome != as_level);
        if (!changes)
            return;
        finding.ruling = ruling(*found, finding.outcome);
        if (found->level != Level::off)
            finding.outcome = as_level;
    }

    bool covers(WaiverRule const& waiver, std::string_view check, Finding const& finding) const
    {
        auto const measured = finding.ruling ? finding.ruling->measured : finding.outcome;
        return measured != Outcome::inconclusive && waiver.check == check &&
               (waiver.finding.empty() || waiver.finding == finding.id) &&
               checks::graver(waiver.verdict, measured) == waiver.verdict &&
               matches(waiver.endpoint, finding.endpoint) && matches(waiver.subject, finding.subject);
    }

    bool expired(WaiverRule const& waiver) const { return waiver.expires && *waiver.expires < today_; }

    // The first that covers it is named; all that do are in use.
    void waive(std::string_view check, Finding& finding)
    {
        for (std::size_t at = 0; at < used_.size(); ++at) {
            auto const& waiver = policy_.waivers[at];
            if (expired(waiver) || !covers(waiver, check, finding))
                continue;
            used_[at] = true;
            if (!finding.waiver)
                finding.waiver = {.reason = std::string(name(waiver.reason)),
                                  .explanation = waiver.explanation,
                                  .author = waiver.author,
                                  .expires = waiver.expires ? day_text(*waiver.expires) : ""};
        }
    }

    static std::optional<Outcome> gravest_left(CheckResult const& check)
    {
        std::optional<Outcome> gravest;
        for (auto const& finding : check.findings)
            if (counts(finding))
                gravest = gravest ? checks::graver(*gravest, finding.outcome) : finding.outcome;
        return gravest;
    }

    // What was inconclusive as a whole stays so, unless each place that could not be looked at is off.
    static Outcome outcome_of(CheckResult const& check)
    {
        auto const left = gravest_left(check);
        if (check.outcome == Outcome::inconclusive && left != Outcome::fail) {
            std::size_t unseen = 0;
            std::size_t unseen_off = 0;
            for (auto const& finding : check.findings)
                if (finding.outcome == Outcome::inconclusive) {
                    ++unseen;
                    unseen_off += is_off(finding) ? 1 : 0;
                }
            if (unseen == 0 || unseen_off < unseen)
                return Outcome::inconclusive;
        }
        if (left)
            return checks::graver(*left, check.rest);
        return checks::graver(std::ranges::any_of(check.findings, report::is_off) ? Outcome::manual
                                                                                  : Outcome::pass,
                              check.rest);
    }

    // Title and summary for the verdict that the policy made. What passes by a waiver alone does not hold
    // what a pass says.
    void retell(CheckResult& check, Rule const* off) const
    {
        for (auto const& known : checks::all())
            if (known.info->id == check.id)
                check.title = check.outcome == Outcome::pass ? check.topic
                                                             : checks::title_of(*known.info, check.outcome);
        auto const waived = std::ranges::count_if(
            check.findings, [](Finding const& finding) { return finding.waiver.has_value(); });
        std::string what;
        if (off)
            what = fmt::format("Switched off by {}", where(off->place));
        else if (waived > 0)
            what = fmt::format("{} of {} {} waived in {}", waived, check.findings.size(),
                               waived == 1 ? "is" : "are", policy_.file);
        else
            what = fmt::format("Changed by the rules of {}", policy_.file);
        check.summary = fmt::format("{}; measured {}: {}", what, name(*check.measured), check.summary);
    }

    static std::string in_words(WaiverRule const& waiver)
    {
        auto text = waiver.check;
        if (waiver.endpoint != "*" || waiver.subject == "*")
            text += fmt::format(" at {}", waiver.endpoint);
        if (waiver.subject != "*")
            text += fmt::format(" about {}", waiver.subject);
        if (!waiver.finding.empty())
            text += fmt::format(" (finding {})", waiver.finding);
        return text;
    }

    // Manual without the policy's doing: the check did not run, or could not see anything.
    static bool judged_in_full(Report const& report, std::string_view check)
    {
        auto const found = std::ranges::find(report.checks, check, &CheckResult::id);
        return report.complete && found != report.checks.end() && found->outcome != Outcome::inconclusive &&
               (found->outcome != Outcome::manual || found->measured) &&
               std::ranges::find(found->findings, Outcome::inconclusive, &Finding::outcome) ==
                   found->findings.end();
    }

    Policy const& policy_;
    Day today_;
    std::map<std::string, std::string, std::less<>> kinds_; // of endpoints
    std::vector<bool> used_;
};

} // namespace

report::CheckIds requested_checks(Policy const& policy)
{
    report::CheckIds ids;
    for (auto const& rule : policy.rules)
        if (rule.level != Level::off)
            ids.insert(rule.check);
    return ids;
}

Report apply(Report report, Policy const& policy, Day today)
{
    Judge judge(policy, today, report);
    for (auto& check : report.checks)
        judge.judge(check);
    report::judge_requirements(report);
    report::relate_findings(report);
    report.policy = report::AppliedPolicy{.file = policy.file, .notes = judge.notes(report)};
    return report;
}

} // namespace postern::policy
