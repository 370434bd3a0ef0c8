// A CAA record says which authorities may issue certificates for a name (RFC 8659). No requirement demands
// one: that there is none is told, and not warned of. But one that lets no authority issue what the host
// serves is a mistake. Which authority a certificate is of, by the names that CAA uses, is not known here.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/dns_facts.hpp"
#include "checks/tls_hosts.hpp"
#include "http/headers.hpp"
#include "http/registrable_domain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace postern::checks {
namespace {

constexpr CheckInfo info{
    .id = "certificate-authority",
    .title = "The DNS allows the certificates that the app serves",
    .failure_title = "The DNS forbids the certificate that the app serves",
    .topic = "What the DNS says of who may issue the app's certificates",
    .why = "A certificate that no authority may issue cannot be renewed.",
    .severity = Severity::low,
    .cwe = 295, // Improper Certificate Validation
    .weight = Weight::hint,
};

enum class Said { some_may, none_may, all_may, not_known, not_asked };

// "0 issue ca.example; policy=ev" (flags, tag, value): the authority stands before the parameters, and an
// empty one means that none may (RFC 8659, section 4.2).
struct Property {
    std::string tag;
    bool names_an_authority = false;
};

Property read_property(std::string_view record)
{
    auto const after = [&](std::size_t at) { return std::min(record.find(' ', at), record.size() - 1) + 1; };
    if (record.empty())
        return {};
    auto const tag = after(0);
    auto const value = after(tag);
    auto const authority = record.substr(value, record.find(';', value) - value);
    return {.tag = http::lower_case(record.substr(tag, record.find(' ', tag) - tag)),
            .names_an_authority = authority.find_first_not_of(" \t\"") != std::string_view::npos};
}

// `tag`: "issue", or "issuewild", which goes before it for wildcards (section 4.3).
Said says(std::vector<evidence::DnsRecord> const& records, std::string_view tag)
{
    std::vector<Property> properties;
    for (auto const& record : records)
        if (record.type == "CAA")
            properties.push_back(read_property(record.value));
    if (std::ranges::find(properties, tag, &Property::tag) == properties.end())
        tag = "issue";
    auto said = Said::all_may;
    for (auto const& property : properties)
        if (property.tag == tag && said != Said::some_may)
            said = property.names_an_authority ? Said::some_may : Said::none_may;
    return said;
}

Said says(evidence::DnsHost const& host, std::string_view tag)
{
    auto said = Said::not_asked;
    auto const top = http::registrable_domain(host.host);
    for (auto const& lookup : host.lookups) {
        if (lookup.type != "CAA")
            continue;
        if (std::ranges::any_of(lookup.records, [](auto const& record) { return record.type == "CAA"; }))
            return says(lookup.records, tag);
        bool const answered = lookup.status == evidence::DnsStatus::answered ||
                              lookup.status == evidence::DnsStatus::no_such_name;
        // Only the last name upwards makes it certain that there is none.
        said = answered && lookup.name == top ? Said::all_may : Said::not_known;
    }
    return said;
}

// The first certificate of a trusted authority that is served under this name; null where none was seen.
tls::Certificate const* served(std::string_view name, evidence::Evidence const& evidence)
{
    if (!evidence.tls)
        return nullptr;
    for (auto const& seen : seen_hosts(evidence, *evidence.tls))
        for (auto const& address : seen.tls->addresses)
            if (seen.host->name == name && address.session && !address.session->chain.empty() &&
                address.session->trust.untrusted.empty() && address.session->name == tls::NameMatch::matches)
                return &address.session->chain.front();
    return nullptr;
}

Finding finding_of(NamedHost const& named, tls::Certificate const& certificate)
{
    auto found = finding_about(named, Outcome::warn, info.severity,
                               fmt::format("{} serves a certificate issued by {}, but its CAA records let "
                                           "no authority issue one.",
                                           named.answers->host, certificate.issuer));
    found.proof.clear();
    for (auto const& lookup : named.answers->lookups)
        if (lookup.type == "CAA")
            for (auto& line : proof_of(lookup))
                found.proof.push_back(std::move(line));
    found.repeat = dig(named.answers->host, "CAA");
    return found;
}

Verdict evaluate(evidence::Evidence const& evidence, evidence::DnsAnswers const& dns)
{
    auto named = named_hosts(evidence, dns);
    if (named.instead)
        return *std::move(named.instead);
    std::vector<Finding> findings;
    std::vector<std::string> open; // names for which every authority may issue
    std::size_t asked = 0;
    std::size_t not_known = 0;
    for (auto const& host : named.hosts) {
        auto const& name = host.answers->host;
        auto const* certificate = served(name, evidence);
        bool const wildcard =
            certificate && std::ranges::find(certificate->names, name) == certificate->names.end();
        auto const said = says(*host.answers, wildcard ? "issuewild" : "issue");
        asked += said == Said::not_asked ? 0 : 1;
        not_known += said == Said::not_known ? 1 : 0;
        if (said == Said::all_may)
            open.push_back(name);
        if (said == Said::none_may && certificate)
            findings.push_back(finding_of(host, *certificate));
    }
    if (!findings.empty())
        return warn(
            fmt::format("no authority may issue the certificate of {}", counted(findings.size(), "name")),
            std::move(findings));
    // Never inconclusive: what no requirement demands must not make a scan incomplete.
    if (asked == 0 || not_known > 0)
        return manual("the DNS did not say whether there is a CAA record");
    std::ranges::sort(open);
    if (!open.empty())
        return pass(fmt::format("any authority may issue certificates for {}: no CAA record says which",
                                listed(open)));
    return pass("a CAA record says who may issue certificates");
}

} // namespace

extern constexpr Check certificate_authority = make_check<&evaluate>(info);

} // namespace postern::checks
