#include "report/csrt.hpp"

#include "report/finding_parts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace postern::report {
namespace {

using Json = nlohmann::ordered_json;
using checks::Outcome;

// The title of the tester's own check; where it has none, the requirement's or at last ours.
std::string title_of(CheckResult const& check, Report const& report)
{
    for (auto const& topic : topics())
        if (!topic.csrt_title.empty() && std::ranges::find(topic.checks, check.id) != topic.checks.end())
            return topic.csrt_title;
    for (auto const& requirement : report.requirements)
        if (std::ranges::find(requirement.checks, check.id) != requirement.checks.end())
            return requirement.title;
    return check.title;
}

std::string proof_of(http::Exchange const& exchange)
{
    auto const* response = exchange.response();
    return fmt::format("{} | Res Code: {} Req Method: {} Auth Header: {}", exchange.request.url,
                       response ? std::to_string(response->status) : "None", exchange.request.method,
                       exchange.request.headers.get("Authorization").value_or("None"));
}

struct Vulnerability {
    std::string check_name;
    std::vector<std::string> descriptions;
    std::vector<std::string> recommendations;
    std::vector<std::string> proofs;
    checks::Severity severity = checks::Severity::info;
};

void add(Vulnerability& to, CheckResult const& check, Report const& report)
{
    to.descriptions.push_back(fmt::format("{}. {}", check.summary, check.why));
    if (auto const fix = how_to_fix(check.id); !fix.empty())
        to.recommendations.emplace_back(fix);
    for (auto const& finding : check.findings) {
        if (finding.outcome != Outcome::fail || !counts(finding))
            continue;
        to.severity = std::max(to.severity, finding.severity);
        for (auto const& id : finding.exchanges)
            if (auto const* exchange = exchange_of(report, id))
                to.proofs.push_back(proof_of(*exchange));
        if (finding.exchanges.empty())
            to.proofs.push_back(fmt::format("{} | {}", place_of(finding), fmt::join(finding.proof, " | ")));
    }
}

bool fails(CheckResult const& check)
{
    return std::ranges::any_of(check.findings, [](Finding const& finding) {
        return finding.outcome == Outcome::fail && counts(finding);
    });
}

std::vector<Vulnerability> vulnerabilities(Report const& report)
{
    std::vector<Vulnerability> all;
    for (auto const& check : report.checks) {
        if (!fails(check))
            continue;
        auto const title = title_of(check, report);
        auto found = std::ranges::find(all, title, &Vulnerability::check_name);
        if (found == all.end())
            found = all.insert(all.end(), {.check_name = title});
        add(*found, check, report);
    }
    return all;
}

} // namespace

void write_csrt(Report const& report, std::ostream& out)
{
    constexpr std::size_t date_bytes = std::string_view("2023-11-14").size();
    auto vulns = Json::array();
    for (auto const& one : vulnerabilities(report))
        vulns.push_back({{"check_name", one.check_name},
                         {"description", fmt::format("{}", fmt::join(one.descriptions, "\n"))},
                         {"recommendation", fmt::format("{}", fmt::join(one.recommendations, "\n\n"))},
                         {"proof", fmt::format("{}", fmt::join(one.proofs, ","))},
                         {"severity", capitalised(one.severity)},
                         {"app_key", report.target.app_key},
                         {"app_name", report.target.app_name},
                         {"date", to_the_second(report.started_at).substr(0, date_bytes)}});
    write_document({{"vulns", std::move(vulns)},
                    {"scanner", "Postern"},
                    {"started_at", to_the_second(report.started_at) + "Z"},
                    {"ended_at", to_the_second(report.ended_at) + "Z"},
                    {"scanned", {report.target.app_key}},
                    {"errors", !report.complete}},
                   out);
}

} // namespace postern::report
