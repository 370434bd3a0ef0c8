#include "report/json_read.hpp"

#include "evidence/json_document.hpp"
#include "evidence/json_parts.hpp"

#include <fmt/format.h>

#include <array>

namespace postern::report {
namespace {

using checks::Outcome;
using evidence::Defect;
using evidence::EvidenceError;
using evidence::Node;

constexpr auto give_report = "give a file that `postern scan URL --out report.json` wrote";

constexpr evidence::DocumentKind report_kind{.name = "the report",
                                             .bytes_max = report_file_max_bytes,
                                             .depth_max = report_depth_max,
                                             .values_max = report_values_max,
                                             .where_too_large = "scan fewer endpoints at once",
                                             .where_another = give_report};

std::optional<Outcome> outcome_from(std::string_view text)
{
    using enum Outcome;
    for (auto const outcome : {pass, warn, fail, inconclusive, not_applicable, manual})
        if (name(outcome) == text)
            return outcome;
    return std::nullopt;
}

std::optional<Coverage::State> state_from(std::string_view text)
{
    using enum Coverage::State;
    for (auto const state : {probed, not_probed, unreachable})
        if (name(state) == text)
            return state;
    return std::nullopt;
}

std::optional<PolicyNote::Kind> note_kind_from(std::string_view text)
{
    using enum PolicyNote::Kind;
    for (auto const kind : {expired_waiver, unmatched_waiver})
        if (name(kind) == text)
            return kind;
    return std::nullopt;
}

// "2023-11-14T22:13:20.345Z", as write_json writes it.
std::optional<TimePoint> time_from(std::string_view text)
{
    constexpr std::string_view form = "dddd-dd-ddTdd:dd:dd.dddZ";
    if (text.size() != form.size())
        return std::nullopt;
    std::array<int, 7> numbers{};
    std::size_t part = 0;
    for (std::size_t at = 0; at < form.size(); ++at) {
        bool const is_digit = text[at] >= '0' && text[at] <= '9';
        if (form[at] != 'd' && (text[at] != form[at] || ++part > numbers.size()))
            return std::nullopt;
        if (form[at] == 'd' && !is_digit)
            return std::nullopt;
        if (is_digit)
            numbers[part] = numbers[part] * 10 + (text[at] - '0');
    }
    auto const [year, month, day, hour, minute, second, millisecond] = numbers;
    std::chrono::year_month_day const date(std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok() || hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + std::chrono::milliseconds(millisecond);
}

TimePoint read_time(Node const& node)
{
    auto const time = time_from(node.bytes());
    if (!time)
        node.complain("this must be a time such as \"2023-11-14T22:13:20.345Z\"");
    return time.value_or(TimePoint{});
}

std::string optional_bytes(Node const& node, std::string_view member)
{
    auto const found = node.optional_member(member);
    return found ? found->bytes() : std::string();
}

platform::Position position_in(Node const& parent)
{
    auto const node = parent.optional_member("position");
    return node ? evidence::read_position(*node) : platform::Position{};
}

std::optional<evidence::Target::Certificates> certificates_from(std::string_view text)
{
    using enum evidence::Target::Certificates;
    if (text == "checked")
        return checked;
    return text == "not_checked" ? std::optional(not_checked) : std::nullopt;
}

evidence::Target target_in(Node const& node)
{
    evidence::Target target{.platform = node.member("platform").bytes(),
                            .descriptor = node.member("descriptor").bytes(),
                            .app_key = node.member("app_key").bytes(),
                            .app_name = node.member("app_name").bytes(),
                            .base_url = node.member("base_url").bytes()};
    auto const authentication = node.member("authentication").bytes();
    if (authentication != "jwt" && authentication != "none")
        node.member("authentication").complain("this must be \"jwt\" or \"none\"");
    if (auto const certificates = node.optional_member("certificates"))
        target.certificates = certificates->word(certificates_from);
    target.authentication =
        authentication == "none" ? platform::Authentication::none : platform::Authentication::jwt;
    return target;
}

std::optional<Waiver> read_waiver(Node const& finding)
{
    auto const node = finding.optional_member("waiver");
    if (!node)
        return std::nullopt;
    return Waiver{.reason = node->member("reason").bytes(),
                  .explanation = node->member("explanation").bytes(),
                  .author = node->member("author").bytes(),
                  .expires = optional_bytes(*node, "expires")};
}

std::optional<Ruling> read_ruling(Node const& finding)
{
    auto const node = finding.optional_member("ruling");
    if (!node)
        return std::nullopt;
    return Ruling{.level = node->member("level").word(level_from),
                  .measured = node->member("measured").word(outcome_from),
                  .rule = node->member("rule").bytes()};
}

Finding read_finding(Node const& node)
{
    Finding finding{.id = node.member("id").bytes(),
                    .endpoint = node.member("endpoint").bytes(),
                    .subject = optional_bytes(node, "subject"),
                    .module = node.member("module").bytes(),
                    .position = position_in(node),
                    .outcome = node.member("verdict").word(outcome_from),
                    .severity = node.member("severity").word(checks::severity_from),
                    .message = node.member("message").bytes(),
                    .explanation = node.member("explanation").bytes(),
                    .exchanges = node.member("exchanges").list_of_bytes(),
                    .repeat = optional_bytes(node, "repeat"),
                    .waiver = read_waiver(node),
                    .ruling = read_ruling(node)};
    if (auto const proof = node.optional_member("proof"))
        finding.proof = proof->list_of_bytes();
    if (auto const change = node.optional_member("change"))
        finding.change = change->word(change_from);
    return finding;
}

CheckResult read_check(Node const& node)
{
    constexpr std::int64_t cwe_max = 1'000'000;
    CheckResult check{.id = node.member("id").bytes(),
                      .title = node.member("title").bytes(),
                      .outcome = node.member("verdict").word(outcome_from),
                      .requirements = node.member("requirements").list_of_bytes(),
                      .summary = node.member("summary").bytes(),
                      .why = node.member("why").bytes(),
                      .cwe = static_cast<int>(node.member("cwe").number(0, cwe_max))};
    for (auto const& finding : node.member("findings").items())
        check.findings.push_back(read_finding(finding));
    auto const topic = node.optional_member("topic");
    check.topic = topic ? topic->bytes() : check.title;
    if (auto const severity = node.optional_member("severity"))
        check.severity = severity->word(checks::severity_from);
    if (auto const measured = node.optional_member("measured"))
        check.measured = measured->word(outcome_from);
    return check;
}

std::vector<std::string> optional_list(Node const& node, std::string_view member)
{
    auto const found = node.optional_member(member);
    return found ? found->list_of_bytes() : std::vector<std::string>();
}

SeverityRating read_rating(Node const& node)
{
    constexpr double score_max = 10;
    return {.about = node.member("about").bytes(),
            .label = node.member("label").word(checks::severity_from),
            .score = node.member("score").fraction(0, score_max),
            .source = node.member("source").bytes(),
            .date = node.member("date").bytes()};
}

RequirementResult read_requirement(Node const& node)
{
    RequirementResult requirement{.id = node.member("id").bytes(),
                                  .title = node.member("title").bytes(),
                                  .outcome = node.member("verdict").word(outcome_from),
                                  .checks = node.member("checks").list_of_bytes(),
                                  .slug = node.member("slug").bytes(),
                                  .what_to_look_at = node.member("what_to_look_at").bytes(),
                                  .paraphrase = optional_bytes(node, "paraphrase"),
                                  .link = optional_bytes(node, "link"),
                                  .note = optional_bytes(node, "note"),
                                  .topics = optional_list(node, "topics"),
                                  .exemptions = optional_list(node, "exemptions")};
    if (auto const confirmed = node.optional_member("numbering_confirmed"))
        requirement.numbering = confirmed->boolean() ? Numbering::confirmed : Numbering::unconfirmed;
    if (auto const list = node.optional_member("severities"))
        for (auto const& rating : list->items())
            requirement.severities.push_back(read_rating(rating));
    if (auto const list = node.optional_member("aliases"))
        for (auto const& alias : list->items())
            requirement.aliases.push_back({alias.member("scheme").bytes(), alias.member("number").bytes()});
    return requirement;
}

Coverage read_coverage(Node const& node)
{
    return {.endpoint = node.member("endpoint").bytes(),
            .kind = node.member("kind").bytes(),
            .url = node.member("url").bytes(),
            .position = position_in(node),
            .state = node.member("state").word(state_from),
            .reason = node.member("reason").bytes(),
            .requests = static_cast<int>(node.member("requests").number(0, INT32_MAX))};
}

HostCoverage host_in(Node const& node)
{
    return {.host = node.member("host").bytes(),
            .role = node.member("role").bytes(),
            .position = position_in(node),
            .state = node.member("state").word(state_from),
            .reason = node.member("reason").bytes(),
            .requests = static_cast<int>(node.member("requests").number(0, INT32_MAX))};
}

std::vector<EarlierFinding> read_earlier(Node const& list)
{
    std::vector<EarlierFinding> all;
    for (auto const& node : list.items())
        all.push_back({.id = node.member("id").bytes(),
                       .check = node.member("check").bytes(),
                       .endpoint = node.member("endpoint").bytes(),
                       .subject = node.member("subject").bytes(),
                       .outcome = node.member("verdict").word(outcome_from),
                       .message = node.member("message").bytes()});
    return all;
}

void read_policy_and_baseline(Node const& document, Report& report)
{
    if (auto const node = document.optional_member("policy")) {
        report.policy = AppliedPolicy{.file = node->member("file").bytes()};
        for (auto const& note : node->member("notes").items())
            report.policy->notes.push_back(
                {note.member("kind").word(note_kind_from), note.member("message").bytes()});
    }
    if (auto const node = document.optional_member("baseline"))
        report.baseline = Baseline{.file = node->member("file").bytes(),
                                   .started_at = read_time(node->member("started_at")),
                                   .fixed = read_earlier(node->member("fixed")),
                                   .not_seen = read_earlier(node->member("not_seen"))};
}

Report read_document(Node const& document)
{
    Report report{.tool_version = document.member("tool").member("version").bytes(),
                  .target = target_in(document.member("target")),
                  .started_at = read_time(document.member("started_at")),
                  .ended_at = read_time(document.member("ended_at")),
                  .complete = document.member("complete").boolean(),
                  .gaps = document.member("gaps").list_of_bytes(),
                  .descriptor_warnings = document.member("descriptor_warnings").list_of_bytes(),
                  .catalogue = document.member("catalogue").bytes(),
                  .catalogue_title = optional_bytes(document, "catalogue_title"),
                  .catalogue_note = optional_bytes(document, "catalogue_note")};
    read_policy_and_baseline(document, report);
    for (auto const& node : document.member("requirements").items())
        report.requirements.push_back(read_requirement(node));
    for (auto const& node : document.member("checks").items())
        report.checks.push_back(read_check(node));
    for (auto const& node : document.member("coverage").items())
        report.coverage.push_back(read_coverage(node));
    if (auto const list = document.optional_member("data"))
        for (auto const& node : list->items())
            report.data.push_back(
                {node.member("name").bytes(), node.member("version").bytes(), node.member("date").bytes()});
    if (auto const list = document.optional_member("hosts"))
        for (auto const& node : list->items())
            report.hosts.push_back(host_in(node));
    for (auto const& node : document.member("exchanges").items())
        report.exchanges.push_back(evidence::read_exchange(node));
    relate_findings(report);
    std::ranges::sort(report.exchanges, {},
                      [](http::Exchange const& exchange) { return exchange_order(exchange.id); });
    return report;
}

std::unexpected<EvidenceError> refused(std::string message, std::string pointer, std::string remedy)
{
    return std::unexpected(EvidenceError{
        .message = std::move(message), .pointer = std::move(pointer), .remedy = std::move(remedy)});
}

} // namespace

std::expected<Report, EvidenceError> read_report(std::string_view text)
{
    auto const document = evidence::parse_document(text, report_kind);
    if (!document)
        return std::unexpected(document.error());
    auto const version = document->is_object() ? document->find("schema_version") : document->end();
    if (version == document->end() || !version->is_string())
        return refused(document->is_object() && document->contains("format")
                           ? "this is evidence, not a report; `postern evaluate` makes one of it"
                           : "this is not a report of Postern",
                       "", give_report);
    auto const& written = version->get_ref<std::string const&>();
    if (!written.starts_with("1."))
        return refused(fmt::format("this report has the version \"{}\", and only 1.x can be read", written),
                       "/schema_version", "use the version of Postern that wrote it, or scan again");
    Defect defect;
    auto report = read_document(Node(*document, "", defect));
    if (!defect.found())
        return report;
    auto error = std::move(defect).error();
    error.remedy = "mend that place, or scan again with --out";
    return std::unexpected(std::move(error));
}

} // namespace postern::report
