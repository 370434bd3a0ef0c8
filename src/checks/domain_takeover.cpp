// A CNAME that still points to a service where the name was given up: whoever claims it there answers under
// the app's domain. Which services and how to see that a name is free is data
// (catalogue/takeover/services.json).
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/dns_facts.hpp"
#include "evidence/takeover_service.hpp"
#include "http/registrable_domain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

namespace postern::checks {
namespace {

using evidence::DnsStatus;
using evidence::TakeoverService;

constexpr CheckInfo info{
    .id = "domain-takeover",
    .title = "No name leads to something that others could claim",
    .failure_title = "Somebody else could take over a name of the app",
    .topic = "Where the names of the app lead",
    .why = "Who claims the service behind a forgotten CNAME answers in the app's name, with a valid "
           "certificate.",
    .severity = Severity::critical,
    .cwe = 672, // Operation on a Resource after Expiration or Release
};

// The service that the name itself or one on its way belongs to; the last counts, since it answers.
TakeoverService const* service_of(NamedHost const& named)
{
    auto const* service = evidence::find_takeover_service(named.answers->host);
    for (auto const& name : named.chain)
        if (auto const* next = evidence::find_takeover_service(name))
            service = next;
    return service;
}

std::string target_of(NamedHost const& named)
{
    return named.chain.empty() ? named.answers->host : named.chain.back();
}

Finding claimable(NamedHost const& named, TakeoverService const& service, std::string_view how)
{
    bool const certain = service.certainty == TakeoverService::Certainty::certain;
    return finding_about(
        named, certain ? Outcome::fail : Outcome::warn, certain ? Severity::critical : Severity::high,
        fmt::format(
            "{} leads to {} at {}, where {}: {}.", named.answers->host, target_of(named), service.title, how,
            certain ? "whoever claims it answers under this name" : "perhaps somebody else can claim it"));
}

std::optional<Finding> judge_missing(NamedHost const& named)
{
    if (named.chain.empty())
        return std::nullopt; // domain-registration's business
    auto const* service = service_of(named);
    if (service && service->unclaimed_name)
        return claimable(named, *service, "no such name exists");
    auto const target = target_of(named);
    auto const domain = http::registrable_domain(target);
    auto const* registered = domain ? find_lookup(*named.answers, *domain, "NS") : nullptr;
    if (registered && registered->status == DnsStatus::no_such_name) {
        auto found =
            finding_about(named, Outcome::fail, Severity::critical,
                          fmt::format("{} leads to {}, and the domain {} does not exist: whoever registers "
                                      "it answers under this name.",
                                      named.answers->host, target, *domain));
        auto const more = proof_of(*registered);
        found.proof.insert(found.proof.end(), more.begin(), more.end());
        return found;
    }
    return finding_about(
        named, Outcome::warn, Severity::medium,
        fmt::format("{} leads to {}, which does not exist: the record is forgotten, and whoever "
                    "gets that name answers under this one.",
                    named.answers->host, target));
}

std::optional<Finding> judge_page(NamedHost const& named)
{
    auto const* service = service_of(named);
    if (!service || service->unclaimed_texts.empty() || !named.answers->page)
        return std::nullopt;
    auto const* response = named.answers->page->response();
    if (!response) {
        auto found = finding_about(named, Outcome::inconclusive, Severity::info,
                                   fmt::format("{} leads to {}, and its page there did not answer.",
                                               named.answers->host, service->title));
        found.exchanges = {named.answers->page->id};
        return found;
    }
    auto const& texts = service->unclaimed_texts;
    if (!std::ranges::any_of(texts, [&](auto const& text) { return response->body.contains(text); }))
        return std::nullopt;
    auto found = claimable(named, *service, "the page says that nobody has claimed it");
    found.exchanges = {named.answers->page->id};
    found.repeat.clear();
    return found;
}

std::optional<Finding> judge(NamedHost const& named)
{
    switch (named.address->status) {
    case DnsStatus::no_such_name:
        return judge_missing(named);
    case DnsStatus::answered:
        return judge_page(named);
    case DnsStatus::refused:
    case DnsStatus::silent:
        break;
    }
    return finding_about(named, Outcome::inconclusive, Severity::info,
                         fmt::format("The DNS could not say where {} leads.", named.answers->host));
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
    auto const followed = std::ranges::count_if(named.hosts, [](NamedHost const& host) {
        return host.address->status != DnsStatus::no_such_name || !host.chain.empty();
    });
    if (followed == 0)
        return not_applicable("no name that was looked up exists, so none leads anywhere");
    auto const names = counted(static_cast<std::size_t>(followed), "name");
    auto const count = std::ranges::count(findings, gravest, &Finding::outcome);
    auto const leads = fmt::format("{} of {} {}", count, names, count == 1 ? "leads" : "lead");
    if (gravest == Outcome::fail)
        return fail(leads + " to what others can claim", std::move(findings));
    if (gravest == Outcome::inconclusive)
        return inconclusive(fmt::format("{} of {} could not be followed to the end", count, names),
                            std::move(findings));
    if (gravest == Outcome::warn)
        return warn(leads + " to what is not there, or could perhaps be claimed", std::move(findings));
    return pass(names + " followed to the end, none leads to something that others could claim");
}

} // namespace

extern constexpr Check domain_takeover = make_check<&evaluate>(info);

} // namespace postern::checks
