// Whoever comes over plain HTTP to a host of the app must be sent to HTTPS and get nothing else. Only where
// HTTPS is on its own port: no port for plain HTTP belongs to another one.
#include "checks/check.hpp"
#include "checks/tls_hosts.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

namespace postern::checks {
namespace {

using http::TransportFailureKind;

constexpr CheckInfo info{
    .id = "https-redirect",
    .title = "Plain HTTP leads to HTTPS",
    .failure_title = "Pages are served over plain HTTP",
    .topic = "Where plain HTTP leads",
    .why = "A page that is served over plain HTTP can be read and changed by everybody on its way.",
    .severity = Severity::medium,
    .cwe = 319, // Cleartext Transmission of Sensitive Information
};

enum class Judged { fine, reported, unknown };

// A port that refuses serves nothing, nor does one whose packets a firewall drops, or that says nothing until
// the time limit; that the host is there at all, its HTTPS must show.
bool is_closed(http::TransportFailure const& failure)
{
    return failure.kind == TransportFailureKind::connection_refused ||
           failure.kind == TransportFailureKind::connection_lost ||
           failure.kind == TransportFailureKind::timed_out;
}

Finding finding_of(SeenHost const& seen, Outcome outcome, std::string message)
{
    auto finding = finding_about(seen, "");
    finding.outcome = outcome;
    finding.severity = outcome == Outcome::fail ? Severity::medium : Severity::low;
    finding.message = std::move(message);
    finding.exchanges = {seen.tls->plain->id};
    return finding;
}

// Nothing where all is well.
std::optional<Finding> judge_answer(SeenHost const& seen, http::Response const& response)
{
    auto const& name = seen.host->name;
    if (http::is_redirect(response.status)) {
        auto const base = http::parse_url(seen.tls->plain->request.url);
        auto const location = response.headers.get("Location");
        auto const target =
            base && location ? http::resolve(*base, *location) : std::unexpected(http::UrlError::empty);
        if (target && target->scheme == "https")
            return std::nullopt;
        return finding_of(seen, Outcome::warn,
                          target ? fmt::format("http://{}/ redirects to plain HTTP again", name)
                                 : fmt::format("http://{}/ redirects to nowhere", name));
    }
    if (response.status < 400)
        return finding_of(seen, Outcome::fail,
                          fmt::format("http://{}/ answers {} over plain HTTP instead of redirecting to HTTPS",
                                      name, response.status));
    return finding_of(
        seen, Outcome::warn,
        fmt::format("http://{}/ answers {} over plain HTTP and does not redirect to HTTPS; other "
                    "addresses of this host may be served there",
                    name, response.status));
}

Judged judge(SeenHost const& seen, std::vector<Finding>& findings)
{
    auto const& plain = *seen.tls->plain;
    if (auto const* response = plain.response()) {
        auto finding = judge_answer(seen, *response);
        if (!finding)
            return Judged::fine;
        findings.push_back(*std::move(finding));
        return Judged::reported;
    }
    auto const& failure = std::get<http::TransportFailure>(plain.outcome);
    if (is_closed(failure) && seen.tls->secure && seen.tls->secure->response())
        return Judged::fine;
    findings.push_back(finding_of(
        seen, Outcome::inconclusive,
        fmt::format("Nothing is known of http://{}/: {}", seen.host->name, in_words(failure.kind))));
    return Judged::unknown;
}

Verdict evaluate(evidence::Evidence const& evidence, evidence::TlsHosts const& tls)
{
    auto const hosts = seen_hosts(evidence, tls);
    std::vector<Finding> findings;
    std::size_t judged = 0;
    std::string not_sent;
    for (auto const& seen : hosts) {
        if (!seen.is_own())
            continue;
        if (seen.tls->plain)
            judged += judge(seen, findings) == Judged::fine ? 1 : 0;
        else if (not_sent.empty() && seen.has_tls())
            not_sent = seen.tls->plain_not_sent;
    }
    return conclude_tls(
        std::move(findings), judged,
        {.failed = "a host of the app serves pages over plain HTTP",
         .warned = "plain HTTP does not lead straight to HTTPS",
         .passed = fmt::format("over plain HTTP, {} of the app lead{} to HTTPS or serve{} nothing",
                               hosts_in_words(judged), judged == 1 ? "s" : "", judged == 1 ? "s" : "")},
        not_sent.empty() ? no_tls_at_all(hosts) : not_applicable(not_sent));
}

} // namespace

extern constexpr Check https_redirect = make_check<&evaluate>(info);

} // namespace postern::checks
