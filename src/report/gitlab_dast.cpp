#include "report/gitlab_dast.hpp"

#include "http/url.hpp"
#include "report/finding_parts.hpp"
#include "report/rule_data.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace postern::report {
namespace {

using Json = nlohmann::ordered_json;
using checks::Outcome;

// The schema wants names and values that are not empty.
Json headers(http::Headers const& headers)
{
    auto all = Json::array();
    for (auto const& [name, value] : headers)
        if (!name.empty() && !value.empty())
            all.push_back({{"name", name}, {"value", value}});
    return all;
}

// Those that decide something here; of the others the class is enough.
std::string_view reason_phrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 302:
        return "Found";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    default:
        break;
    }
    return status < 200   ? "Informational"
           : status < 300 ? "Success"
           : status < 400 ? "Redirection"
           : status < 500 ? "Client Error"
                          : "Server Error";
}

Json request(http::Exchange const& exchange)
{
    return {{"headers", headers(exchange.request.headers)},
            {"method", exchange.request.method},
            {"url", exchange.request.url},
            {"body", exchange.request.body}};
}

Json response(http::Response const& response)
{
    return {{"headers", headers(response.headers)},
            {"reason_phrase", reason_phrase(response.status)},
            {"status_code", response.status}};
}

Json evidence(Report const& report, Finding const& finding)
{
    auto lines = finding.proof;
    lines.insert(lines.begin(), finding.message);
    Json json{{"summary", fmt::format("{}", fmt::join(lines, "\n"))}};
    if (auto const* exchange = first_exchange(report, finding)) {
        json["request"] = request(*exchange);
        if (auto const* answer = exchange->response())
            json["response"] = response(*answer);
    }
    return json;
}

Json location(Report const& report, Finding const& finding)
{
    auto const* exchange = first_exchange(report, finding);
    auto const address = exchange ? exchange->request.url : report.target.base_url;
    auto const url = http::parse_url(address);
    return {{"hostname", url ? url->origin() : ""},
            {"method", exchange ? exchange->request.method : "GET"},
            {"param", finding.subject},
            {"path", url ? url->path : "/"}};
}

Json identifiers(Report const& report, CheckResult const& check)
{
    auto all = Json::array();
    all.push_back({{"type", "postern"}, {"name", "Postern " + check.id}, {"value", check.id}});
    if (check.cwe > 0)
        all.push_back({{"type", "cwe"},
                       {"name", fmt::format("CWE-{}", check.cwe)},
                       {"value", std::to_string(check.cwe)},
                       {"url", fmt::format("https://cwe.mitre.org/data/definitions/{}.html", check.cwe)}});
    for (auto const& number : check.requirements)
        all.push_back({{"type", report.catalogue},
                       {"name", fmt::format("{} {}", report.catalogue, number)},
                       {"value", number}});
    return all;
}

// GitLab has no flag for what is true and accepted: "accepted-risk" and "third-party" of
// src/policy/reason.hpp stay vulnerabilities whose description says so.
bool says_that_it_is_false(Waiver const& waiver)
{
    return waiver.reason != "accepted-risk" && waiver.reason != "third-party";
}

constexpr std::size_t name_max_bytes = 255; // the schema's limit, in characters

Json vulnerability(Report const& report, CheckResult const& check, Finding const& finding)
{
    Json json{
        {"id", finding.id},
        {"name",
         shortened(fmt::format("{}: {}", title_of(check, finding), place_of(finding)), name_max_bytes)},
        {"description", fmt::format("{}\n\n{}", check.why, fmt::join(details_of(report, finding), "\n"))},
        {"severity", capitalised(finding.severity)},
        {"solution", how_to_fix(check.id)},
        {"identifiers", identifiers(report, check)},
        {"location", location(report, finding)},
        {"evidence", evidence(report, finding)}};
    if (finding.waiver && says_that_it_is_false(*finding.waiver))
        json["flags"] = {{{"type", "flagged-as-likely-false-positive"},
                          {"origin", "postern"},
                          {"description", in_words(*finding.waiver)}}};
    return json;
}

Json messages(Report const& report)
{
    auto all = Json::array();
    auto const warn = [&](std::string text) {
        all.push_back({{"level", "warn"}, {"value", std::move(text)}});
    };
    auto const inform = [&](std::string text) {
        all.push_back({{"level", "info"}, {"value", std::move(text)}});
    };
    for (auto const& gap : report.gaps)
        warn("The scan is incomplete: " + gap);
    for (auto const& check : report.checks) {
        if (check.outcome == Outcome::inconclusive)
            warn(fmt::format("{}: inconclusive: {}", check.id, check.summary));
        for (auto const& finding : check.findings)
            if (finding.outcome == Outcome::inconclusive)
                warn(fmt::format("{}: inconclusive at {}: {}", check.id, place_of(finding), finding.message));
    }
    for (auto const& check : report.checks)
        for (auto const& finding : check.findings)
            if (is_off(finding))
                inform(fmt::format("{} at {}: {}", check.id, place_of(finding), in_words(*finding.ruling)));
    if (report.policy)
        for (auto const& note : report.policy->notes)
            inform(note.message);
    for (auto const& data : report.data)
        inform("Rules: " + in_words(data));
    return all;
}

Json scanned_resources(Report const& report)
{
    auto all = Json::array();
    for (auto const& exchange : report.exchanges)
        if (exchange.response())
            all.push_back(
                {{"method", exchange.request.method}, {"type", "url"}, {"url", exchange.request.url}});
    return all;
}

Json scan(Report const& report)
{
    Json const tool{{"id", "postern"},
                    {"name", "Postern"},
                    {"vendor", {{"name", "Postern"}}},
                    {"version", report.tool_version}};
    return {{"analyzer", tool},
            {"scanner", tool},
            {"type", "dast"},
            {"status", report.complete ? "success" : "failure"},
            {"start_time", to_the_second(report.started_at)},
            {"end_time", to_the_second(report.ended_at)},
            {"messages", messages(report)},
            {"scanned_resources", scanned_resources(report)}};
}

} // namespace

void write_gitlab_dast(Report const& report, std::ostream& out)
{
    auto vulnerabilities = Json::array();
    for (auto const& check : report.checks)
        for (auto const& finding : check.findings)
            if (finding.outcome != Outcome::inconclusive && !is_off(finding))
                vulnerabilities.push_back(vulnerability(report, check, finding));
    write_document({{"version", gitlab_dast_schema_version},
                    {"scan", scan(report)},
                    {"vulnerabilities", std::move(vulnerabilities)},
                    {"remediations", Json::array()}},
                   out);
}

} // namespace postern::report
