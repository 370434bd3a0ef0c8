// Every host of the app must tell browsers, for at least a year, to come over HTTPS only (RFC 6797). What it
// says over plain HTTP does not count, and of an IP address nothing counts (section 8.1.1).
#include "http/hsts.hpp"

#include "checks/check.hpp"
#include "checks/tls_hosts.hpp"
#include "evidence/each_exchange.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace postern::checks {
namespace {

constexpr CheckInfo info{
    .id = "hsts",
    .title = "Browsers are told to use HTTPS only",
    .failure_title = "Browsers are not told to use HTTPS only",
    .topic = "Whether browsers are told to use HTTPS only",
    .why = "Without Strict-Transport-Security a browser can be led over plain HTTP first.",
    .severity = Severity::medium,
    .cwe = 523, // Unprotected Transport of Credentials
};

constexpr std::uint64_t max_age_min_seconds = 365ull * 24 * 60 * 60;

struct Problem {
    Outcome outcome = Outcome::fail;
    std::string what; // of the subject
    std::string message;
};

std::optional<Problem> judge_value(std::string_view value)
{
    auto const hsts = http::parse_hsts(value);
    if (!hsts)
        return Problem{Outcome::fail, "invalid",
                       fmt::format("Strict-Transport-Security is invalid, and browsers ignore it: {}",
                                   describe(hsts.error()))};
    if (hsts->max_age_seconds == 0)
        return Problem{Outcome::fail, "max-age",
                       "Strict-Transport-Security says max-age=0, which has browsers forget it"};
    if (hsts->max_age_seconds < max_age_min_seconds)
        return Problem{Outcome::fail, "max-age",
                       fmt::format("Strict-Transport-Security holds for {} seconds, less than a year ({})",
                                   hsts->max_age_seconds, max_age_min_seconds)};
    if (hsts->subdomains == http::Hsts::Subdomains::not_included)
        return Problem{Outcome::warn, "subdomains",
                       "Strict-Transport-Security does not include the subdomains (includeSubDomains)"};
    return std::nullopt;
}

// Of a field that is repeated browsers take the first (RFC 6797 section 8.1); who sends two different ones
// does not know which he means.
std::optional<Problem> judge_response(http::Response const& response)
{
    auto const values = response.headers.all("Strict-Transport-Security");
    if (values.empty())
        return Problem{Outcome::fail, "missing", "answers without Strict-Transport-Security"};
    bool const differ = std::ranges::any_of(values, [&](auto value) { return value != values.front(); });
    if (differ)
        return Problem{Outcome::fail, "repeated", "sends Strict-Transport-Security twice, and not the same"};
    auto problem = judge_value(values.front());
    if (!problem && values.size() > 1)
        return Problem{Outcome::warn, "repeated", "sends Strict-Transport-Security twice"};
    return problem;
}

bool is_of(SeenHost const& seen, http::Exchange const& exchange)
{
    auto const url = http::parse_url(exchange.request.url);
    return url && url->scheme == "https" && url->host == seen.host->name && url->port == seen.host->port;
}

bool succeeds(http::Response const& response) { return response.status >= 200 && response.status < 300; }

class Host {
public:
    explicit Host(SeenHost const& seen) : seen_(seen) {}

    enum class Asked { root, page };

    // The answer of the host's root, whatever it is, and of the app's pages where they are given.
    void look_at(http::Exchange const& exchange, Asked asked)
    {
        auto const* response = exchange.response();
        if (!response || (asked == Asked::page && !succeeds(*response)))
            return;
        ++answers_;
        auto problem = judge_response(*response);
        if (!problem)
            return;
        auto& [kept, ids] = problems_[{problem->outcome, problem->what}];
        if (ids.empty() || problem->message < kept.message)
            kept = *std::move(problem);
        ids.push_back(exchange.id);
    }

    [[nodiscard]] std::size_t answers() const { return answers_; }

    void take(std::vector<Finding>& findings)
    {
        constexpr std::size_t exchanges_shown_max = 5;
        for (auto& [key, found] : problems_) {
            auto& [problem, ids] = found;
            auto finding = finding_about(seen_, problem.what);
            finding.outcome = problem.outcome;
            auto words = problem.message;
            // One answer that has it is enough for a browser that gets it.
            bool const elsewhere = problem.what == "missing" && ids.size() < answers_;
            if (elsewhere) {
                finding.outcome = Outcome::warn;
                words = fmt::format("{} to {} of {} requests", words, ids.size(), answers_);
            }
            finding.severity = finding.outcome == Outcome::fail ? Severity::medium : Severity::low;
            finding.message = words.starts_with("Strict")
                                  ? fmt::format("At {}: {}", evidence::address(*seen_.host), words)
                                  : fmt::format("{} {}", evidence::address(*seen_.host), words);
            std::ranges::sort(ids, {}, [](std::string const& id) { return std::pair(id.size(), id); });
            ids.resize(std::min(ids.size(), exchanges_shown_max));
            finding.exchanges = std::move(ids);
            findings.push_back(std::move(finding));
        }
    }

private:
    SeenHost const& seen_;
    std::size_t answers_ = 0;
    std::map<std::pair<Outcome, std::string>, std::pair<Problem, std::vector<std::string>>> problems_;
};

Verdict evaluate(evidence::Evidence const& evidence, evidence::TlsHosts const& tls)
{
    auto const hosts = seen_hosts(evidence, tls);
    std::vector<Finding> findings;
    std::size_t judged = 0;
    bool only_addresses = false;
    for (auto const& seen : hosts) {
        if (!seen.is_own() || !seen.has_tls())
            continue;
        if (seen.is_address()) {
            only_addresses = true;
            continue;
        }
        Host host(seen);
        evidence::each_exchange(evidence, [&](std::string const&, http::Exchange const& exchange) {
            auto const is_root = seen.tls->secure && exchange.id == seen.tls->secure->id;
            if (is_of(seen, exchange))
                host.look_at(exchange, is_root ? Host::Asked::root : Host::Asked::page);
        });
        if (host.answers() == 0) {
            findings.push_back(
                unseen_finding(seen, "nothing answered over HTTPS with a certificate that is trusted"));
            continue;
        }
        ++judged;
        host.take(findings);
    }
    return conclude_tls(
        std::move(findings), judged,
        {.failed = "a host of the app does not tell browsers to use HTTPS only, for a year",
         .warned = "Strict-Transport-Security has gaps",
         .passed = fmt::format("{} of the app tell{} browsers to use HTTPS only, for a year or more",
                               hosts_in_words(judged), judged == 1 ? "s" : "")},
        only_addresses ? not_applicable("the app is called by an IP address, of which browsers do "
                                        "not remember Strict-Transport-Security")
                       : no_tls_at_all(hosts));
}

} // namespace

extern constexpr Check hsts = make_check<&evaluate>(info);

} // namespace postern::checks
