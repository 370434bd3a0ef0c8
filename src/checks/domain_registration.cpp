// Every name that the app depends on must exist: who registers an abandoned one gets the app's users, tokens
// and secrets.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/dns_facts.hpp"
#include "http/registrable_domain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace postern::checks {
namespace {

using evidence::DnsStatus;

constexpr CheckInfo info{
    .id = "domain-registration",
    .title = "The domains that the descriptor names exist",
    .failure_title = "The descriptor names domains that do not exist",
    .topic = "Whether the domains that the descriptor names exist",
    .why = "Whoever registers an abandoned domain receives what the app and its users send there.",
    .severity = Severity::critical,
    .cwe = 672,             // Operation on a Resource after Expiration or Release
    .weight = Weight::hint, // that a domain exists does not say who has it
};

enum class Addressed { yes, no, not_known };

Addressed addressed(evidence::DnsHost const& host)
{
    for (auto const& lookup : host.lookups)
        if (std::ranges::any_of(lookup.records, [](auto const& record) {
                return record.type == "A" || record.type == "AAAA";
            }))
            return Addressed::yes;
    auto const* ipv6 = find_lookup(host, host.host, "AAAA");
    bool const said =
        ipv6 && (ipv6->status == DnsStatus::answered || ipv6->status == DnsStatus::no_such_name);
    return said ? Addressed::no : Addressed::not_known;
}

Finding not_said(NamedHost const& named, std::string_view what, std::string const& detail)
{
    return finding_about(named, Outcome::inconclusive, Severity::info,
                         fmt::format("The DNS could not say whether {} {}: {}.", named.answers->host, what,
                                     detail.empty() ? "no reason" : detail));
}

bool is_app(NamedHost const& named) { return named.host && named.host->role != evidence::Host::Role::named; }

Finding missing(NamedHost const& named)
{
    auto const& name = named.answers->host;
    auto const domain = http::registrable_domain(name);
    auto const* registered = domain ? find_lookup(*named.answers, *domain, "NS") : nullptr;
    if (registered && registered->status == DnsStatus::no_such_name) {
        auto found = finding_about(
            named, Outcome::fail, Severity::critical,
            fmt::format(
                "The domain {} does not exist in the DNS: it is not registered, or suspended, and whoever "
                "gets it owns {}.",
                *domain, name));
        auto const more = proof_of(*registered);
        found.proof.insert(found.proof.end(), more.begin(), more.end());
        return found;
    }
    if (is_app(named))
        return finding_about(
            named, Outcome::fail, Severity::high,
            fmt::format("The name {} does not exist in the DNS. No host product can reach the app there.",
                        name));
    return finding_about(named, Outcome::warn, Severity::low,
                         fmt::format("The name {} does not exist in the DNS, though its domain does. The "
                                     "descriptor leads people to a place that is gone.",
                                     name));
}

std::optional<Finding> judge(NamedHost const& named)
{
    auto const& name = named.answers->host;
    switch (named.address->status) {
    case DnsStatus::no_such_name:
        // A chain that ends in nothing is domain-takeover's business: the name itself exists.
        if (named.chain.empty())
            return missing(named);
        return std::nullopt;
    case DnsStatus::refused:
    case DnsStatus::silent:
        return not_said(named, "exists", named.address->detail);
    case DnsStatus::answered:
        switch (addressed(*named.answers)) {
        case Addressed::yes:
            return std::nullopt;
        case Addressed::no:
            return finding_about(named, Outcome::warn, Severity::low,
                                 fmt::format("The name {} exists and has no address.", name));
        case Addressed::not_known:
            return not_said(named, "has an address",
                            "it has no IPv4 address, and there was no answer for IPv6");
        }
    }
    return std::nullopt;
}

Verdict evaluate(evidence::Evidence const& evidence, evidence::DnsAnswers const& dns)
{
    auto named = named_hosts(evidence, dns);
    if (named.instead)
        return *std::move(named.instead);
    Findings found;
    for (auto const& host : named.hosts)
        found.add(judge(host));
    auto& [findings, gravest] = found;
    auto const names = counted(named.hosts.size(), "name");
    auto const count = std::ranges::count(findings, gravest, &Finding::outcome);
    if (gravest == Outcome::fail)
        return fail(fmt::format("{} of {} {} not exist", count, names, count == 1 ? "does" : "do"),
                    std::move(findings));
    if (gravest == Outcome::inconclusive)
        return inconclusive(fmt::format("the DNS did not say enough of {} of {}", count, names),
                            std::move(findings));
    if (gravest == Outcome::warn)
        return warn(fmt::format("{} of {} {} nowhere", count, names, count == 1 ? "leads" : "lead"),
                    std::move(findings));
    auto const dangling = std::ranges::count(named.hosts, DnsStatus::no_such_name,
                                             [](auto const& host) { return host.address->status; });
    if (dangling > 0)
        return pass(
            fmt::format("{} looked up, each exists; {} to one that does not, which is not judged here", names,
                        dangling == 1 ? "one leads on" : "some lead on"));
    return pass(names + " looked up, each exists and has an address");
}

} // namespace

extern constexpr Check domain_registration = make_check<&evaluate>(info);

} // namespace postern::checks
