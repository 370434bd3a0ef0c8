#include "report/model.hpp"

#include "evidence/endpoint_places.hpp"
#include "report/coverage.hpp"
#include "report/finding_id.hpp"
#include "report/hide_secrets.hpp"
#include "report/rule_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

namespace postern::report {
namespace {

using checks::Outcome;

// std::ranges::contains, which libstdc++ 12 does not have.
template <typename Range, typename Value, typename Projection = std::identity>
bool contains(Range const& range, Value const& value, Projection projection = {})
{
    return std::ranges::find(range, value, projection) != range.end();
}

std::string module_of(platform::Endpoint const& endpoint)
{
    return fmt::format("{} {} (line {}, column {})", endpoint.module_type, endpoint.module_key,
                       endpoint.position.line, endpoint.position.column);
}

Finding locate(checks::Finding const& finding, evidence::EndpointPlaces const& places)
{
    Finding located{.endpoint = finding.endpoint,
                    .subject = finding.subject,
                    .position = finding.position,
                    .outcome = finding.outcome,
                    .severity = finding.severity,
                    .message = finding.message,
                    .explanation = finding.explanation,
                    .exchanges = finding.exchanges,
                    .proof = finding.proof,
                    .repeat = finding.repeat};
    if (auto const* endpoint = places.find(finding.endpoint)) {
        located.module = module_of(*endpoint);
        if (located.position.line == 0)
            located.position = endpoint->position;
    }
    return located;
}

checks::Verdict verdict_of(checks::Check const& check, evidence::Evidence const& evidence,
                           CheckIds const& requested)
{
    if (check.info->runs == checks::Runs::always || requested.contains(check.info->id))
        return check.run(evidence);
    return checks::manual(
        fmt::format("switched off unless it is asked for: --enable {}, or a level for it in "
                    "postern.toml",
                    check.info->id));
}

// What begins with a name of the app's or a protocol's stays as it is spelt.
std::string as_sentence(std::string text)
{
    auto const word = std::string_view(text).substr(0, text.find(' '));
    auto const plain = std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || c == ','; });
    if (plain && !text.empty())
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
}

CheckResult run(checks::Check const& check, evidence::Evidence const& evidence, Catalogue const& catalogue,
                CheckIds const& requested)
{
    auto const& info = *check.info;
    auto const verdict = verdict_of(check, evidence, requested);
    CheckResult result{.id = std::string(info.id),
                       .title = checks::title_of(info, verdict.outcome),
                       .topic = std::string(info.topic),
                       .outcome = verdict.outcome,
                       .summary = as_sentence(verdict.summary),
                       .why = std::string(info.why),
                       .cwe = info.cwe,
                       .severity = info.severity,
                       .weight = info.weight,
                       .rest = verdict.rest};
    for (auto const& requirement : catalogue.requirements)
        if (contains(requirement.checks, info.id))
            result.requirements.push_back(requirement.number);
    FindingIds ids(info.id);
    evidence::EndpointPlaces const places(evidence.endpoints);
    for (auto const& finding : verdict.findings) {
        result.findings.push_back(locate(finding, places));
        result.findings.back().id = ids.next(finding);
    }
    return result;
}

// With those of its checks that ran.
RequirementResult unjudged(Requirement const& requirement, std::vector<CheckResult> const& checks)
{
    RequirementResult result{.id = requirement.number,
                             .title = requirement.title,
                             .slug = requirement.slug,
                             .what_to_look_at = requirement.what_to_look_at,
                             .paraphrase = requirement.paraphrase,
                             .link = requirement.link,
                             .note = requirement.note,
                             .numbering = requirement.numbering,
                             .topics = requirement.topics,
                             .exemptions = requirement.exemptions,
                             .severities = requirement.severities,
                             .aliases = requirement.aliases};
    for (auto const& check : checks)
        if (contains(requirement.checks, check.id))
            result.checks.push_back(check.id);
    return result;
}

bool fails(Finding const& finding) { return counts(finding) && finding.outcome == Outcome::fail; }

