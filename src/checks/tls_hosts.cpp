#include "checks/tls_hosts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace postern::checks {

using evidence::Host;
using evidence::TlsHost;

bool SeenHost::is_address() const
{
    return host->name.starts_with('[') ||
           (!host->name.empty() && host->name.find_first_not_of("0123456789.") == std::string::npos);
}

std::vector<SeenHost> seen_hosts(evidence::Evidence const& evidence, evidence::TlsHosts const& tls)
{
    std::map<std::string, TlsHost const*> by_name;
    for (auto const& host : tls.hosts)
        by_name.emplace(host.host, &host);
    std::vector<SeenHost> all;
    for (auto const& host : evidence.hosts)
        if (auto const found = by_name.find(evidence::address(host)); found != by_name.end())
            all.push_back({&host, found->second});
    return all;
}

std::string why_unseen(TlsHost const& host)
{
    if (!host.not_looked_at.empty())
        return host.not_looked_at;
    if (!host.unresolved.empty())
        return fmt::format("its name has no address ({})", host.unresolved);
    auto const reached = std::ranges::any_of(
        host.addresses, [](tls::Address const& address) { return address.unreachable.empty(); });
    if (reached)
        return "";
    if (!host.cut_off.empty())
        return host.cut_off;
    return host.addresses.empty()
               ? "it has no address"
               : fmt::format("there is no connection to it ({})", host.addresses.front().unreachable);
}

Finding finding_about(SeenHost const& seen, std::string_view what)
{
    auto const address = evidence::address(*seen.host);
    return {.subject = what.empty() ? address : fmt::format("{}: {}", address, what),
            .position = seen.host->position};
}

Finding unseen_finding(SeenHost const& seen, std::string const& why)
{
    auto finding = finding_about(seen, "");
    finding.outcome = seen.is_own() ? Outcome::inconclusive : Outcome::warn;
    finding.severity = seen.is_own() ? Severity::medium : Severity::low;
    finding.message =
        fmt::format("The TLS of {} could not be looked at: {}", evidence::address(*seen.host), why);
    finding.proof = {fmt::format("{}: {}", evidence::address(*seen.host), why)};
    return finding;
}

std::string s_client(SeenHost const& seen, std::string_view options)
{
    auto const& name = seen.host->name;
    constexpr std::string_view of_hosts = "0123456789abcdefghijklmnopqrstuvwxyz.-_[]:";
    if (name.find_first_not_of(of_hosts) != std::string::npos || name.starts_with('-'))
        return "";
    auto const name_option = seen.is_address() ? std::string() : fmt::format(" -servername {}", name);
    return fmt::format("openssl s_client -connect '{}:{}'{}{}{} </dev/null", name, seen.host->port,
                       name_option, options.empty() ? "" : " ", options);
}

Verdict conclude_tls(std::vector<Finding> findings, std::size_t judged, TlsWords words, Verdict nothing)
{
    auto const any = [&](Outcome outcome) {
        return std::ranges::find(findings, outcome, &Finding::outcome) != findings.end();
    };
    if (any(Outcome::fail))
        return fail(std::string(words.failed), std::move(findings));
    if (any(Outcome::inconclusive))
        return inconclusive("the TLS of a host could not be looked at", std::move(findings));
    if (any(Outcome::warn))
        return warn(std::string(words.warned), std::move(findings));
    return judged > 0 ? pass(std::move(words.passed)) : std::move(nothing);
}

Verdict no_tls_at_all(std::vector<SeenHost> const& hosts)
{
    if (hosts.empty())
        return inconclusive("no host was looked at");
    bool const local =
        std::ranges::all_of(hosts, [](SeenHost const& seen) { return !seen.is_own() || seen.is_local(); });
    return not_applicable(local ? "the app is served over plain HTTP, on this machine or in a private network"
                                : "no host that was looked at speaks TLS");
}

std::string hosts_in_words(std::size_t count)
{
    return fmt::format("{} host{}", count, count == 1 ? "" : "s");
}

} // namespace postern::checks
