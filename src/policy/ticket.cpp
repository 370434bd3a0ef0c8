#include "policy/ticket.hpp"

#include "report/curl.hpp"
#include "report/finding_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace postern::policy {
namespace {

using report::Finding;
using report::Report;

void write_requirements(Report const& report, report::CheckResult const& check, std::string& text)
{
    text += fmt::format("Requirement ({}):\n", report.catalogue);
    bool any = false;
    for (auto const& requirement : report.requirements)
        if (std::ranges::find(requirement.checks, check.id) != requirement.checks.end()) {
            text += fmt::format("  {} {}\n", requirement.id, requirement.title);
            any = true;
        }
    if (!any)
        text += "  none of the catalogue; the check goes beyond it\n";
    text += fmt::format("  Check {} (CWE-{})\n\n", check.id, check.cwe);
}

std::string verdict_of(Finding const& finding)
{
    if (finding.ruling)
        return fmt::format("{}; {} counts it as {}", name(finding.ruling->measured), finding.ruling->rule,
                           name(finding.ruling->level));
    return std::string(name(finding.outcome));
}

void write_observed(Report const& report, Finding const& finding, std::string& text)
{
    text += "Observed:\n";
    if (!finding.endpoint.empty())
        text += fmt::format("  {}{}\n", finding.endpoint,
                            finding.module.empty() ? "" : fmt::format(", module {}", finding.module));
    if (!finding.subject.empty())
        text += fmt::format("  {}\n", finding.subject);
    text += fmt::format("  {}\n  Verdict: {}. Measured on {} with postern {}.\n\n", finding.message,
                        verdict_of(finding), day_text(day_of(report.started_at)), report.tool_version);
}

// What else was found at the endpoint and is open: a reader who accepts one finding must know of the others.
void write_beside(Report const& report, Finding const& finding, std::string& text)
{
    if (finding.endpoint.empty())
        return;
    std::string others;
    for (auto const& check : report.checks)
        for (auto const& other : check.findings)
            if (other.endpoint == finding.endpoint && other.id != finding.id && counts(other))
                others += fmt::format("  {}: {} (finding {}): {}\n", name(other.outcome), check.id, other.id,
                                      other.message);
    if (!others.empty())
        text += fmt::format("Also open at this endpoint:\n{}\n", others);
}

void write_reasons(Finding const& finding, std::string& text)
{
    if (finding.waiver) {
        auto const reason = reason_from(finding.waiver->reason);
        text += fmt::format("Why this is accepted ({}):\n", finding.waiver->reason);
        if (reason)
            text += fmt::format("  {}\n", sentence(*reason));
        text += fmt::format(
            "  {}\n  Accepted by {}{}.\n\n", finding.waiver->explanation, finding.waiver->author,
            finding.waiver->expires.empty() ? "" : fmt::format(" until {}", finding.waiver->expires));
    }
    if (auto const explanation = report::explanation_of(finding); !explanation.empty())
        text += fmt::format("Why this may be no vulnerability:\n{}\n\n", explanation);
    else if (!finding.waiver)
        text +=
            "Why this may be no vulnerability:\n  [Nothing measured speaks for that. If you know better, say "
            "why; postern waive keeps it.]\n\n";
}

void write_evidence(Report const& report, Finding const& finding, std::string& text)
{
    text += "Evidence:\n";
    for (auto const& id : finding.exchanges | std::views::take(ticket_exchanges_max)) {
        auto const* found = report::exchange_of(report, id);
        if (!found)
            continue;
        text += fmt::format("  {}: {} {}\n", id, found->request.method, found->request.url);
        if (auto const* response = found->response())
            text += fmt::format("    -> {} {}, {} bytes\n", response->status,
                                response->headers.get("Content-Type").value_or("without a content type"),
                                response->body_bytes);
        else
            text +=
                fmt::format("    -> {}\n", in_words(std::get<http::TransportFailure>(found->outcome).kind));
        text += fmt::format("    {}\n", report::curl_line(found->request, report.target));
    }
    if (finding.exchanges.size() > ticket_exchanges_max)
        text += fmt::format("  and {} more exchanges in the JSON report\n",
                            finding.exchanges.size() - ticket_exchanges_max);
    for (auto const& line : finding.proof)
        text += fmt::format("  {}\n", line);
    if (!finding.repeat.empty())
        text += fmt::format("  Repeat: {}\n", finding.repeat);
    text += fmt::format("  Finding {} of the report.\n", finding.id);
}

} // namespace

std::string ticket(Report const& report, Found const& found)
{
    auto text = fmt::format("{}\nApp: {} ({}), {}\n\n", title_of(*found.check, *found.finding),
                            report.target.app_name, report.target.app_key, report.target.base_url);
    write_requirements(report, *found.check, text);
    write_observed(report, *found.finding, text);
    write_beside(report, *found.finding, text);
    write_reasons(*found.finding, text);
    write_evidence(report, *found.finding, text);
    return text;
}

} // namespace postern::policy
