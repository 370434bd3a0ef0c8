#include "policy/vex.hpp"

#include "policy/day.hpp"
#include "policy/reason.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <ostream>

namespace postern::policy {
namespace {

using Json = nlohmann::ordered_json;

// Impact analysis of CycloneDX 1.6: report-formats.md section 5.
Json analysis(report::Waiver const& waiver)
{
    Json json;
    switch (reason_from(waiver.reason).value_or(Reason::accepted_risk)) {
    case Reason::public_static_content:
    case Reason::false_positive:
        json = {{"state", "false_positive"}};
        break;
    case Reason::cacheable_module:
        json = {{"state", "not_affected"}, {"justification", "protected_by_mitigating_control"}};
        break;
    case Reason::not_reachable:
        json = {{"state", "not_affected"}, {"justification", "code_not_reachable"}};
        break;
    case Reason::third_party:
        json = {{"state", "exploitable"}, {"response", Json::array({"can_not_fix"})}};
        break;
    case Reason::accepted_risk:
        json = {{"state", "exploitable"}, {"response", Json::array({"will_not_fix"})}};
        break;
    }
    json["detail"] = fmt::format("{} ({}, by {}{})", waiver.explanation, waiver.reason, waiver.author,
                                 waiver.expires.empty() ? "" : fmt::format(", until {}", waiver.expires));
    return json;
}

// Lists are named as such: of one member, braces alone may mean that member.
Json vulnerability(report::CheckResult const& check, report::Finding const& finding, std::string const& app)
{
    Json const postern{{"name", "postern"}};
    Json const rating{{"source", postern}, {"severity", name(finding.severity)}, {"method", "other"}};
    Json const affected{{"ref", app}};
    Json json{{"bom-ref", "finding-" + finding.id},
              {"id", fmt::format("postern:{}:{}", check.id, finding.id)},
              {"source", postern},
              {"ratings", Json::array({rating})}};
    if (check.cwe > 0)
        json["cwes"] = Json::array({check.cwe});
    json["description"] = title_of(check, finding);
    json["detail"] = finding.message;
    json["analysis"] = analysis(*finding.waiver);
    json["affects"] = Json::array({affected});
    return json;
}

Json metadata(report::Report const& report, TimePoint now, std::string const& app)
{
    auto const second = std::chrono::floor<std::chrono::seconds>(now);
    auto const& key = report.target.app_key;
    Json const tool{{"type", "application"}, {"name", "postern"}, {"version", report.tool_version}};
    return {
        {"timestamp",
         fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(second)))},
        {"tools", {{"components", Json::array({tool})}}},
        {"component",
         {{"type", "application"}, {"bom-ref", app}, {"name", key.empty() ? std::string("unknown") : key}}}};
}

} // namespace

void write_vex(report::Report const& report, TimePoint now, std::ostream& out)
{
    std::string const app = "app";
    Json document{{"bomFormat", "CycloneDX"},
                  {"specVersion", "1.6"},
                  {"version", 1},
                  {"metadata", metadata(report, now, app)}};
    auto all = Json::array();
    for (auto const& check : report.checks)
        for (auto const& finding : check.findings)
            if (finding.waiver)
                all.push_back(vulnerability(check, finding, app));
    document["vulnerabilities"] = std::move(all);
    constexpr int indent = 2;
    out << document.dump(indent, ' ', true, Json::error_handler_t::replace) << '\n';
}

} // namespace postern::policy
