// Which kind of authentication the descriptor declares, and whether the rest of it fits. With "none" the host
// signs nothing: no page, webhook or callback can tell who calls (requirements.md section 6).
#include "checks/check.hpp"
#include "http/headers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace postern::checks {
namespace {

constexpr CheckInfo info{
    .id = "descriptor-authentication",
    .title = "The descriptor declares authentication that fits the app",
    .failure_title = "The app takes secrets and declares no authentication",
    .topic = "The authentication that the descriptor declares",
    .why = "Without authentication nobody can tell a callback of the host from one that anybody made.",
    .severity = Severity::medium,
    .cwe = 306, // Missing Authentication for Critical Function
    .weight = Weight::hint,
};

constexpr std::string_view pointer = "/authentication/type";

Finding finding_of(evidence::DescriptorFacts const& facts, std::string subject, std::string message)
{
    Finding found{.subject = std::move(subject), .message = std::move(message)};
    if (facts.authentication) {
        found.position = facts.authentication->position;
        found.proof = {fmt::format("\"authentication\": {{ \"type\": \"{}\" }}", facts.authentication->text)};
    } else {
        found.proof = {"the descriptor has no \"authentication\" with a \"type\""};
    }
    return found;
}

Verdict note(evidence::DescriptorFacts const& facts, std::string summary, std::string message,
             Severity severity)
{
    auto found = finding_of(facts, std::string(pointer), std::move(message));
    found.outcome = Outcome::warn;
    found.severity = severity;
    return warn(std::move(summary), {std::move(found)});
}

platform::Stated const* find_event(evidence::DescriptorFacts const& facts, std::string_view event)
{
    auto const found = std::ranges::find(facts.lifecycle, event, &platform::Stated::text);
    return found == facts.lifecycle.end() ? nullptr : &*found;
}

Verdict judge_none(evidence::Evidence const& evidence, evidence::DescriptorFacts const& facts)
{
    if (auto const* installed = find_event(facts, "installed")) {
        auto found = finding_of(facts, installed->pointer,
                                "The app takes the install callback, which brings the shared secret, and "
                                "declares that the host need not sign it: anybody can send it one.");
        found.position = installed->position;
        return fail("an install callback is declared without authentication", {std::move(found)});
    }
    auto const webhooks =
        std::ranges::count(evidence.endpoints, platform::EndpointKind::webhook, &platform::Endpoint::kind);
    if (webhooks > 0 || !facts.lifecycle.empty())
        return note(facts, "webhooks or callbacks are declared without authentication",
                    "The app takes webhooks or callbacks, and declares that the host need not sign them: "
                    "anybody can send it one.",
                    Severity::medium);
    return pass("the app declares no authentication, and takes nothing that would need it");
}

Verdict evaluate(evidence::Evidence const& evidence, evidence::DescriptorFacts const& facts)
{
    if (evidence.target.authentication == platform::Authentication::none)
        return judge_none(evidence, facts);
    if (!facts.authentication)
        return note(facts, "the descriptor does not declare its authentication",
                    "The published schema demands \"authentication\"; hosts take its absence for jwt.",
                    Severity::info);
    auto const& type = facts.authentication->text;
    if (!http::equal_ignoring_case(type, "jwt"))
        return note(facts, "the authentication type is unknown",
                    fmt::format("The authentication type \"{}\" is neither jwt nor none.", type),
                    Severity::medium);
    // The host refuses such a descriptor: connect.install.error.auth.with.no.installed.callback of the
    // published Connect plugin.
    if (!find_event(facts, "installed") && facts.product != "Bitbucket")
        return note(facts, "the app declares jwt and takes no install callback",
                    "The app declares jwt and has no \"installed\" callback: it never gets the secret with "
                    "which to verify a token. Hosts refuse to install such an app.",
                    Severity::medium);
    if (type != "jwt")
        return note(
            facts, "the authentication type is spelt in capitals",
            fmt::format("The type is spelt \"{}\". Hosts accept that, but tools that compare the exact "
                        "word take the app for one without authentication.",
                        type),
            Severity::info);
    return pass("the descriptor declares jwt");
}

} // namespace

extern constexpr Check descriptor_authentication = make_check<&evaluate>(info);

} // namespace postern::checks
