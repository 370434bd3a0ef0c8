// Least privilege: whoever gets the app's secret gets its scopes. The descriptor says what is asked for, and
// not what is used, so that a wide scope is a reason to look and never a failure by itself.
#include "checks/answer.hpp"
#include "checks/check.hpp"

#include <fmt/format.h>

#include <string>

namespace postern::checks {
namespace {

using platform::StatedScope;

constexpr CheckInfo info{
    .id = "descriptor-scopes",
    .title = "The descriptor asks for few scopes",
    .failure_title = "The descriptor asks for more scopes than the app needs",
    .topic = "The scopes that the descriptor asks for",
    .why = "Whoever steals the app's secrets can do on every customer's site what its scopes allow.",
    .severity = Severity::low,
    .cwe = 250, // Execution with Unnecessary Privileges
    .weight = Weight::hint,
};

// Why this scope is no use to an app with this descriptor; empty if it may be.
std::string_view useless(StatedScope const& scope, evidence::DescriptorFacts const& facts)
{
    auto const is = [&](std::string_view small, std::string_view capital) {
        return scope.name.text == small || scope.name.text == capital;
    };
    if (is("space_admin", "SPACE_ADMIN") && facts.product == "Jira")
        return "All modules are of Jira, which has no spaces: the app cannot need it.";
    if (is("project_admin", "PROJECT_ADMIN") && facts.product == "Confluence")
        return "All modules are of Confluence, which has no projects: the app cannot need it.";
    if (is("act_as_user", "ACT_AS_USER") && facts.lifecycle.empty())
        return "The app has no install callback and so never gets the secret that this takes: it cannot use "
               "it.";
    return "";
}

Finding finding_of(StatedScope const& scope, evidence::DescriptorFacts const& facts)
{
    Finding found{.subject = scope.name.pointer,
                  .outcome = Outcome::warn,
                  .severity = Severity::low,
                  .proof = {fmt::format("{}: \"{}\"", scope.name.pointer, scope.name.text)},
                  .position = scope.name.position};
    if (scope.reach == StatedScope::Reach::unknown) {
        found.severity = Severity::info;
        found.message =
            fmt::format("\"{}\" is no scope of the platform: it is spelt wrong, or new.", scope.name.text);
        return found;
    }
    found.message = fmt::format("With the scope {} {}.", scope.name.text, scope.why);
    if (auto const why = useless(scope, facts); !why.empty()) {
        found.message += fmt::format(" {}", why);
        found.severity = Severity::medium;
    }
    return found;
}

Verdict evaluate(evidence::DescriptorFacts const& facts)
{
    if (facts.scopes.empty())
        return pass("the descriptor asks for no scope");
    std::vector<Finding> findings;
    std::size_t wide = 0;
    for (auto const& scope : facts.scopes) {
        if (scope.reach == StatedScope::Reach::ordinary)
            continue;
        wide += scope.reach == StatedScope::Reach::wide ? 1 : 0;
        findings.push_back(finding_of(scope, facts));
    }
    if (findings.empty())
        return pass(fmt::format(
            "{} asked for, none of them wide",
            facts.scopes.size() == 1 ? "1 scope is" : fmt::format("{} scopes are", facts.scopes.size())));
    auto const unknown = findings.size() - wide;
    auto summary = wide > 0 ? counted(wide, "wide scope") : "";
    if (unknown > 0)
        summary += (wide > 0 ? " and " : "") + counted(unknown, "unknown scope");
    return warn(summary + " in the descriptor", std::move(findings));
}

} // namespace

extern constexpr Check descriptor_scopes = make_check<&evaluate>(info);

} // namespace postern::checks
