// The cipher suites that hosts accept, against a published profile (catalogue/tls/). A broken suite fails,
// one that the profile does not name is a warning; what a host that the descriptor only names accepts is
// never more than a warning.
#include "checks/check.hpp"
#include "checks/cipher_profile.hpp"
#include "checks/tls_hosts.hpp"
#include "tls/cipher_suites.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace postern::checks {
namespace {

constexpr CheckInfo info{
    .id = "tls-ciphers",
    .title = "Hosts accept strong cipher suites only",
    .failure_title = "Hosts accept broken cipher suites",
    .topic = "The cipher suites that hosts accept",
    .why = "With a broken cipher suite TLS hides and proves nothing.",
    .severity = Severity::high,
    .cwe = 327, // Use of a Broken or Risky Cryptographic Algorithm
};

// Suites by name, with the versions in which some address accepts them.
using Suites = std::map<std::string, std::set<tls::Version>>;

Suites suites_of(evidence::TlsHost const& host)
{
    Suites suites;
    for (auto const& address : host.addresses)
        for (auto const& asked : address.versions)
            for (auto const suite : asked.suites)
                suites[tls::suite_name(suite)].insert(asked.version);
    return suites;
}

std::string proof_line(std::string const& suite, std::set<tls::Version> const& versions, std::string_view why)
{
    std::string line = suite + " (";
    for (auto const version : versions)
        line += fmt::format("{}{}", version == *versions.begin() ? "" : ", ", tls::name(version));
    return fmt::format("{}){}{}", line, why.empty() ? "" : ": ", why);
}

void judge(SeenHost const& seen, Suites const& suites, std::vector<Finding>& findings)
{
    auto const& profile = cipher_profile();
    auto broken = finding_about(seen, "");
    auto outside = finding_about(seen, "");
    for (auto const& [suite, versions] : suites) {
        auto const why = profile.why_broken(suite);
        if (!why.empty())
            broken.proof.push_back(proof_line(suite, versions, why));
        else if (!profile.has(suite))
            outside.proof.push_back(proof_line(suite, versions, ""));
    }
    auto const address = evidence::address(*seen.host);
    if (!broken.proof.empty()) {
        broken.outcome = seen.is_own() ? Outcome::fail : Outcome::warn;
        broken.severity = seen.is_own() ? Severity::high : Severity::low;
        broken.subject += ": broken";
        broken.message =
            fmt::format("{} accepts {} broken cipher suite{}, of which an attacker on the way may "
                        "have one used",
                        address, broken.proof.size(), broken.proof.size() == 1 ? "" : "s");
        broken.repeat = s_client(seen, "-cipher 'aNULL:eNULL:EXPORT:RC4:DES:@SECLEVEL=0' -tls1_2");
        findings.push_back(std::move(broken));
    }
    if (!outside.proof.empty()) {
        outside.outcome = Outcome::warn;
        outside.severity = Severity::low;
        outside.subject += ": outside the profile";
        outside.message = fmt::format("{} accepts {} cipher suite{} that {}, version {}, does not name",
                                      address, outside.proof.size(), outside.proof.size() == 1 ? "" : "s",
                                      profile.name, profile.version);
        outside.repeat = s_client(seen, "-cipher 'ALL:!ECDHE+AESGCM:!ECDHE+CHACHA20:!DHE+AESGCM:"
                                        "!DHE+CHACHA20:@SECLEVEL=0' -tls1_2");
        findings.push_back(std::move(outside));
    }
}

// Why there may be more suites than were seen; empty where there are not.
std::string why_unknown(SeenHost const& seen)
{
    if (auto why = why_unseen(*seen.tls); !why.empty())
        return why;
    if (!seen.tls->cut_off.empty())
        return seen.tls->cut_off;
    for (auto const& address : seen.tls->addresses)
        for (auto const& asked : address.versions)
            if (!asked.stopped.empty())
                return fmt::format("{} was not asked for every cipher suite of {}: {}", address.address,
                                   tls::name(asked.version), asked.stopped);
    return "";
}

Verdict evaluate(evidence::Evidence const& evidence, evidence::TlsHosts const& tls)
{
    auto const hosts = seen_hosts(evidence, tls);
    std::vector<Finding> findings;
    std::size_t judged = 0;
    for (auto const& seen : hosts) {
        if (!seen.has_tls())
            continue;
        auto const suites = suites_of(*seen.tls);
        auto unknown = why_unknown(seen);
        if (unknown.empty() && suites.empty())
            unknown = "it accepted no cipher suite";
        judged += suites.empty() ? 0 : 1;
        judge(seen, suites, findings);
        if (!unknown.empty() && seen.is_own()) // of others, tls-certificate says it
            findings.push_back(unseen_finding(seen, unknown));
    }
    auto const& profile = cipher_profile();
    return conclude_tls(
        std::move(findings), judged,
        {.failed = "a host of the app accepts broken cipher suites",
         .warned = "hosts accept cipher suites outside the recommended ones",
         .passed = fmt::format("{} accept{} only what {}, version {}, names", hosts_in_words(judged),
                               judged == 1 ? "s" : "", profile.name, profile.version)},
        no_tls_at_all(hosts));
}

} // namespace

extern constexpr Check tls_ciphers = make_check<&evaluate>(info);

} // namespace postern::checks
