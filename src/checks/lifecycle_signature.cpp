// A lifecycle callback must refuse what the host did not sign: whoever can forge "installed" chooses the
// secret that the app will trust. The probe decides what to send; this file only judges what came back.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/endpoint_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace postern::checks {
namespace {

using evidence::LifecycleAttempt;

constexpr CheckInfo info{
    .id = "lifecycle-signature",
    .title = "Lifecycle callbacks refuse forged requests",
    .failure_title = "Lifecycle callbacks accept forged requests",
    .topic = "How lifecycle callbacks answer forged requests",
    .why = "Whoever can forge an install callback chooses the secret the app will trust.",
    .severity = Severity::critical,
    .cwe = 345, // Insufficient Verification of Data Authenticity
};

// A redirect is not a refusal: some frameworks store the secret first and redirect then.
bool accepted(int status) { return status >= 200 && status < 400; }
bool absent(int status) { return kind_by_status(status) == AnswerKind::absent; }
bool refused(int status)
{
    return status < 500 && (kind_by_status(status) == AnswerKind::refused || absent(status));
}

// Without "installed" and "uninstalled" nobody's secret changes; the rest switches an app on and off.
Severity severity_of(std::string_view event)
{
    return event == "enabled" || event == "disabled" ? Severity::high : Severity::critical;
}

struct Outcomes {
    std::vector<LifecycleAttempt const*> accepted;
    std::vector<LifecycleAttempt const*> unclear;
};

std::string answer_of(LifecycleAttempt const& attempt)
{
    if (auto const* response = attempt.exchange.response())
        return std::to_string(response->status);
    auto const& failure = std::get<http::TransportFailure>(attempt.exchange.outcome);
    return fmt::format("no answer ({})", in_words(failure.kind));
}

// "204 to no token, 302 to an unsigned token …", or "404 to no token, an unsigned token …" where all answers
// are alike.
std::string told(std::vector<LifecycleAttempt const*> const& attempts)
{
    auto const answer = answer_of(*attempts.front());
    bool const alike = std::ranges::all_of(
        attempts, [&](LifecycleAttempt const* attempt) { return answer_of(*attempt) == answer; });
    std::vector<std::string> parts;
    for (auto const* attempt : attempts)
        parts.push_back(alike ? std::string(in_words(attempt->forgery))
                              : fmt::format("{} to {}", answer_of(*attempt), in_words(attempt->forgery)));
    // Variants of one forgery that were answered alike are told once; all of them are among the exchanges.
    auto const repeated = std::ranges::unique(parts);
    parts.erase(repeated.begin(), repeated.end());
    return alike ? fmt::format("{} to {}", answer, listed(parts)) : listed(parts);
}

Finding finding(Outcome outcome, std::vector<LifecycleAttempt const*> const& attempts)
{
    auto const& first = *attempts.front();
    Finding made{.endpoint = first.endpoint, .outcome = outcome, .severity = severity_of(first.event)};
    made.message = outcome == Outcome::fail
                       ? fmt::format("A forged \"{}\" was accepted: {}", first.event, told(attempts))
                       : fmt::format("No clear refusal of a forged \"{}\": {}", first.event, told(attempts));
    for (auto const* attempt : attempts)
        made.exchanges.push_back(attempt->exchange.id);
    return made;
}

bool nothing_is_there(std::vector<LifecycleAttempt> const& attempts)
{
    return std::ranges::all_of(attempts, [](LifecycleAttempt const& attempt) {
        auto const* response = attempt.exchange.response();
        return response && absent(response->status);
    });
}

bool before(LifecycleAttempt const* a, LifecycleAttempt const* b)
{
    if (a->forgery != b->forgery)
        return a->forgery < b->forgery;
    return earlier_id(a->exchange.id, b->exchange.id);
}

std::map<std::pair<std::string, std::string>, Outcomes> sort_out(evidence::LifecycleAttempts const& lifecycle)
{
    std::map<std::pair<std::string, std::string>, Outcomes> by_event;
    for (auto const& attempt : lifecycle.attempts) {
        auto& outcomes = by_event[{attempt.endpoint, attempt.event}];
        auto const* response = attempt.exchange.response();
        if (response && accepted(response->status))
            outcomes.accepted.push_back(&attempt);
        else if (!response || !refused(response->status))
            outcomes.unclear.push_back(&attempt);
    }
    return by_event;
}

Verdict evaluate(evidence::LifecycleAttempts const& lifecycle, evidence::Evidence const& evidence)
{
    auto const declared =
        std::ranges::count(evidence.endpoints, platform::EndpointKind::lifecycle, &platform::Endpoint::kind);
    if (declared == 0 && lifecycle.attempts.empty())
        return not_applicable("the descriptor declares no lifecycle callback");

    std::vector<Finding> findings;
    std::size_t accepted_count = 0;
    std::size_t unclear_count = 0;
    for (auto& [event, outcomes] : sort_out(lifecycle)) {
        accepted_count += outcomes.accepted.size();
        unclear_count += outcomes.unclear.size();
        std::ranges::sort(outcomes.accepted, before);
        std::ranges::sort(outcomes.unclear, before);
        if (!outcomes.accepted.empty())
            findings.push_back(finding(Outcome::fail, outcomes.accepted));
        if (!outcomes.unclear.empty())
            findings.push_back(finding(Outcome::inconclusive, outcomes.unclear));
    }
    std::size_t untried = 0;
    for (auto const& endpoint : evidence.endpoints) {
        if (endpoint.kind != platform::EndpointKind::lifecycle ||
            std::ranges::find(lifecycle.attempts, endpoint.id, &LifecycleAttempt::endpoint) !=
                lifecycle.attempts.end())
            continue;
        ++untried;
        findings.push_back({.endpoint = endpoint.id,
                            .outcome = Outcome::inconclusive,
                            .severity = severity_of(endpoint.module_key),
                            .message = not_asked("No forged request was sent to this callback", endpoint)});
    }
    auto const sent = counted(lifecycle.attempts.size(), "forged request");
    if (accepted_count > 0)
        return fail(fmt::format("{} of {} to lifecycle callbacks were accepted", accepted_count, sent),
                    std::move(findings));
    if (unclear_count > 0 || untried > 0)
        return inconclusive(fmt::format("{} of {} had no clear refusal{}", unclear_count, sent,
                                        untried > 0
                                            ? fmt::format("; {} not tried", counted(untried, "callback"))
                                            : std::string()),
                            std::move(findings));
    // One callback may answer "not found" for a tenant that it does not know. A host could install no app
    // that answers so to everything: the scan has not reached this one.
    if (nothing_is_there(lifecycle.attempts))
        return inconclusive(fmt::format("nothing is there at the address of any callback ({}, all answered "
                                        "404, 405, 410 or 501): see whether the base URL is the app's",
                                        sent));
    return pass(fmt::format("every one of {} to lifecycle callbacks was refused", sent));
}

} // namespace

extern constexpr Check lifecycle_signature = make_check<&evaluate>(info);

} // namespace postern::checks
