// What fits one screen: whose app, what came of it, what was not seen, what to mend first.

#include "report/finding_parts.hpp"
#include "report/html/parts.hpp"
#include "report/html/words.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <vector>

namespace postern::report::html {
namespace {

using checks::Outcome;

std::size_t count(Report const& report, Outcome outcome)
{
    return static_cast<std::size_t>(
        std::ranges::count(report.requirements, outcome, &RequirementResult::outcome));
}

bool any_check(Report const& report, Outcome outcome)
{
    return std::ranges::find(report.checks, outcome, &CheckResult::outcome) != report.checks.end();
}

template <typename Chosen>
std::size_t count_findings(Report const& report, Chosen chosen)
{
    std::size_t number = 0;
    for (auto const& check : report.checks)
        number += static_cast<std::size_t>(std::ranges::count_if(check.findings, chosen));
    return number;
}

struct Headline {
    Outcome outcome;
    std::string text;
};

Headline headline(Report const& report)
{
    auto const failed = count(report, Outcome::fail);
    auto const warned = count(report, Outcome::warn);
    if (failed > 0)
        return {Outcome::fail, fmt::format("{} of {} requirements {}", failed, report.requirements.size(),
                                           failed == 1 ? "fails" : "fail")};
    if (any_check(report, Outcome::fail))
        return {Outcome::fail, "A check fails that no requirement asks for"};
    if (!report.complete)
        return {Outcome::inconclusive, "Nothing fails in what was seen, but the scan is incomplete"};
    if (any_check(report, Outcome::inconclusive))
        return {Outcome::inconclusive, "Nothing fails, but not everything could be judged"};
    if (warned > 0)
        return {Outcome::warn, fmt::format("No requirement fails, {} {}", warned,
                                           warned == 1 ? "has a warning" : "have warnings")};
    return {Outcome::pass, "No requirement fails"};
}

void fact(std::ostream& out, std::string_view name, Markup const& value)
{
    out << markup("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value).html;
}

void write_facts(Report const& report, std::ostream& out)
{
    auto const& target = report.target;
    auto const code = [](std::string const& text) { return markup("<code>{}</code>", text); };
    auto const took = std::chrono::floor<std::chrono::seconds>(report.ended_at - report.started_at);
    out << "<dl class=\"facts\">\n";
    if (!target.app_key.empty())
        fact(out, "App key", code(target.app_key));
    fact(out, "Platform", markup("{}", target.platform));
    fact(out, "Base URL", code(target.base_url));
    fact(out, "Descriptor", code(target.descriptor));
    fact(out, "Scanned",
         markup("{} <span class=\"quiet\">took {}, {}</span>", time(report.started_at),
                took.count() == 0 ? "under a second" : duration(took),
                counted(report.exchanges.size(), "exchange", "exchanges")));
    fact(out, "Catalogue", markup("{}", report.catalogue));
    if (report.policy)
        fact(out, "Policy", code(report.policy->file));
    if (report.baseline)
        fact(out, "Baseline",
             markup("<code>{}</code> <span class=\"quiet\">of {}</span>", report.baseline->file,
                    time(report.baseline->started_at)));
    out << "</dl>\n";
}

void write_sentences(std::string_view title, std::vector<std::string> const& sentences, std::ostream& out)
{
    out << markup("<p><strong>{}</strong></p>\n<ul>\n", title).html;
    for (auto const& sentence : sentences)
        out << markup("<li>{}</li>\n", sentence).html;
    out << "</ul>\n";
}

void write_gaps(Report const& report, std::ostream& out)
{
    if (!report.complete) {
        out << "<div class=\"notice\" role=\"note\">" << icon(Outcome::inconclusive).html << "<div>\n";
        write_sentences("This scan did not see everything.", report.gaps, out);
        out << "</div></div>\n";
    }
    if (report.policy && !report.policy->notes.empty()) {
        std::vector<std::string> notes;
        for (auto const& note : report.policy->notes)
            notes.push_back(note.message);
        out << "<div class=\"notice policy\" role=\"note\">" << icon(Outcome::warn).html << "<div>\n";
        write_sentences("Waivers to look at.", notes, out);
        out << "</div></div>\n";
    }
    if (!report.descriptor_warnings.empty()) {
        out << "<details class=\"oddities\"><summary>"
            << counted(report.descriptor_warnings.size(), "oddity", "oddities")
            << " of the descriptor</summary>\n<ul>\n";
        for (auto const& warning : report.descriptor_warnings)
            out << markup("<li>{}</li>\n", warning).html;
        out << "</ul></details>\n";
    }
}

void write_cards(Report const& report, std::ostream& out)
{
    constexpr std::array always{Outcome::fail, Outcome::warn, Outcome::inconclusive, Outcome::manual,
                                Outcome::pass};
    auto const card = [&](Outcome outcome) {
        auto const number = count(report, outcome);
        out << markup(
                   R"(<li class="card {}{}"><span class="number">{}</span><span class="label">{}{}</span></li>)",
                   checks::name(outcome), number == 0 ? " zero" : "", number, icon(outcome), word(outcome))
                   .html
            << '\n';
    };
    out << "<ul class=\"cards\" aria-label=\"Requirements by verdict\">\n";
    for (auto const outcome : always)
        card(outcome);
    if (count(report, Outcome::not_applicable) > 0)
        card(Outcome::not_applicable);
    out << "</ul>\n";
}

// What is known of the findings beside verdicts; nothing without a policy and a baseline.
void write_small_cards(Report const& report, std::ostream& out)
{
    std::string cards;
    auto const add = [&](std::size_t number, std::string_view section, std::string_view label) {
        if (number > 0)
            cards += markup("<li class=\"card\"><span class=\"number\">{}</span><span class=\"label\">"
                            "<a href=\"#{}\">{}</a></span></li>\n",
                            number, section, label)
                         .html;
    };
    auto const [is_new, changed, unchanged, fixed] = change_counts(report);
    add(is_new + changed, "baseline", "New or changed");
    add(fixed, "baseline", "Fixed");
    add(count_findings(report, [](Finding const& one) { return one.waiver.has_value(); }), "not-counted",
        "Waived");
    add(count_findings(report, is_off), "not-counted", "Switched off");
    if (!cards.empty())
        out << "<ul class=\"cards small\">\n" << cards << "</ul>\n";
}

checks::Severity worst(CheckResult const& check)
{
    auto worst = checks::Severity::info;
    for (auto const& finding : check.findings)
        if (counts(finding))
            worst = std::max(worst, finding.severity);
    return worst;
}

std::size_t counting(CheckResult const& check)
{
    return static_cast<std::size_t>(std::ranges::count_if(check.findings, counts));
}

int rank(Outcome outcome)
{
    constexpr std::array order{Outcome::fail, Outcome::warn, Outcome::inconclusive};
    return static_cast<int>(std::ranges::find(order, outcome) - order.begin());
}

void write_first(Report const& report, std::ostream& out)
{
    constexpr std::size_t first_max = 5;
    std::vector<CheckResult const*> chosen;
    for (auto const& check : report.checks)
        if (rank(check.outcome) < rank(Outcome::pass))
            chosen.push_back(&check);
    if (chosen.empty())
        return;
    auto const graver = [](CheckResult const* a, CheckResult const* b) {
        return std::tuple(rank(a->outcome), -static_cast<int>(worst(*a)), counting(*b), a->id) <
               std::tuple(rank(b->outcome), -static_cast<int>(worst(*b)), counting(*a), b->id);
    };
    std::ranges::sort(chosen, graver);
    out << "<h2 id=\"first\">Look at these first</h2>\n<ol class=\"first\">\n";
    for (std::size_t at = 0; at < std::min(first_max, chosen.size()); ++at) {
        auto const& check = *chosen[at];
        out << markup(R"(<li>{}<a href="#{}">{}</a><span class="quiet">{}{}</span></li>)",
                      icon(check.outcome), element_id("check", check.id), check.title,
                      counting(check) == 0 ? std::string(word(check.outcome))
                                           : counted(counting(check), "finding", "findings"),
                      counting(check) == 0 ? Markup{} : severity(worst(check)))
                   .html
            << '\n';
    }
    if (chosen.size() > first_max)
        out << markup("<li><span></span><a href=\"#findings\">and {} more</a></li>\n",
                      counted(chosen.size() - first_max, "check", "checks"))
                   .html;
    out << "</ol>\n";
}

} // namespace

void write_summary(Report const& report, std::ostream& out)
{
    auto const& target = report.target;
    auto const [outcome, text] = headline(report);
    out << "<section class=\"summary\" aria-labelledby=\"title\">\n";
    out << markup("<p class=\"eyebrow\">Security report</p>\n<h1 id=\"title\">{}</h1>\n",
                  target.app_name.empty() ? std::string_view("An app whose descriptor was not read")
                                          : std::string_view(target.app_name))
               .html;
    out << markup("<p class=\"headline {}\">{}<span>{}</span></p>\n", checks::name(outcome), icon(outcome),
                  text)
               .html;
    write_gaps(report, out);
    write_cards(report, out);
    write_small_cards(report, out);
    out << "<div class=\"columns\"><div>\n";
    write_first(report, out);
    out << "</div><div>\n<h2>The scan</h2>\n";
    write_facts(report, out);
    out << "</div></div>\n</section>\n";
}

} // namespace postern::report::html
