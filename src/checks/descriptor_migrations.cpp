// Two switches of the descriptor close old holes: "signed-install" has install callbacks signed with the
// host's private key (for all apps since 2021-10-29), "context-qsh" gives context tokens a query hash of
// their own (mandatory since 2021-06-07): connect-protocol.md section 5.
#include "checks/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

namespace postern::checks {
namespace {

using platform::StatedMigration;

constexpr CheckInfo info{
    .id = "descriptor-migrations",
    .title = "The descriptor takes part in the security migrations",
    .failure_title = "The descriptor refuses a security migration",
    .topic = "The descriptor's part in the security migrations",
    .why = "Without them an install callback can be forged and a context token works where it must not.",
    .severity = Severity::high,
    .cwe = 345, // Insufficient Verification of Data Authenticity
    .weight = Weight::hint,
};

StatedMigration const* find(evidence::DescriptorFacts const& facts, std::string_view name)
{
    for (auto const& migration : facts.migrations)
        if (migration.name.text == name)
            return &migration;
    return nullptr;
}

// Nothing where the switch is on. `what` it does, as half a sentence.
std::optional<Finding> judge(evidence::DescriptorFacts const& facts, std::string_view name, Severity severity,
                             std::string_view what)
{
    auto const* stated = find(facts, name);
    if (stated && stated->state == StatedMigration::State::on)
        return std::nullopt;
    Finding found{.subject = fmt::format("/apiMigrations/{}", name), .severity = severity};
    if (stated) {
        found.position = stated->name.position;
        found.proof = {fmt::format("\"apiMigrations\": {{ \"{}\": false }}", name)};
        found.message = fmt::format("The descriptor switches {} off: {}.", name, what);
    } else {
        found.outcome = Outcome::warn;
        found.severity = Severity::low;
        found.proof = {fmt::format("\"apiMigrations\" has no \"{}\"", name)};
        found.message =
            fmt::format("The descriptor does not say \"{}\": {}. Hosts act as if it were there by "
                        "now, but frameworks and development sites may go by it.",
                        name, what);
    }
    return found;
}

bool has_install_callback(evidence::DescriptorFacts const& facts)
{
    return std::ranges::any_of(facts.lifecycle, [](auto const& event) {
        return event.text == "installed" || event.text == "uninstalled";
    });
}

Verdict evaluate(evidence::Evidence const& evidence, evidence::DescriptorFacts const& facts)
{
    if (evidence.target.authentication == platform::Authentication::none)
        return not_applicable("the app uses no tokens (authentication type none)");
    // atlassian-connect-express takes the whole member out of a Bitbucket descriptor.
    if (facts.product == "Bitbucket")
        return not_applicable("Bitbucket knows no migrations");
    std::vector<Finding> findings;
    if (has_install_callback(facts))
        if (auto found =
                judge(facts, "signed-install", Severity::high,
                      "install callbacks are then signed with the shared secret only, or not at all"))
            findings.push_back(*std::move(found));
    if (auto found =
            judge(facts, "context-qsh", Severity::medium,
                  "context tokens then have no query hash, and a framework that does not ask for one "
                  "takes them for tokens of the host's servers"))
        findings.push_back(*std::move(found));
    if (findings.empty())
        return pass("the descriptor takes part in every migration that it needs");
    if (std::ranges::any_of(findings, [](auto const& one) { return one.outcome == Outcome::fail; }))
        return fail("the descriptor switches a security migration off", std::move(findings));
    return warn(fmt::format("the descriptor does not name {}",
                            findings.size() == 1 ? findings[0].subject.substr(sizeof("/apiMigrations"))
                                                 : "signed-install and context-qsh"),
                std::move(findings));
}

} // namespace

extern constexpr Check descriptor_migrations = make_check<&evaluate>(info);

} // namespace postern::checks
