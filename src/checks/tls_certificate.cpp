// Every host that the descriptor names needs a certificate of a trusted authority, for its name, that is
// valid now and for a while yet: also the hosts of others, for the requirement says so of each domain.
#include "checks/check.hpp"
#include "checks/tls_hosts.hpp"
#include "http/headers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>

namespace postern::checks {
namespace {

constexpr CheckInfo info{
    .id = "tls-certificate",
    .title = "Hosts show a valid certificate",
    .failure_title = "Hosts show no valid certificate",
    .topic = "The certificates that hosts show",
    .why = "Without a valid certificate nobody can tell the app from somebody who pretends to be it.",
    .severity = Severity::high,
    .cwe = 295, // Improper Certificate Validation
};

constexpr std::chrono::days expires_soon{21};
constexpr int rsa_bits_min = 2048; // NIST SP 800-57 part 1, 112 bits of security
constexpr int ec_bits_min = 224;

// What is wrong at one host, told once for all of its addresses.
struct Problem {
    Outcome outcome = Outcome::fail;
    std::string message; // stands behind the host's name
    std::vector<std::string> proof;
};
using Problems = std::map<std::string, Problem, std::less<>>; // by what the finding's subject says

std::string day_of(TimePoint time)
{
    std::chrono::year_month_day const day(std::chrono::floor<std::chrono::days>(time));
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                       static_cast<unsigned>(day.day()));
}

std::string told(tls::Certificate const& certificate)
{
    return fmt::format("{} (SHA-256 {})", certificate.subject, certificate.sha256.substr(0, 16));
}

class Judge {
public:
    Judge(tls::Address const& address, TimePoint now, Problems& problems)
        : address_(address.address),
          now_(now),
          problems_(problems)
    {
    }

    void look_at(tls::Session const& session)
    {
        if (!session.trust.untrusted.empty())
            add("untrusted", Outcome::fail,
                fmt::format("shows a certificate that is not trusted: {}", session.trust.untrusted),
                session.chain.empty() ? "no certificate"
                                      : fmt::format("issued by {}", session.chain.front().issuer));
        if (session.chain.empty())
            return;
        auto const& leaf = session.chain.front();
        if (session.name == tls::NameMatch::differs)
            add("name", Outcome::fail, "shows a certificate for another name", names_of(leaf));
        look_at_dates(session);
        for (auto const& certificate : session.chain)
            look_at_strength(certificate);
        if (leaf.must_staple && session.stapling == tls::Stapling::not_stapled)
            add("staple", Outcome::warn,
                "shows a certificate that promises a stapled OCSP response, and staples none: browsers that "
                "hold it to that refuse the connection",
                told(leaf));
    }

private:
    void add(std::string_view what, Outcome outcome, std::string message, std::string proof)
    {
        auto& problem = problems_[std::string(what)];
        problem.outcome = outcome;
        if (problem.message.empty())
            problem.message = std::move(message);
        problem.proof.push_back(fmt::format("{}: {}", address_, proof));
    }

    static std::string names_of(tls::Certificate const& leaf)
    {
        constexpr std::size_t names_shown_max = 8;
        auto names = leaf.names;
        if (names.empty())
            return fmt::format("{}, which names no host", leaf.subject);
        if (names.size() > names_shown_max) {
            names.resize(names_shown_max);
            names.emplace_back("…");
        }
        return fmt::format("it is for {}", fmt::join(names, ", "));
    }

