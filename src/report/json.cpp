#include "report/json.hpp"

#include "report/curl.hpp"
#include "report/finding_parts.hpp"

#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <variant>

namespace postern::report {
namespace {

using Json = nlohmann::ordered_json;

std::string iso8601(TimePoint time)
{
    auto const seconds = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)), (time - seconds).count());
}

// Null where the place is unknown.
Json position(platform::Position const& position)
{
    return position.line == 0 ? Json() : Json{{"line", position.line}, {"column", position.column}};
}

Json tool(Report const& report) { return {{"name", "postern"}, {"version", report.tool_version}}; }

Json target(evidence::Target const& target)
{
    return {{"platform", target.platform},
            {"descriptor", target.descriptor},
            {"app_key", target.app_key},
            {"app_name", target.app_name},
            {"base_url", target.base_url},
            {"authentication", target.authentication == platform::Authentication::jwt ? "jwt" : "none"},
            {"certificates",
             target.certificates == evidence::Target::Certificates::checked ? "checked" : "not_checked"}};
}

Json severity(SeverityRating const& rating)
{
    return {{"about", rating.about},
            {"label", name(rating.label)},
            {"score", rating.score},
            {"source", rating.source},
            {"date", rating.date}};
}

Json requirement(RequirementResult const& requirement)
{
    auto severities = Json::array();
    for (auto const& rating : requirement.severities)
        severities.push_back(severity(rating));
    auto aliases = Json::array();
    for (auto const& [scheme, number] : requirement.aliases)
        aliases.push_back({{"scheme", scheme}, {"number", number}});
    return {{"id", requirement.id},
            {"slug", requirement.slug},
            {"topics", requirement.topics},
            {"title", requirement.title},
            {"verdict", name(requirement.outcome)},
            {"checks", requirement.checks},
            {"paraphrase", requirement.paraphrase},
            {"what_to_look_at", requirement.what_to_look_at},
            {"exemptions", requirement.exemptions},
            {"severities", std::move(severities)},
            {"aliases", std::move(aliases)},
            {"numbering_confirmed", requirement.numbering == Numbering::confirmed},
            {"link", requirement.link},
            {"note", requirement.note}};
}

Json waiver(std::optional<Waiver> const& waiver)
{
    if (!waiver)
        return {};
    return {{"reason", waiver->reason},
            {"explanation", waiver->explanation},
            {"author", waiver->author},
            {"expires", waiver->expires}};
}

Json ruling(std::optional<Ruling> const& ruling)
{
    if (!ruling)
        return {};
    return {{"level", name(ruling->level)}, {"measured", name(ruling->measured)}, {"rule", ruling->rule}};
}

Json finding(Finding const& finding)
{
    return {{"id", finding.id},
            {"endpoint", finding.endpoint},
            {"subject", finding.subject},
            {"module", finding.module},
            {"position", position(finding.position)},
            {"verdict", name(finding.outcome)},
            {"severity", name(finding.severity)},
            {"message", finding.message},
            {"explanation", explanation_of(finding)},
            {"exchanges", finding.exchanges},
            {"proof", finding.proof},
            {"repeat", finding.repeat},
            {"waiver", waiver(finding.waiver)},
            {"ruling", ruling(finding.ruling)},
            {"change", finding.change ? Json(name(*finding.change)) : Json()}};
}

Json check(CheckResult const& check)
{
    auto findings = Json::array();
    for (auto const& one : check.findings)
        findings.push_back(finding(one));
    return {{"id", check.id},
            {"title", check.title},
            {"topic", check.topic},
            {"verdict", name(check.outcome)},
            {"measured", check.measured ? Json(name(*check.measured)) : Json()},
            {"requirements", check.requirements},
            {"summary", check.summary},
            {"why", check.why},
            {"cwe", check.cwe},
            {"severity", name(check.severity)},
            {"findings", std::move(findings)}};
}

Json policy(std::optional<AppliedPolicy> const& policy)
{
    if (!policy)
        return {};
    auto notes = Json::array();
    for (auto const& note : policy->notes)
        notes.push_back({{"kind", name(note.kind)}, {"message", note.message}});
    return {{"file", policy->file}, {"notes", std::move(notes)}};
}

Json earlier(std::vector<EarlierFinding> const& findings)
{
    auto all = Json::array();
    for (auto const& one : findings)
        all.push_back({{"id", one.id},
                       {"check", one.check},
                       {"endpoint", one.endpoint},
                       {"subject", one.subject},
                       {"verdict", name(one.outcome)},
                       {"message", one.message}});
    return all;
}

Json baseline(std::optional<Baseline> const& baseline)
{
    if (!baseline)
        return {};
    return {{"file", baseline->file},
            {"started_at", iso8601(baseline->started_at)},
            {"fixed", earlier(baseline->fixed)},
            {"not_seen", earlier(baseline->not_seen)}};
}

