// Every host of the app must speak TLS 1.2 or newer, and nothing older. What a host that the descriptor only
// names accepts is its owner's business: a warning.
#include "checks/check.hpp"
#include "checks/tls_hosts.hpp"
#include "tls/cipher_suites.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

namespace postern::checks {
namespace {

using tls::Reply;
using tls::Version;

constexpr CheckInfo info{
    .id = "tls-versions",
    .title = "Hosts speak TLS 1.2 or newer only",
    .failure_title = "Hosts speak old TLS, or none at all",
    .topic = "The versions of TLS that hosts speak",
    .why = "What goes over plain HTTP, SSL 3, TLS 1.0 or TLS 1.1 can be read or changed on its way.",
    .severity = Severity::high,
    .cwe = 326, // Inadequate Encryption Strength
};

std::string_view option_for(Version version)
{
    constexpr std::array<std::string_view, tls::versions.size()> options{"-ssl3", "-tls1", "-tls1_1",
                                                                         "-tls1_2", "-tls1_3"};
    return options.at(static_cast<std::size_t>(version));
}

std::string proof_line(tls::Address const& address, tls::AskedVersion const& asked)
{
    return fmt::format("{}: {} accepted{}", address.address, tls::name(asked.version),
                       asked.suites.empty() ? ""
                                            : fmt::format(" with {}", tls::suite_name(asked.suites.front())));
}

// Nothing where the host accepts what is new only.
std::optional<Finding> old_versions(SeenHost const& seen)
{
    std::set<Version> old;
    auto finding = finding_about(seen, "");
    for (auto const& address : seen.tls->addresses)
        for (auto const& asked : address.versions)
            if (asked.reply == Reply::accepted && asked.version < Version::tls1_2) {
                old.insert(asked.version);
                finding.proof.push_back(proof_line(address, asked));
            }
    if (old.empty())
        return std::nullopt;
    std::vector<std::string_view> names;
    for (auto const version : old)
        names.push_back(tls::name(version));
    std::ranges::sort(finding.proof);
    finding.outcome = seen.is_own() ? Outcome::fail : Outcome::warn;
    finding.severity = seen.is_own() ? Severity::high : Severity::low;
    finding.message = fmt::format("{} accepts {}. Turn it off there: TLS 1.2 and 1.3 are what browsers use",
                                  evidence::address(*seen.host), fmt::join(names, ", "));
    finding.repeat = s_client(seen, fmt::format("{} -cipher 'ALL:@SECLEVEL=0'", option_for(*old.rbegin())));
    return finding;
}

// Why it cannot be said which versions it accepts; empty where it can.
std::string why_unknown(SeenHost const& seen)
{
    if (auto why = why_unseen(*seen.tls); !why.empty())
        return why;
    if (!seen.tls->cut_off.empty())
        return seen.tls->cut_off;
    for (auto const& address : seen.tls->addresses) {
        if (!address.unreachable.empty())
            continue;
        bool const speaks = std::ranges::any_of(
            address.versions, [](tls::AskedVersion const& asked) { return asked.reply == Reply::accepted; });
        if (!speaks)
            return fmt::format("{} accepts no version that it was asked for{}", address.address,
                               address.versions.empty() || address.versions.front().detail.empty()
                                   ? ""
                                   : fmt::format(" ({})", address.versions.front().detail));
        for (auto const version : tls::versions) {
            auto const asked = std::ranges::find(address.versions, version, &tls::AskedVersion::version);
            if (asked == address.versions.end() || asked->reply == Reply::unreachable)
                return fmt::format("{} could not be asked for {}", address.address, tls::name(version));
        }
    }
    return "";
}

std::optional<Finding> without_tls(SeenHost const& seen)
{
    if (!seen.is_own() || seen.is_local())
        return std::nullopt;
    auto finding = finding_about(seen, "plain HTTP");
    finding.outcome = seen.is_app() ? Outcome::fail : Outcome::warn;
    finding.severity = Severity::high;
    finding.message =
        seen.is_app()
            ? fmt::format("The app is served over plain HTTP at {}: without TLS, everybody on "
                          "the way reads and changes it",
                          evidence::address(*seen.host))
            : fmt::format("The descriptor is fetched over plain HTTP from {}", evidence::address(*seen.host));
    finding.proof = {fmt::format("http://{}/", evidence::address(*seen.host))};
    return finding;
}

Verdict evaluate(evidence::Evidence const& evidence, evidence::TlsHosts const& tls)
{
    auto const hosts = seen_hosts(evidence, tls);
    std::vector<Finding> findings;
    std::size_t judged = 0;
    for (auto const& seen : hosts) {
        if (!seen.has_tls()) {
            if (auto finding = without_tls(seen))
                findings.push_back(*std::move(finding));
            continue;
        }
        auto old = old_versions(seen);
        auto const unknown = why_unknown(seen);
        judged += unknown.empty() ? 1 : 0;
        if (old)
            findings.push_back(*std::move(old));
        else if (!unknown.empty() && seen.is_own()) // of others, tls-certificate says it
            findings.push_back(unseen_finding(seen, unknown));
    }
    return conclude_tls(std::move(findings), judged,
                        {.failed = "a host of the app speaks old TLS, or none",
                         .warned = "a host speaks old TLS, or none, where it is no part of the app itself",
                         .passed = fmt::format("{} accept{} TLS 1.2 or newer only (SSL 2 is not asked for)",
                                               hosts_in_words(judged), judged == 1 ? "s" : "")},
                        no_tls_at_all(hosts));
}

} // namespace

extern constexpr Check tls_versions = make_check<&evaluate>(info);

} // namespace postern::checks
