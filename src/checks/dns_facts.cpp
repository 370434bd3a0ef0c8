#include "checks/dns_facts.hpp"

#include "evidence/each_exchange.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace postern::checks {
namespace {

using evidence::DnsStatus;

std::string_view in_words(DnsStatus status)
{
    switch (status) {
    case DnsStatus::answered:
        return "answered";
    case DnsStatus::no_such_name:
        return "no such name";
    case DnsStatus::refused:
        return "the server did not answer the question";
    case DnsStatus::silent:
        break;
    }
    return "no answer";
}

std::string first_reason(evidence::DnsAnswers const& dns)
{
    std::vector<std::string> reasons;
    for (auto const& host : dns.hosts)
        reasons.push_back(fmt::format("{}: {}", host.host, host.skipped));
    return reasons.empty() ? "no host is named" : *std::ranges::min_element(reasons);
}

// The first name, of those in `names`, that a request was answered from.
std::optional<std::string> that_answered(evidence::Evidence const& evidence,
                                         std::set<std::string> const& names)
{
    std::optional<std::string> first;
    evidence::each_exchange(evidence, [&](auto const&, http::Exchange const& exchange) {
        if (!exchange.response())
            return;
        auto const url = http::parse_url(exchange.request.url);
        if (url && names.contains(url->host) && (!first || url->host < *first))
            first = url->host;
    });
    return first;
}

// Why what was heard says nothing of the names as the world sees them.
std::optional<Verdict> not_the_worlds(evidence::Evidence const& evidence, std::vector<NamedHost> const& hosts)
{
    auto const said_nothing = [](NamedHost const& one) {
        return one.address->status == DnsStatus::silent || one.address->status == DnsStatus::refused;
    };
    if (std::ranges::all_of(hosts, said_nothing))
        return manual("no DNS server gave an answer: look from a machine that has one, or name one with "
                      "--dns-server");
    std::set<std::string> missing;
    for (auto const& one : hosts)
        if (one.address->status == DnsStatus::no_such_name)
            missing.insert(one.answers->host);
    if (missing.empty())
        return std::nullopt;
    if (auto const name = that_answered(evidence, missing))
        return manual(fmt::format("the DNS that was asked does not know {}, which answered requests: it does "
                                  "not see what the world sees; name a public server with --dns-server",
                                  *name));
    return std::nullopt;
}

} // namespace

NamedHosts named_hosts(evidence::Evidence const& evidence, evidence::DnsAnswers const& dns)
{
    NamedHosts named;
    for (auto const& host : dns.hosts) {
        auto const* address = find_lookup(host, host.host, "A");
        if (!address)
            continue;
        auto const known = std::ranges::find(evidence.hosts, host.host, &evidence::Host::name);
        named.hosts.push_back({.answers = &host,
                               .address = address,
                               .chain = cname_chain(*address),
                               .host = known == evidence.hosts.end() ? nullptr : &*known});
    }
    if (named.hosts.empty())
        named.instead = not_applicable(fmt::format("the DNS was not asked ({})", first_reason(dns)));
    else
        named.instead = not_the_worlds(evidence, named.hosts);
    return named;
}

std::vector<std::string> proof_of(evidence::DnsLookup const& lookup)
{
    std::vector<std::string> lines{
        fmt::format("{} {}: {}", lookup.name, lookup.type, in_words(lookup.status))};
    if (lookup.status == DnsStatus::answered &&
        std::ranges::find(lookup.records, lookup.type, &evidence::DnsRecord::type) == lookup.records.end())
        lines.back() += ", no such record";
    if (!lookup.detail.empty())
        lines.back() += fmt::format(" ({})", lookup.detail);
    for (auto const& record : lookup.records)
        lines.push_back(fmt::format("{} {} {}", record.owner, record.type, record.value));
    return lines;
}

std::string dig(std::string const& name, std::string_view type)
{
    // A host of a URL has no quote in it, but evidence may come from anywhere.
    return name.contains('\'') || name.starts_with('-') ? "" : fmt::format("dig '{}' {}", name, type);
}

Finding finding_about(NamedHost const& named, Outcome outcome, Severity severity, std::string message)
{
    Finding finding{.subject = named.answers->host,
                    .outcome = outcome,
                    .severity = severity,
                    .message = std::move(message),
                    .proof = proof_of(*named.address),
                    .repeat = dig(named.answers->host, "A")};
    if (named.host)
        finding.position = named.host->position;
    return finding;
}

} // namespace postern::checks
