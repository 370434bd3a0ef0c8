#include "checks/verdict.hpp"

#include "base/assert.hpp"

#include <array>
#include <utility>

namespace postern::checks {
namespace {

constexpr std::array<std::pair<Outcome, std::string_view>, 6> outcomes{{
    {Outcome::pass, "pass"},
    {Outcome::warn, "warn"},
    {Outcome::fail, "fail"},
    {Outcome::inconclusive, "inconclusive"},
    {Outcome::not_applicable, "not_applicable"},
    {Outcome::manual, "manual"},
}};

constexpr std::array<std::pair<Severity, std::string_view>, 5> severities{{
    {Severity::info, "info"},
    {Severity::low, "low"},
    {Severity::medium, "medium"},
    {Severity::high, "high"},
    {Severity::critical, "critical"},
}};

int gravity(Outcome outcome)
{
    switch (outcome) {
    case Outcome::fail:
        return 5;
    case Outcome::inconclusive:
        return 4;
    case Outcome::warn:
        return 3;
    case Outcome::manual:
        return 2;
    case Outcome::pass:
        return 1;
    case Outcome::not_applicable:
        return 0;
    }
    return 0;
}

template <typename Table, typename Enum>
std::string_view name_in(Table const& table, Enum value)
{
    for (auto const& [known, name] : table)
        if (known == value)
            return name;
    return "";
}

} // namespace

std::string_view name(Outcome outcome) { return name_in(outcomes, outcome); }
std::string_view name(Severity severity) { return name_in(severities, severity); }

std::optional<Severity> severity_from(std::string_view text)
{
    for (auto const& [severity, name] : severities)
        if (name == text)
            return severity;
    return std::nullopt;
}

Outcome graver(Outcome a, Outcome b) { return gravity(a) >= gravity(b) ? a : b; }

void Findings::add(std::optional<Finding> finding)
{
    if (!finding)
        return;
    gravest = graver(gravest, finding->outcome);
    all.push_back(*std::move(finding));
}

Verdict pass(std::string summary) { return {Outcome::pass, std::move(summary), {}}; }

Verdict warn(std::string summary, std::vector<Finding> findings)
{
    POSTERN_ASSERT(!findings.empty(), "a warning needs a finding");
    return {Outcome::warn, std::move(summary), std::move(findings)};
}

Verdict fail(std::string summary, std::vector<Finding> findings)
{
    POSTERN_ASSERT(!findings.empty(), "a failure needs a finding");
    return {Outcome::fail, std::move(summary), std::move(findings)};
}

Verdict inconclusive(std::string summary, std::vector<Finding> findings)
{
    return {Outcome::inconclusive, std::move(summary), std::move(findings)};
}

Verdict not_applicable(std::string summary) { return {Outcome::not_applicable, std::move(summary), {}}; }
Verdict manual(std::string summary) { return {Outcome::manual, std::move(summary), {}}; }

} // namespace postern::checks