Json coverage(Coverage const& coverage)
{
    return {{"endpoint", coverage.endpoint}, {"kind", coverage.kind},
            {"url", coverage.url},           {"position", position(coverage.position)},
            {"state", name(coverage.state)}, {"reason", coverage.reason},
            {"requests", coverage.requests}};
}

Json host(HostCoverage const& host)
{
    return {{"host", host.host},         {"role", host.role},     {"position", position(host.position)},
            {"state", name(host.state)}, {"reason", host.reason}, {"requests", host.requests}};
}

Json rule_data(RuleData const& data)
{
    return {{"name", data.name}, {"version", data.version}, {"date", data.date}};
}

Json headers(http::Headers const& headers)
{
    auto all = Json::array();
    for (auto const& [name, value] : headers)
        all.push_back({name, value});
    return all;
}

// With at most the first `body_max_bytes` of the response's body.
Json exchange(http::Exchange const& exchange, evidence::Target const& target, std::size_t body_max_bytes)
{
    auto const& request = exchange.request;
    Json json{{"id", exchange.id},
              {"request",
               {{"method", request.method},
                {"url", request.url},
                {"headers", headers(request.headers)},
                {"body", request.body}}}};
    if (auto const* response = exchange.response())
        json["response"] = {{"status", response->status},
                            {"version", response->version},
                            {"headers", headers(response->headers)},
                            {"body", shortened(response->body, body_max_bytes)},
                            {"body_bytes", response->body_bytes}};
    else if (auto const* failure = std::get_if<http::TransportFailure>(&exchange.outcome))
        json["failure"] = {{"kind", name(failure->kind)}, {"message", failure->message}};
    json["elapsed_us"] = exchange.elapsed.count();
    json["curl"] = curl_line(request, target);
    return json;
}

// The object of the report, member by member.
class Writer {
public:
    explicit Writer(std::ostream& out) : out_(out) { out_ << '{'; }

    void member(std::string_view name, Json const& value)
    {
        begin_member(name);
        write(value, 1);
    }

    // A list whose items are made one at a time.
    template <typename Items, typename MakeJson>
    void list(std::string_view name, Items const& items, MakeJson make_json)
    {
        begin_member(name);
        out_ << '[';
        bool first = true;
        for (auto const& item : items) {
            out_ << (first ? "\n    " : ",\n    ");
            first = false;
            write(make_json(item), 2);
        }
        out_ << (first ? "]" : "\n  ]");
    }

    void end() { out_ << "\n}\n"; }

private:
    void begin_member(std::string_view name)
    {
        out_ << (first_ ? "\n  \"" : ",\n  \"") << name << "\": ";
        first_ = false;
    }

    // No JSON string holds a raw line feed, so each one begins a line of the layout. ASCII only: a terminal
    // that is shown the file obeys U+009B as it does ESC [, and U+202E turns lines round.
    void write(Json const& value, std::size_t depth)
    {
        constexpr int indent = 2;
        auto const text = value.dump(indent, ' ', true, Json::error_handler_t::replace);
        std::string_view rest = text;
        for (auto end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
            out_ << rest.substr(0, end + 1) << std::string_view("    ", indent * depth);
            rest.remove_prefix(end + 1);
        }
        out_ << rest;
    }

    std::ostream& out_;
    bool first_ = true;
};

std::set<std::string_view> named_by_findings(Report const& report)
{
    std::set<std::string_view> named;
    for (auto const& check : report.checks)
        for (auto const& finding : check.findings)
            named.insert(finding.exchanges.begin(), finding.exchanges.end());
    return named;
}

} // namespace

void write_json(Report const& report, std::ostream& out)
{
    auto const named = named_by_findings(report);
    Writer writer(out);
    writer.member("schema_version", schema_version);
    writer.member("tool", tool(report));
    writer.member("target", target(report.target));
    writer.member("catalogue", report.catalogue);
    writer.member("catalogue_title", report.catalogue_title);
    writer.member("catalogue_note", report.catalogue_note);
    writer.member("started_at", iso8601(report.started_at));
    writer.member("ended_at", iso8601(report.ended_at));
    writer.member("complete", report.complete);
    writer.member("gaps", report.gaps);
    writer.member("descriptor_warnings", report.descriptor_warnings);
    writer.member("policy", policy(report.policy));
    writer.member("baseline", baseline(report.baseline));
    writer.list("requirements", report.requirements, requirement);
    writer.list("checks", report.checks, check);
    writer.list("data", report.data, rule_data);
    writer.list("coverage", report.coverage, coverage);
    writer.list("hosts", report.hosts, host);
    writer.list("exchanges", report.exchanges, [&](http::Exchange const& one) {
        return exchange(one, report.target,
                        named.contains(one.id) ? report_finding_body_max_bytes : report_body_max_bytes);
    });
    writer.end();
}

} // namespace postern::report
