#include "report/finding_parts.hpp"

#include "report/check_pages.hpp"
#include "report/curl.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>

namespace postern::report {

http::Exchange const* exchange_of(Report const& report, std::string_view id)
{
    auto const found = std::ranges::lower_bound(report.exchanges, exchange_order(id), {},
                                                [](auto const& each) { return exchange_order(each.id); });
    return found == report.exchanges.end() || found->id != id ? nullptr : &*found;
}

http::Exchange const* first_exchange(Report const& report, Finding const& finding)
{
    return finding.exchanges.empty() ? nullptr : exchange_of(report, finding.exchanges.front());
}

std::string place_of(Finding const& finding)
{
    if (finding.endpoint.empty() || finding.subject.empty())
        return finding.endpoint + finding.subject;
    return fmt::format("{}, {}", finding.endpoint, finding.subject);
}

std::string in_one_line(http::Exchange const& exchange)
{
    auto const& [method, url, headers, body] = exchange.request;
    if (auto const* failure = std::get_if<http::TransportFailure>(&exchange.outcome))
        return fmt::format("{} {} -> {}: {}", method, url, in_words(failure->kind), failure->message);
    return fmt::format("{} {} -> {}", method, url, exchange.response()->status);
}

std::vector<std::string> details_of(Report const& report, Finding const& finding)
{
    std::vector<std::string> lines{finding.message};
    if (!finding.module.empty())
        lines.push_back("Module: " + finding.module);
    if (finding.waiver)
        lines.push_back("Policy: " + in_words(*finding.waiver));
    if (finding.ruling)
        lines.push_back("Policy: " + in_words(*finding.ruling));
    if (finding.change)
        lines.push_back(fmt::format("Against the baseline: {}", name(*finding.change)));
    for (auto const& id : finding.exchanges) {
        if (auto const* exchange = exchange_of(report, id)) {
            lines.push_back(fmt::format("{}: {}", id, in_one_line(*exchange)));
            lines.push_back("  " + curl_line(exchange->request, report.target));
        }
    }
    for (auto const& line : finding.proof)
        lines.push_back("Proof: " + line);
    if (!finding.repeat.empty())
        lines.push_back("Repeat: " + finding.repeat);
    if (auto const explanation = explanation_of(finding); !explanation.empty())
        lines.push_back("For the ticket: " + explanation);
    return lines;
}

std::string explanation_of(Finding const& finding)
{
    if (finding.explanation.empty() || finding.failing_beside.empty())
        return finding.explanation;
    return fmt::format("Nothing is said here for this answer being harmless: the same endpoint fails {}.",
                       fmt::join(finding.failing_beside, ", "));
}

std::string in_words(Waiver const& waiver)
{
    auto const until = waiver.expires.empty() ? "" : " until " + waiver.expires;
    auto const author = waiver.author.empty() ? "" : fmt::format(" by {}", waiver.author);
    return fmt::format("waived{}{} ({}): {}", author, until, waiver.reason, waiver.explanation);
}

std::string in_words(Ruling const& ruling)
{
    return ruling.level == Level::off
               ? fmt::format("switched off by {}; measured: {}", ruling.rule, name(ruling.measured))
               : fmt::format("made {} by {}; measured: {}", name(ruling.level), ruling.rule,
                             name(ruling.measured));
}

std::string place_of(EarlierFinding const& finding)
{
    auto text = finding.check;
    for (auto const& part : {finding.endpoint, finding.subject})
        if (!part.empty())
            text += ' ' + part;
    return text;
}

ChangeCounts change_counts(Report const& report)
{
    ChangeCounts counts;
    for (auto const& check : report.checks)
        for (auto const& finding : check.findings) {
            counts.is_new += finding.change == Change::is_new ? 1 : 0;
            counts.changed += finding.change == Change::changed ? 1 : 0;
            counts.unchanged += finding.change == Change::unchanged ? 1 : 0;
        }
    counts.fixed = report.baseline ? report.baseline->fixed.size() : 0;
    return counts;
}

std::string in_words(ChangeCounts const& counts)
{
    return fmt::format("{} new, {} changed, {} unchanged, {} fixed", counts.is_new, counts.changed,
                       counts.unchanged, counts.fixed);
}

std::string_view how_to_fix(std::string_view check)
{
    auto const page = check_page(check);
    return page ? section(*page, "How to fix it").value_or("") : "";
}

std::string_view capitalised(checks::Severity severity)
{
    using enum checks::Severity;
    switch (severity) {
    case info:
        return "Info";
    case low:
        return "Low";
    case medium:
        return "Medium";
    case high:
        return "High";
    case critical:
        return "Critical";
    }
    return "";
}

std::string shortened(std::string_view text, std::size_t bytes_max)
{
    if (text.size() <= bytes_max)
        return std::string(text);
    auto end = bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return std::string(text.substr(0, end));
}

std::string to_the_second(TimePoint time)
{
    auto const seconds = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)));
}

void write_document(nlohmann::ordered_json const& document, std::ostream& out)
{
    constexpr int indent = 2;
    out << document.dump(indent, ' ', true, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

} // namespace postern::report
