#pragma once

// The one report model: every output format is a renderer of it and knows nothing else.

#include "base/clock.hpp"
#include "checks/check.hpp"
#include "http/exchange.hpp"
#include "report/catalogue.hpp"

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postern::report {

// Grows with every change of the JSON report; a change that takes away or renames raises the first number.
inline constexpr std::string_view schema_version = "1.0";

// That a person has accepted a finding, and why.
struct Waiver {
    std::string reason; // one of a fixed list: src/policy
    std::string explanation;
    std::string author;
    std::string expires; // "2027-03-31"
};

// What the project's policy makes of a finding.
enum class Level { off, warn, fail };
[[nodiscard]] std::string_view name(Level level);
[[nodiscard]] std::optional<Level> level_from(std::string_view name);

struct Ruling {
    Level level = Level::fail;
    checks::Outcome measured = checks::Outcome::fail; // what the check said
    std::string rule;                                 // where it stands: "postern.toml:12"
};

// Against an earlier report; changed: it had another verdict of the same check at the same place.
enum class Change { is_new, changed, unchanged };
[[nodiscard]] std::string_view name(Change change);
[[nodiscard]] std::optional<Change> change_from(std::string_view name);

struct Finding {
    std::string id;       // report/finding_id.hpp: the same from scan to scan
    std::string endpoint; // empty where it is about none
    std::string subject;
    std::string module;          // "webPanels foo-panel (line 12, column 20)"; empty without an endpoint
    platform::Position position; // in the descriptor; 0:0 where it is not in there
    checks::Outcome outcome = checks::Outcome::fail;
    checks::Severity severity = checks::Severity::medium;
    std::string message;
    std::string explanation;
    std::vector<std::string> exchanges;
    std::vector<std::string> proof;
    std::string repeat;
    std::optional<Waiver> waiver;
    std::optional<Change> change;   // nothing without an earlier report
    std::optional<Ruling> ruling{}; // nothing where no rule of the policy speaks of it
    // What else fails at its endpoint and counts: "leaked-secrets (finding 2e11a940c0dd)".
    std::vector<std::string> failing_beside{};
};

// The order of Report::exchanges: e2 before e10.
[[nodiscard]] inline std::pair<std::size_t, std::string_view> exchange_order(std::string_view id)
{
    return {id.size(), id};
}

// Whether a rule of the policy has switched it off.
[[nodiscard]] bool is_off(Finding const& finding);

// Whether it takes part in the verdict of its check: neither waived nor switched off.
[[nodiscard]] bool counts(Finding const& finding);

struct CheckResult {
    std::string id;
    std::string title; // checks::title_of the outcome
    std::string topic; // what it looks at, whatever it found
    checks::Outcome outcome = checks::Outcome::inconclusive;
    std::vector<std::string> requirements; // numbers of the chosen catalogue
    std::string summary;
    std::string why;
    int cwe = 0;
    checks::Severity severity =
        checks::Severity::medium; // of a failure, where a finding does not say otherwise
    checks::Weight weight = checks::Weight::proof;
    std::vector<Finding> findings;
    std::optional<checks::Outcome> measured{};    // what it said, where the policy changed its verdict
    checks::Outcome rest = checks::Outcome::pass; // checks::Verdict::rest
};

// The heading of one of its findings where that stands by itself: the check's own where both have the same
// outcome, else its topic.
[[nodiscard]] std::string const& title_of(CheckResult const& check, Finding const& finding);

struct RequirementResult {
    std::string id;
    std::string title;
    checks::Outcome outcome = checks::Outcome::manual; // the gravest of its checks, hints that pass aside;
                                                       // manual without one
    std::vector<std::string> checks;
    std::string slug;
    std::string what_to_look_at; // for a person
    std::string paraphrase;      // of the demand
    std::string link;            // to where it is published
    std::string note;            // may be empty
    Numbering numbering = Numbering::confirmed;
    std::vector<std::string> topics; // Topic::slug: the same in every catalogue
    std::vector<std::string> exemptions;
    std::vector<SeverityRating> severities;
    std::vector<Alias> aliases; // its numbers in other catalogues and schemes
};

// What became of one endpoint of the descriptor.
struct Coverage {
    enum class State { probed, not_probed, unreachable };
    std::string endpoint; // Endpoint::id, or the JSON pointer of a URL that is no endpoint
    std::string kind;     // EndpointKind, or "none"
    std::string url;      // as in the descriptor
    platform::Position position;
    State state = State::not_probed;
    std::string reason; // why it was not probed or not reached; empty where probed
    int requests = 0;   // tried, redirects that were followed included
};
[[nodiscard]] std::string_view name(Coverage::State state);

// The same of one host and port that the descriptor or the call names.
struct HostCoverage {
    std::string host; // "app.example:443"
    std::string role; // evidence::Host::Role
    platform::Position position;
    Coverage::State state = Coverage::State::not_probed;
    std::string reason;
    int requests = 0;
};

// A set of rules or of lists that checks were built with, and how old it is.
struct RuleData {
    std::string name;
    std::string version;
    std::string date; // may be empty
};

// What the reader of a policy should look at: a waiver that has expired or that no finding needs any more.
struct PolicyNote {
    enum class Kind { expired_waiver, unmatched_waiver };
    Kind kind = Kind::expired_waiver;
    std::string message; // names the place and the remedy
};
[[nodiscard]] std::string_view name(PolicyNote::Kind kind);

struct AppliedPolicy {
    std::string file; // as it was given or found
    std::vector<PolicyNote> notes;
};

// A finding of an earlier report.
struct EarlierFinding {
    std::string id;
    std::string check;
    std::string endpoint;
    std::string subject;
    checks::Outcome outcome = checks::Outcome::fail;
    std::string message;
};

// What an earlier report had and this one has no more.
struct Baseline {
    std::string file;
    TimePoint started_at{}; // of that scan
    std::vector<EarlierFinding> fixed;
    std::vector<EarlierFinding> not_seen; // this scan could not look there
};

struct Report {
    std::string tool_version;
    evidence::Target target;
    TimePoint started_at{};
    TimePoint ended_at{};
    bool complete = false;
    std::vector<std::string> gaps;
    std::vector<std::string> descriptor_warnings;
    std::string catalogue; // its version
    std::string catalogue_title;
    std::string catalogue_note; // may be empty
    std::vector<RequirementResult> requirements;
    std::vector<CheckResult> checks;
    std::vector<RuleData> data;
    std::vector<Coverage> coverage;
    std::vector<HostCoverage> hosts;
    std::vector<http::Exchange> exchanges; // every one of the scan, in the order of their ids
    std::optional<AppliedPolicy> policy{};
    std::optional<Baseline> baseline{};
};

// Runs every check on the evidence and puts the results together. Pure: the same evidence gives the same
// report.
[[nodiscard]] Report make_report(evidence::Evidence const& evidence, Catalogue const& catalogue);

using CheckIds = std::set<std::string, std::less<>>;

// The same with these checks alone. Of those that run on request the ones named in `requested` run; the
// others are in the report as switched off, for a person to look.
[[nodiscard]] Report make_report(evidence::Evidence const& evidence, Catalogue const& catalogue,
                                 std::span<checks::Check const> checks, CheckIds const& requested = {});

// Gives each requirement the gravest verdict of its checks, for whoever changed one of those.
void judge_requirements(Report& report);

// Fills in Finding::failing_beside, likewise.
void relate_findings(Report& report);

enum class FailOn { fail, warn, new_failures };

// The exit status that a report deserves: 1 if a requirement or a check fails; else 3 if the scan is
// incomplete, a check is inconclusive or no endpoint was probed; else 2 if there are warnings and `fail_on`
// is FailOn::warn; else 0. `manual` changes nothing. Under FailOn::new_failures 1 means that a failing
// finding counts which the baseline does not have; a report without a baseline has only new ones.
[[nodiscard]] int exit_status(Report const& report, FailOn fail_on);

} // namespace postern::report
