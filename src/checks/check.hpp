#pragma once

// A check is a pure function from evidence to a verdict. Its parameters are the evidence it needs: where a
// probe brought none of it, the verdict is `inconclusive` without the function being called.

#include "checks/verdict.hpp"
#include "evidence/evidence.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace postern::checks {

// What a pass says of a requirement.
enum class Weight {
    proof, // that it is met, as far as it can be seen
    hint   // nothing: only a failure or a warning does, since the check sees a small part of it
};

enum class Runs {
    always,
    on_request // --enable, or a level for it in the project's policy
};

struct CheckInfo {
    std::string_view id;                  // also the name of its file and of docs/checks/<id>.md
    std::string_view title;               // what holds where it passes
    std::string_view failure_title;       // what holds where it fails
    std::string_view topic;               // what it looks at, whatever it finds
    std::string_view why;                 // one sentence
    Severity severity = Severity::medium; // of a failure, where a finding does not say otherwise
    int cwe = 0;
    Weight weight = Weight::proof;
    Runs runs = Runs::always;
};

// The heading beside an outcome: what holds where the check passed or failed, what it looked at beside any
// other outcome, and that this could not be told where it is inconclusive.
[[nodiscard]] std::string title_of(CheckInfo const& info, Outcome outcome);

struct Check {
    CheckInfo const* info;
    Verdict (*judge)(evidence::Evidence const& evidence);

    // Judges; never throws. Findings come in the order of the descriptor's endpoints, whatever the order of
    // the evidence.
    [[nodiscard]] Verdict run(evidence::Evidence const& evidence) const { return judge(evidence); }
};

// Every check, in the order of a report.
[[nodiscard]] std::span<Check const> all();

namespace detail {

// What a parameter of an evaluate function is taken from; null where no probe brought it.
template <typename T>
T const* need(evidence::Evidence const& evidence);
template <>
inline evidence::Evidence const* need(evidence::Evidence const& evidence)
{
    return &evidence;
}
template <>
inline evidence::DescriptorFacts const* need(evidence::Evidence const& evidence)
{
    return evidence.descriptor ? &*evidence.descriptor : nullptr;
}
template <>
inline evidence::DnsAnswers const* need(evidence::Evidence const& evidence)
{
    return evidence.dns ? &*evidence.dns : nullptr;
}
template <>
inline evidence::AccessAttempts const* need(evidence::Evidence const& evidence)
{
    return evidence.access ? &*evidence.access : nullptr;
}
template <>
inline evidence::LifecycleAttempts const* need(evidence::Evidence const& evidence)
{
    return evidence.lifecycle ? &*evidence.lifecycle : nullptr;
}
template <>
inline evidence::AdminAttempts const* need(evidence::Evidence const& evidence)
{
    return evidence.admin ? &*evidence.admin : nullptr;
}
template <>
inline evidence::ExposedPaths const* need(evidence::Evidence const& evidence)
{
    return evidence.exposed_paths ? &*evidence.exposed_paths : nullptr;
}
template <>
inline evidence::CrossOriginAttempts const* need(evidence::Evidence const& evidence)
{
    return evidence.cross_origin ? &*evidence.cross_origin : nullptr;
}
template <>
inline evidence::InputAttempts const* need(evidence::Evidence const& evidence)
{
    return evidence.input ? &*evidence.input : nullptr;
}
template <>
inline evidence::Resources const* need(evidence::Evidence const& evidence)
{
    return evidence.resources ? &*evidence.resources : nullptr;
}
template <>
inline evidence::TlsHosts const* need(evidence::Evidence const& evidence)
{
    return evidence.tls ? &*evidence.tls : nullptr;
}

// Puts the findings into the order of the descriptor's endpoints.
[[nodiscard]] Verdict settle(evidence::Evidence const& evidence, Verdict verdict);
[[nodiscard]] Verdict not_gathered();

template <auto Evaluate, typename... Needs>
Verdict judge(evidence::Evidence const& evidence, Verdict (*)(Needs const&...))
{
    if (!(need<Needs>(evidence) && ...))
        return not_gathered();
    return settle(evidence, Evaluate(*need<Needs>(evidence)...));
}

} // namespace detail

// `Evaluate` is a function Verdict(Needs const&...); each of Needs is a part of the evidence, or all of it.
template <auto Evaluate>
constexpr Check make_check(CheckInfo const& info)
{
    return {&info,
            [](evidence::Evidence const& evidence) { return detail::judge<Evaluate>(evidence, Evaluate); }};
}

} // namespace postern::checks
