// A CAA record says which authorities may issue certificates for a name (RFC 8659). No requirement demands
// one; with one, a mistake of any other authority does no harm.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/dns_facts.hpp"
#include "http/registrable_domain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace postern::checks {
namespace {

constexpr CheckInfo info{
    .id = "certificate-authority",
    .title = "The DNS says who may issue certificates for the app",
    .failure_title = "Any authority may issue certificates for the app",
    .why =
        "Without a CAA record a certificate for the app's name is as hard to get as at the laxest authority.",
    .severity = Severity::info,
    .cwe = 295, // Improper Certificate Validation
    .weight = Weight::hint,
};

enum class Said { yes, no, not_known, not_asked };

Said says_who(evidence::DnsHost const& host)
{
    auto said = Said::not_asked;
    auto const top = http::registrable_domain(host.host);
    for (auto const& lookup : host.lookups) {
        if (lookup.type != "CAA")
            continue;
        if (std::ranges::any_of(lookup.records, [](auto const& record) { return record.type == "CAA"; }))
            return Said::yes;
        bool const answered = lookup.status == evidence::DnsStatus::answered ||
                              lookup.status == evidence::DnsStatus::no_such_name;
        // Only the last name upwards makes it certain that there is none.
        said = answered && lookup.name == top ? Said::no : Said::not_known;
    }
    return said;
}

Finding finding_of(NamedHost const& named)
{
    auto found =
        finding_about(named, Outcome::warn, Severity::info,
                      fmt::format("Neither {} nor a domain above it has a CAA record: every authority "
                                  "may issue a certificate for it.",
                                  named.answers->host));
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
    std::size_t asked = 0;
    std::size_t not_known = 0;
    for (auto const& host : named.hosts) {
        auto const said = says_who(*host.answers);
        asked += said == Said::not_asked ? 0 : 1;
        not_known += said == Said::not_known ? 1 : 0;
        if (said == Said::no)
            findings.push_back(finding_of(host));
    }
    if (!findings.empty())
        return warn(fmt::format("{} without a CAA record", counted(findings.size(), "name")),
                    std::move(findings));
    // Never inconclusive: what no requirement demands must not make a scan incomplete.
    if (asked == 0 || not_known > 0)
        return manual("the DNS did not say whether there is a CAA record");
    return pass("a CAA record says who may issue certificates");
}

} // namespace

extern constexpr Check certificate_authority = make_check<&evaluate>(info);

} // namespace postern::checks
