#include "report/sarif.hpp"

#include "http/url.hpp"
#include "report/check_pages.hpp"
#include "report/curl.hpp"
#include "report/finding_parts.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <ranges>

namespace postern::report {
namespace {

using Json = nlohmann::ordered_json;
using checks::Outcome;

constexpr std::string_view default_descriptor = "atlassian-connect.json";

// "AnonymousAccess"
std::string pascal_case(std::string_view id)
{
    std::string name;
    bool up = true;
    for (char const c : id) {
        if (c != '-')
            name += up && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        up = c == '-';
    }
    return name;
}

// GitHub's classes: above 9 critical, from 7 high, from 4 medium.
std::string_view security_severity(checks::Severity severity)
{
    using enum checks::Severity;
    switch (severity) {
    case info:
        return "0.1";
    case low:
        return "2.0";
    case medium:
        return "5.5";
    case high:
        return "8.0";
    case critical:
        return "9.5";
    }
    return "";
}

Json tags(CheckResult const& check, Report const& report)
{
    constexpr std::size_t tags_max = 10; // GitHub keeps no more
    auto tags = Json::array({"security"});
    if (check.cwe > 0)
        tags.push_back(fmt::format("external/cwe/cwe-{:03}", check.cwe));
    for (auto const& number : check.requirements)
        if (tags.size() < tags_max)
            tags.push_back(fmt::format("{}/{}", report.catalogue, number));
    return tags;
}

bool is_result(Finding const& finding, SarifProfile profile)
{
    return finding.outcome != Outcome::inconclusive && (counts(finding) || profile != SarifProfile::github);
}

// Readers take it for the severity of each of the rule's results: it is that of the gravest one in this run,
// or, where there is none, the gravest one that there can be.
checks::Severity gravest(CheckResult const& check, SarifProfile profile)
{
    std::optional<checks::Severity> most;
    for (auto const& finding : check.findings)
        if (is_result(finding, profile))
            most = std::max(most, std::optional(finding.severity));
    return most.value_or(check.severity);
}

Json rule(CheckResult const& check, Report const& report, SarifProfile profile)
{
    auto const page = check_page(check.id);
    auto const fix = how_to_fix(check.id);
    return {{"id", check.id},
            {"name", pascal_case(check.id)},
            {"shortDescription", {{"text", shortened(check.title, sarif_description_max_bytes)}}},
            {"fullDescription",
             {{"text", shortened(check.why.empty() ? check.title : check.why, sarif_description_max_bytes)}}},
            {"help",
             {{"text", fix.empty() ? std::string_view(check.title) : fix},
              {"markdown", page.value_or(check.title)}}},
            {"defaultConfiguration", {{"level", "error"}}},
            {"properties",
             {{"security-severity", security_severity(gravest(check, profile))},
              {"precision", "high"},
              {"tags", tags(check, report)}}}};
}

Json location(Finding const& finding, std::string const& descriptor_reference)
{
    return {{"physicalLocation",
             {{"artifactLocation", {{"uri", descriptor_reference}, {"uriBaseId", "%SRCROOT%"}}},
              {"region",
               {{"startLine", std::max(finding.position.line, 1)},
                {"startColumn", std::max(finding.position.column, 1)}}}}}};
}

std::string_view level(Finding const& finding)
{
    if (finding.severity == checks::Severity::info)
        return "note";
    return finding.outcome == Outcome::fail ? "error" : "warning";
}

std::string message(Finding const& finding, http::Exchange const* exchange)
{
    auto const url = exchange ? fmt::format(" Tested: {} {}", exchange->request.method, exchange->request.url)
                              : std::string();
    return fmt::format("{}: {}.{}", place_of(finding), finding.message, url);
}

Json properties(Finding const& finding, http::Exchange const* exchange, Report const& report)
{
    Json all{{"endpoint", finding.endpoint},     {"subject", finding.subject},
             {"verdict", name(finding.outcome)}, {"severity", name(finding.severity)},
             {"exchanges", finding.exchanges},   {"proof", finding.proof},
             {"repeat", finding.repeat},         {"explanation", explanation_of(finding)}};
    if (exchange) {
        all["url"] = exchange->request.url;
        all["curl"] = curl_line(exchange->request, report.target);
    }
    return all;
}

std::string_view baseline_state(Change change)
{
    return change == Change::changed ? "updated" : name(change);
}

Json suppressions(Finding const& finding)
{
    auto all = Json::array();
    auto const accepted = [&](std::string const& why) {
        all.push_back({{"kind", "external"}, {"status", "accepted"}, {"justification", why}});
    };
    if (finding.waiver)
        accepted(in_words(*finding.waiver));
    if (is_off(finding))
        accepted(in_words(*finding.ruling));
    return all;
}

struct Place {
    CheckResult const& check;
    std::size_t rule;
};

Json result(Finding const& finding, Place place, Report const& report,
            std::string const& descriptor_reference)
{
    auto const* exchange = first_exchange(report, finding);
    Json json{{"ruleId", place.check.id},
              {"ruleIndex", place.rule},
              {"kind", "fail"},
              {"level", level(finding)},
              {"message", {{"text", message(finding, exchange)}}},
              {"locations", {location(finding, descriptor_reference)}},
              {"partialFingerprints", {{"primaryLocationLineHash", finding.id + ":1"}}},
              {"properties", properties(finding, exchange, report)}};
    if (finding.ruling)
        json["properties"]["policy"] = in_words(*finding.ruling);
    if (finding.change)
        json["baselineState"] = baseline_state(*finding.change);
    if (!counts(finding))
        json["suppressions"] = suppressions(finding);
    return json;
}

// Of what the baseline had and this scan has no more. Not a failure by its kind: DefectDojo passes over
// those, and knows nothing of baselineState.
Json absent(EarlierFinding const& finding, Place place, std::string const& descriptor_reference)
{
    return {
        {"ruleId", place.check.id},
        {"ruleIndex", place.rule},
        {"kind", "pass"},
        {"level", "none"},
        {"message", {{"text", fmt::format("Fixed: {}: {}", place_of(finding), finding.message)}}},
        {"locations", {location({}, descriptor_reference)}},
        {"partialFingerprints", {{"primaryLocationLineHash", finding.id + ":1"}}},
        {"baselineState", "absent"},
        {"properties",
         {{"endpoint", finding.endpoint}, {"subject", finding.subject}, {"verdict", name(finding.outcome)}}}};
}

Json notification(std::string_view level, std::string const& text)
{
    return {{"level", level}, {"message", {{"text", text}}}};
}

void add_policy_and_baseline(Report const& report, Json& all)
{
    if (report.policy)
        for (auto const& [kind, message] : report.policy->notes)
            all.push_back(
                notification(kind == PolicyNote::Kind::expired_waiver ? "warning" : "note", message));
    if (report.baseline)
        for (auto const& finding : report.baseline->not_seen)
            all.push_back(notification(
                "note", fmt::format("Not looked at again: {}: {}", place_of(finding), finding.message)));
}

// What the run could not look at, and what there is to say of its policy and baseline.
Json notifications(Report const& report)
{
    auto all = Json::array();
    add_policy_and_baseline(report, all);
    for (auto const& gap : report.gaps)
        all.push_back(notification("error", "The scan is incomplete: " + gap));
    for (std::size_t index = 0; index < report.checks.size(); ++index) {
        auto const& check = report.checks[index];
        auto const about = [&](Json json) {
            json["associatedRule"] = {{"id", check.id}, {"index", index}};
            all.push_back(std::move(json));
        };
        if (check.outcome == Outcome::inconclusive)
            about(notification("warning", fmt::format("{}: inconclusive: {}", check.topic, check.summary)));
        if (check.outcome == Outcome::manual)
            about(
                notification("note", fmt::format("{}: a person must look: {}", check.title, check.summary)));
        for (auto const& finding : check.findings)
            if (finding.outcome == Outcome::inconclusive)
                about(notification("warning",
                                   fmt::format("{}: inconclusive: {}", place_of(finding), finding.message)));
    }
    return all;
}

Json results(Report const& report, SarifProfile profile, std::string const& descriptor_reference)
{
    auto all = Json::array();
    for (std::size_t index = 0; index < report.checks.size(); ++index)
        for (auto const& finding : report.checks[index].findings)
            if (is_result(finding, profile))
                all.push_back(result(finding, {report.checks[index], index}, report, descriptor_reference));
    // GitHub takes every result for an open alert, whatever its kind and its state.
    if (!report.baseline || profile == SarifProfile::github)
        return all;
    for (auto const& finding : report.baseline->fixed) {
        auto const check = std::ranges::find(report.checks, finding.check, &CheckResult::id);
        if (check != report.checks.end())
            all.push_back(absent(finding, {*check, static_cast<std::size_t>(check - report.checks.begin())},
                                 descriptor_reference));
    }
    return all;
}

Json run_properties(Report const& report)
{
    auto data = Json::array();
    for (auto const& [name, version, date] : report.data)
        data.push_back({{"name", name}, {"version", version}, {"date", date}});
    Json all{{"app_key", report.target.app_key},
             {"base_url", report.target.base_url},
             {"descriptor", report.target.descriptor},
             {"catalogue", report.catalogue},
             {"data", std::move(data)}};
    if (report.policy)
        all["policy"] = report.policy->file;
    if (report.baseline)
        all["baseline"] = report.baseline->file;
    return all;
}

// "category/run": two uploads of one category replace each other.
std::string automation_id(Report const& report)
{
    auto key = report.target.app_key.empty() ? std::string("unknown") : report.target.app_key;
    std::ranges::replace(key, '/', '_');
    return fmt::format("postern/{}/{}", key, to_the_second(report.started_at));
}

} // namespace

std::string descriptor_reference(std::string const& descriptor, std::filesystem::path const& working_folder)
{
    if (descriptor.contains("://") || descriptor == "-" || descriptor.empty())
        return std::string(default_descriptor);
    auto path = std::filesystem::path(descriptor);
    path = path.is_absolute() ? path.lexically_proximate(working_folder) : path.lexically_normal();
    if (path.is_absolute() || path.begin()->string() == "..")
        path = path.filename();
    std::string reference;
    for (auto const& part : path) {
        reference += reference.empty() ? "" : "/";
        reference += http::percent_encode(part.string());
    }
    return reference.empty() ? std::string(default_descriptor) : reference;
}

void write_sarif(Report const& report, SarifProfile profile, std::string const& descriptor_reference,
                 std::ostream& out)
{
    auto rules = Json::array();
    for (auto const& check : report.checks)
        rules.push_back(rule(check, report, profile));
    Json const driver{{"name", "Postern"},
                      {"version", report.tool_version},
                      {"semanticVersion", report.tool_version},
                      {"rules", std::move(rules)}};
    Json const invocation{{"executionSuccessful", report.complete},
                          {"startTimeUtc", to_the_second(report.started_at) + "Z"},
                          {"endTimeUtc", to_the_second(report.ended_at) + "Z"},
                          {"toolExecutionNotifications", notifications(report)}};
    Json const run{{"tool", {{"driver", driver}}},
                   {"automationDetails", {{"id", automation_id(report)}}},
                   {"invocations", Json::array({invocation})},
                   {"results", results(report, profile, descriptor_reference)},
                   {"properties", run_properties(report)}};
    write_document({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", Json::array({run})}},
                   out);
}

} // namespace postern::report
