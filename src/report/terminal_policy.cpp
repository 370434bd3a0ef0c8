#include "report/terminal_policy.hpp"

#include "report/finding_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace postern::report {
namespace {

constexpr std::size_t earlier_shown_max = 10;

// A message is one line, whatever a file put into it.
std::string one_line(std::string text)
{
    std::ranges::replace(text, '\n', ' ');
    return text;
}

void write_earlier(std::string_view title, std::vector<EarlierFinding> const& findings, Screen& screen)
{
    if (findings.empty())
        return;
    screen.text(2, title);
    for (auto const& one : findings | std::views::take(earlier_shown_max))
        screen.labelled(
            4, "-", one_line(fmt::format("{} ({}; finding {})", place_of(one), name(one.outcome), one.id)));
    if (findings.size() > earlier_shown_max)
        screen.text(4, fmt::format("... and {} more", findings.size() - earlier_shown_max));
}

} // namespace

std::string what_became_of(Finding const& finding)
{
    std::string words;
    if (finding.waiver)
        words += "; waived";
    if (is_off(finding))
        words += "; off";
    if (finding.change && finding.change != Change::unchanged)
        words += fmt::format("; {}", name(*finding.change));
    return words;
}

void write_policy_of(Finding const& finding, Screen& screen)
{
    if (finding.ruling)
        screen.labelled(4, "Policy:", one_line(in_words(*finding.ruling)));
    if (finding.waiver)
        screen.labelled(4, "Policy:", one_line(in_words(*finding.waiver)));
}

void write_policy_notes(Report const& report, Screen& screen)
{
    if (!report.policy || report.policy->notes.empty())
        return;
    screen.blank();
    screen.text(0, "Waivers to look at:");
    for (auto const& note : report.policy->notes)
        screen.labelled(2, "-", one_line(note.message));
}

void write_baseline(Report const& report, Screen& screen)
{
    if (!report.baseline)
        return;
    screen.blank();
    screen.text(0, fmt::format("Against the baseline: {}", in_words(change_counts(report))));
    write_earlier("Fixed:", report.baseline->fixed, screen);
    write_earlier("Not looked at again, so nothing is known of:", report.baseline->not_seen, screen);
}

} // namespace postern::report