    void look_at_dates(tls::Session const& session)
    {
        auto const& leaf = session.chain.front();
        auto const proof = fmt::format("{}, valid from {} to {}", told(leaf), day_of(leaf.not_before),
                                       day_of(leaf.not_after));
        // A certificate that lives for a few days only is renewed later.
        auto const soon =
            std::min<std::chrono::milliseconds>(expires_soon, (leaf.not_after - leaf.not_before) / 3);
        if (leaf.not_before > now_)
            add("not yet valid", Outcome::fail, "shows a certificate that is not valid yet", proof);
        else if (leaf.not_after < now_)
            add("expired", Outcome::fail, "shows a certificate that has expired", proof);
        else if (leaf.not_after - now_ < soon)
            add("expires soon", Outcome::warn,
                "shows a certificate that expires soon; see that its renewal works", proof);
        for (auto const& subject : session.trust.outdated)
            if (subject != leaf.subject)
                add("outdated authority", Outcome::fail,
                    "shows a chain with a certificate of an authority that is not valid at this time",
                    subject);
    }

    // Nobody relies on what a root says of itself: its signature does not count.
    void look_at_strength(tls::Certificate const& certificate)
    {
        auto const signature = http::lower_case(certificate.signature);
        bool const weak = signature.contains("md2") || signature.contains("md4") ||
                          signature.contains("md5") || signature.contains("sha1");
        if (weak && !certificate.self_signed)
            add("signature", Outcome::fail, "shows a certificate with a signature that can be forged",
                fmt::format("{}: {}", told(certificate), certificate.signature));
        bool const is_rsa = certificate.key.starts_with("RSA") || certificate.key == "DSA";
        bool const is_ec = certificate.key == "EC" || certificate.key == "id-ecPublicKey";
        if ((is_rsa && certificate.key_bits < rsa_bits_min) || (is_ec && certificate.key_bits < ec_bits_min))
            add("key", Outcome::fail, "shows a certificate with a key that is too short",
                fmt::format("{}: {} with {} bits", told(certificate), certificate.key, certificate.key_bits));
    }

    std::string const& address_;
    TimePoint now_;
    Problems& problems_;
};

Severity severity_of(SeenHost const& seen, Outcome outcome)
{
    if (outcome == Outcome::warn)
        return Severity::low;
    return seen.is_own() ? Severity::high : Severity::medium;
}

void take(SeenHost const& seen, Problems problems, std::vector<Finding>& findings)
{
    for (auto& [what, problem] : problems) {
        auto finding = finding_about(seen, what);
        finding.outcome = problem.outcome;
        finding.severity = severity_of(seen, problem.outcome);
        finding.message = fmt::format("{} {}", evidence::address(*seen.host), problem.message);
        std::ranges::sort(problem.proof);
        finding.proof = std::move(problem.proof);
        if (auto command = s_client(seen, ""); !command.empty())
            finding.repeat = command + " | openssl x509 -noout -subject -issuer -dates -ext subjectAltName";
        findings.push_back(std::move(finding));
    }
}

// Why no certificate was seen at an address that can be reached; empty where one was at each.
std::string why_unknown(SeenHost const& seen)
{
    if (auto why = why_unseen(*seen.tls); !why.empty())
        return why;
    for (auto const& address : seen.tls->addresses)
        if (address.unreachable.empty() && !address.session)
            return fmt::format("there was no handshake with {} ({})", address.address,
                               address.session_failure.empty() ? seen.tls->cut_off : address.session_failure);
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
        Problems problems;
        for (auto const& address : seen.tls->addresses)
            if (address.session)
                Judge(address, evidence.started_at, problems).look_at(*address.session);
        auto const unknown = why_unknown(seen);
        if (unknown.empty())
            ++judged;
        else
            findings.push_back(unseen_finding(seen, unknown));
        take(seen, std::move(problems), findings);
    }
    return conclude_tls(
        std::move(findings), judged,
        {.failed = "a host shows no valid certificate",
         .warned = "certificates are valid with a reservation, or could not all be looked at",
         .passed = fmt::format("the certificate of {} is trusted, for its name, and valid for "
                               "a while yet",
                               hosts_in_words(judged))},
        no_tls_at_all(hosts));
}

} // namespace

extern constexpr Check tls_certificate = make_check<&evaluate>(info);

} // namespace postern::checks
