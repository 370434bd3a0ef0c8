#include "report/terminal.hpp"

#include "base/counted.hpp"
#include "report/curl.hpp"
#include "report/finding_parts.hpp"
#include "report/left_out.hpp"
#include "report/terminal_policy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <ostream>
#include <ranges>
#include <utility>
#include <vector>

namespace postern::report {
namespace {

using checks::Outcome;

// A message is one line, whatever the target put into it: only texts of our own may break lines.
std::string one_line(std::string_view text)
{
    std::string line;
    for (char const c : text) {
        if (c != '\n')
            line += c;
        else if (!line.ends_with(' '))
            line += ' ';
    }
    return line;
}

// Each text of the target has a label in front and stays below it: no part of it comes to stand at the left
// edge, where it could pass for a line of ours.
void write_header(Report const& report, Screen& screen)
{
    auto const& target = report.target;
    screen.labelled(0, "Postern   ", one_line(report.tool_version));
    screen.labelled(0, "App       ",
                    target.app_key.empty()
                        ? "unknown: its descriptor was not read"
                        : one_line(fmt::format("{} ({})", target.app_name, target.app_key)));
    screen.labelled(0, "Platform  ", one_line(target.platform));
    screen.labelled(0, "Base URL  ", one_line(target.base_url));
    screen.labelled(0, "Descriptor", one_line(target.descriptor));
    screen.labelled(0, "Catalogue ", one_line(report.catalogue));
    if (!report.catalogue_note.empty())
        screen.labelled(0, "          ", one_line(report.catalogue_note));
    if (report.policy)
        screen.labelled(0, "Policy    ", one_line(report.policy->file));
    if (report.baseline)
        screen.labelled(0, "Baseline  ", one_line(report.baseline->file));
    if (!report.complete) {
        screen.text(0, "INCOMPLETE: this scan did not see everything:");
        for (auto const& gap : report.gaps)
            screen.labelled(2, "-", one_line(gap));
    }
    screen.blank();
}

void write_requirements(Report const& report, LeftOut& left_out, Screen& screen)
{
    constexpr int number_columns = 4;
    std::vector<std::string_view> for_a_person;
    for (auto const& requirement : report.requirements) {
        if (requirement.checks.empty())
            for_a_person.push_back(requirement.id);
        else
            screen.verdict(0, requirement.outcome,
                           fmt::format("{:{}} {}", requirement.id, number_columns, requirement.title));
    }
    if (for_a_person.empty())
        return;
    left_out.what_to_look_at(for_a_person.front());
    screen.verdict(0, Outcome::manual,
                   fmt::format("{}: no check answers these; the JSON report says what to look at",
                               fmt::join(for_a_person, ", ")));
}

std::string outcome_of(http::Exchange const& exchange)
{
    if (auto const* failure = std::get_if<http::TransportFailure>(&exchange.outcome))
        return one_line(fmt::format("{}: {}", in_words(failure->kind), failure->message));
    auto const& response = *exchange.response();
    auto const type = response.headers.get("Content-Type");
    return fmt::format("{} {}, {}", response.status, type.value_or("without a content type"),
                       counted(response.body_bytes, "byte", "bytes"));
}

// Where a finding is shown: the first command of a check may be longer than the others.
struct Place {
    Report const& report;
    Screen& screen;
    LeftOut& left_out;
    std::size_t curl_lines_max = terminal_first_curl_lines_max;
};

void write_exchange(Finding const& finding, Place& place)
{
    auto const* found = first_exchange(place.report, finding);
    if (!found)
        return;
    auto& screen = place.screen;
    screen.labelled(
        4, fmt::format("{}:", found->id),
        one_line(fmt::format("{} {} -> {}", found->request.method, found->request.url, outcome_of(*found))));
    auto const words = curl_words(found->request, place.report.target);
    if (screen.command(6, words, std::exchange(place.curl_lines_max, terminal_curl_lines_max))) {
        place.left_out.shown(words);
    } else {
        place.left_out.curl(found->id, words);
        screen.text(6, fmt::format("curl: exchange {} of the JSON report", found->id));
    }
    if (finding.exchanges.size() > 1)
        screen.text(4, fmt::format("and {} more: {}",
                                   counted(finding.exchanges.size() - 1, "exchange", "exchanges"),
                                   fmt::join(finding.exchanges | std::views::drop(1), ", ")));
}

// What no exchange shows, and how one sees it again.
void write_proof(Finding const& finding, Place& place)
{
    auto& screen = place.screen;
    for (auto const& line : finding.proof | std::views::take(terminal_proof_lines_max))
        screen.labelled(4, "-", one_line(line));
    if (finding.proof.size() > terminal_proof_lines_max) {
        place.left_out.proof(finding.id);
        screen.text(4, fmt::format("and {} more: finding {} of the JSON report",
                                   counted(finding.proof.size() - terminal_proof_lines_max, "line", "lines"),
                                   finding.id));
    }
    // Where the words of a command of others end is not known here: it is shown on one line or not at all.
    if (!finding.repeat.empty() && !screen.command(6, {finding.repeat}, 1)) {
        place.left_out.repeat(finding.id);
        screen.text(6, fmt::format("again: the command of finding {} of the JSON report", finding.id));
    }
}

void write_explanation(Finding const& finding, Place& place)
{
    auto const explanation = explanation_of(finding);
    if (explanation.empty())
        return;
    std::string_view const whole = explanation;
    auto shown = one_line(whole.substr(0, terminal_explanation_max_bytes));
    if (whole.size() > shown.size()) {
        place.left_out.explanation(finding.id);
        shown = shown.substr(0, shown.find_last_of(' '));
        shown += fmt::format(" [...] (the whole text: finding {} of the JSON report)", finding.id);
    }
    place.screen.text(4, "For the ticket:");
    place.screen.text(6, shown);
}

void write_finding(Finding const& finding, Place& place)
{
    auto const position = finding.position.line > 0
                              ? fmt::format(", line {}, column {} of the descriptor", finding.position.line,
                                            finding.position.column)
                              : "";
    place.screen.finding(
        2, finding.outcome,
        one_line(fmt::format("{} ({}{}; finding {}{})", place_of(finding), name(finding.severity), position,
                             finding.id, what_became_of(finding))));
    place.screen.text(4, one_line(finding.message));
    write_policy_of(finding, place.screen);
    write_exchange(finding, place);
    write_proof(finding, place);
    write_explanation(finding, place);
}

void write_check(CheckResult const& check, Place place)
{
    auto& screen = place.screen;
    screen.blank();
    screen.verdict(0, check.outcome, check.title);
    screen.text(2, one_line(check.summary));
    // Only of a failure is it known that what it warns of can happen.
    auto const why = check.outcome == Outcome::fail ? check.why + ' ' : std::string();
    screen.text(2, fmt::format("{}CWE-{}, docs/checks/{}.md", why, check.cwe, check.id));
    for (auto const& finding : check.findings | std::views::take(terminal_findings_max))
        write_finding(finding, place);
    if (check.findings.size() > terminal_findings_max) {
        place.left_out.findings();
        screen.text(
            2, fmt::format("... and {} more; the JSON report has all",
                           counted(check.findings.size() - terminal_findings_max, "finding", "findings")));
    }
}

// What is waived stays to be seen.
bool is_fine(CheckResult const& check)
{
    return check.findings.empty() &&
           (check.outcome == Outcome::pass || check.outcome == Outcome::not_applicable);
}

// The gravest first, each with its findings; then a line each for what is fine.
void write_checks(Report const& report, LeftOut& left_out, Screen& screen)
{
    for (auto const outcome :
         {Outcome::fail, Outcome::warn, Outcome::inconclusive, Outcome::manual, Outcome::pass})
        for (auto const& check : report.checks)
            if (check.outcome == outcome && !is_fine(check))
                write_check(check, {.report = report, .screen = screen, .left_out = left_out});
    if (std::ranges::any_of(report.checks, is_fine))
        screen.blank();
    for (auto const& check : report.checks)
        if (check.outcome == Outcome::pass && is_fine(check))
            screen.verdict(0, check.outcome, check.title);
    for (auto const& check : report.checks)
        if (check.outcome == Outcome::not_applicable)
            screen.verdict(0, check.outcome, one_line(fmt::format("{}: {}", check.title, check.summary)));
}

// One line each where nothing at all was seen of the app: the header says why.
void write_unseen_checks(Report const& report, Screen& screen)
{
    screen.blank();
    screen.text(0, "No evidence was gathered for these checks:");
    for (auto const& check : report.checks)
        screen.verdict(0, check.outcome, check.title);
}

bool nothing_seen(Report const& report)
{
    return report.exchanges.empty() && report.coverage.empty() &&
           std::ranges::all_of(report.checks, [](CheckResult const& check) {
               // Manual: switched off, whatever there was to see.
               return (check.outcome == Outcome::inconclusive || check.outcome == Outcome::manual) &&
                      check.findings.empty();
           });
}

bool is_endpoint(Coverage const& coverage) { return coverage.kind != "none"; }

void write_list(std::string_view title, std::vector<std::string> const& sentences, Screen& screen)
{
    if (sentences.empty())
        return;
    screen.blank();
    screen.text(0, title);
    for (auto const& sentence : sentences)
        screen.labelled(2, "-", one_line(sentence));
}

// "2 not probed: the scan ended before its turn (…)": one line a reason.
template <typename Chosen>
void write_reasons(Report const& report, std::string_view words, Chosen chosen, Screen& screen)
{
    std::map<std::string_view, std::vector<std::string_view>> by_reason;
    for (auto const& coverage : report.coverage)
        if (chosen(coverage))
            by_reason[coverage.reason].push_back(is_endpoint(coverage) ? coverage.endpoint : coverage.url);
    constexpr std::size_t named_max = 3;
    for (auto const& [reason, places] : by_reason) {
        auto const more =
            places.size() > named_max ? fmt::format(", and {} more", places.size() - named_max) : "";
        screen.labelled(2, fmt::format("{} {}:", places.size(), words),
                        one_line(fmt::format("{} ({}{})", reason,
                                             fmt::join(places | std::views::take(named_max), ", "), more)));
    }
}

void write_coverage(Report const& report, Screen& screen)
{
    using State = Coverage::State;
    std::map<State, std::size_t> endpoints;
    std::size_t requests = 0;
    for (auto const& coverage : report.coverage) {
        if (is_endpoint(coverage))
            ++endpoints[coverage.state];
        requests += static_cast<std::size_t>(coverage.requests);
    }
    screen.blank();
    screen.text(0, fmt::format("Coverage: {} probed with {}, {} unreachable, {} not probed",
                               counted(endpoints[State::probed], "endpoint", "endpoints"),
                               counted(requests, "request", "requests"), endpoints[State::unreachable],
                               endpoints[State::not_probed]));
    for (auto const& [state, words] :
         {std::pair(State::unreachable, "unreachable"), std::pair(State::not_probed, "not probed")})
        write_reasons(
            report, words,
            [state](Coverage const& coverage) { return is_endpoint(coverage) && coverage.state == state; },
            screen);
    write_reasons(
        report, "not an endpoint", [](Coverage const& coverage) { return !is_endpoint(coverage); }, screen);
    for (auto const& host : report.hosts)
        if (host.role != "named" && host.state != State::probed)
            screen.labelled(2, fmt::format("host {}:", host.host), one_line(host.reason));
}

// How old the lists are that checks judged by: "secrets, error pages 2026-11-25; cipher suites 5.7". That of
// the requirements stands at the top.
void write_rules(Report const& report, Screen& screen)
{
    std::string text;
    std::string_view version;
    for (auto const& data : report.data) {
        if (data.version == report.catalogue)
            continue;
        if (!text.empty())
            text += data.version == version ? ", " : fmt::format(" {}; ", version);
        text += data.name.substr(0, data.name.find(" ("));
        version = data.version;
    }
    if (text.empty())
        return;
    screen.blank();
    screen.labelled(0, "Rules:", one_line(fmt::format("{} {}", text, version)));
}

void write_counts(Report const& report, Screen& screen)
{
    constexpr std::array always{Outcome::fail, Outcome::warn, Outcome::inconclusive, Outcome::manual,
                                Outcome::pass};
    auto const count = [&](Outcome outcome) {
        return std::ranges::count(report.requirements, outcome, &RequirementResult::outcome);
    };
    std::vector<std::string> counts;
    for (auto const outcome : always)
        counts.push_back(fmt::format("{} {}", verdict_word(outcome), count(outcome)));
    if (count(Outcome::not_applicable) > 0)
        counts.push_back(
            fmt::format("{} {}", verdict_word(Outcome::not_applicable), count(Outcome::not_applicable)));
    // Two spaces set the numbers apart; with all six verdicts one has to do in 80 columns.
    constexpr std::size_t well_spaced_max = 5;
    screen.blank();
    screen.text(
        0, fmt::format("Requirements: {}", fmt::join(counts, counts.size() > well_spaced_max ? " " : "  ")));
}

} // namespace

void write_terminal(Report const& report, TerminalStyle const& style, std::ostream& out,
                    std::optional<std::string> const& json_file)
{
    Screen screen(out, style);
    LeftOut left_out;
    write_header(report, screen);
    write_requirements(report, left_out, screen);
    if (nothing_seen(report))
        write_unseen_checks(report, screen);
    else
        write_checks(report, left_out, screen);
    write_policy_notes(report, screen);
    write_baseline(report, screen);
    write_list("Oddities of the descriptor:", report.descriptor_warnings, screen);
    write_coverage(report, screen);
    write_rules(report, screen);
    left_out.write(screen, json_file);
    write_counts(report, screen);
}

} // namespace postern::report