bool fails_anew(CheckResult const& check)
{
    return std::ranges::any_of(check.findings, [](Finding const& finding) {
        return fails(finding) && finding.change != Change::unchanged;
    });
}

} // namespace

bool is_off(Finding const& finding) { return finding.ruling && finding.ruling->level == Level::off; }

bool counts(Finding const& finding) { return !finding.waiver && !is_off(finding); }

std::string const& title_of(CheckResult const& check, Finding const& finding)
{
    return check.outcome == finding.outcome ? check.title : check.topic;
}

void judge_requirements(Report& report)
{
    for (auto& requirement : report.requirements) {
        std::optional<Outcome> gravest;
        for (auto const& check : report.checks) {
            auto const good = check.outcome == Outcome::pass || check.outcome == Outcome::not_applicable;
            if (!contains(requirement.checks, check.id) || (good && check.weight == checks::Weight::hint))
                continue;
            gravest = gravest ? checks::graver(*gravest, check.outcome) : check.outcome;
        }
        requirement.outcome = gravest.value_or(Outcome::manual);
    }
}

void relate_findings(Report& report)
{
    struct Failing {
        std::string finding;
        std::string words;
    };
    std::map<std::string, std::vector<Failing>, std::less<>> by_endpoint;
    for (auto const& check : report.checks)
        for (auto const& finding : check.findings)
            if (fails(finding) && !finding.endpoint.empty())
                by_endpoint[finding.endpoint].push_back(
                    {finding.id, fmt::format("{} (finding {})", check.id, finding.id)});
    for (auto& check : report.checks)
        for (auto& finding : check.findings) {
            finding.failing_beside.clear();
            auto const found = by_endpoint.find(finding.endpoint);
            if (found == by_endpoint.end())
                continue;
            for (auto const& one : found->second)
                if (one.finding != finding.id)
                    finding.failing_beside.push_back(one.words);
        }
}

Report make_report(evidence::Evidence const& evidence, Catalogue const& catalogue)
{
    return make_report(evidence, catalogue, checks::all());
}

Report make_report(evidence::Evidence const& evidence, Catalogue const& catalogue,
                   std::span<checks::Check const> checks, CheckIds const& requested)
{
    Report report{.tool_version = evidence.tool_version,
                  .target = evidence.target,
                  .started_at = evidence.started_at,
                  .ended_at = evidence.ended_at,
                  .complete = evidence.completeness.complete(),
                  .gaps = evidence.completeness.gaps,
                  .descriptor_warnings = evidence.descriptor_warnings,
                  .catalogue = catalogue.version,
                  .catalogue_title = catalogue.title,
                  .catalogue_note = catalogue.note,
                  .data = built_in_rule_data(),
                  .coverage = coverage(evidence),
                  .hosts = host_coverage(evidence),
                  .exchanges = all_exchanges(evidence)};
    report.data.insert(report.data.begin(), rule_data(catalogue));
    for (auto const& check : checks)
        report.checks.push_back(run(check, evidence, catalogue, requested));
    for (auto const& requirement : catalogue.requirements)
        report.requirements.push_back(unjudged(requirement, report.checks));
    judge_requirements(report);
    relate_findings(report);
    hide_secrets(report, evidence);
    return report;
}

int exit_status(Report const& report, FailOn fail_on)
{
    constexpr int passed = 0;
    constexpr int failed = 1;
    constexpr int warned = 2;
    constexpr int saw_too_little = 3;
    auto const any = [&](Outcome outcome) {
        return contains(report.checks, outcome, &CheckResult::outcome) ||
               contains(report.requirements, outcome, &RequirementResult::outcome);
    };
    if (fail_on == FailOn::new_failures ? std::ranges::any_of(report.checks, fails_anew) : any(Outcome::fail))
        return failed;
    auto const probed = contains(report.coverage, Coverage::State::probed, &Coverage::state);
    if (!report.complete || any(Outcome::inconclusive) || !probed)
        return saw_too_little;
    return fail_on == FailOn::warn && any(Outcome::warn) ? warned : passed;
}

} // namespace postern::report
