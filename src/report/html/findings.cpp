#include "report/check_pages.hpp"
#include "report/finding_parts.hpp"
#include "report/html/markdown.hpp"
#include "report/html/parts.hpp"
#include "report/html/words.hpp"
#include "report/text.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

namespace postern::report::html {
namespace {

using checks::Outcome;

enum class Folded { open, closed };

Markup joined(std::vector<std::string> const& lines_of_text)
{
    std::string all;
    for (auto const& line : lines_of_text)
        all.append(line).append("\n");
    return lines(all);
}

// Beside the name of the finding: its check where it stands apart from it, "webPanels foo-panel (line 12,
// column 20)", the subject, whichever there are.
void write_facts(Finding const& finding, CheckResult const* apart_from, std::ostream& out)
{
    out << "<dl class=\"facts\">\n";
    if (apart_from)
        out << markup("<div><dt>Check</dt><dd><a href=\"#{}\">{}</a></dd></div>\n",
                      element_id("check", apart_from->id), title_of(*apart_from, finding))
                   .html;
    auto const fact = [&](std::string_view name, std::string_view value) {
        if (!value.empty())
            out << markup("<div><dt>{}</dt><dd><code>{}</code></dd></div>\n", name, value).html;
    };
    fact("Module", finding.module);
    if (!finding.endpoint.empty()) // else it is the finding's name
        fact("About", finding.subject);
    if (finding.module.empty() || !finding.module.contains(place(finding.position)))
        fact("In the descriptor", place(finding.position));
    fact("Finding", finding.id);
    out << "</dl>\n";
}

std::string_view name_of(Finding const& finding)
{
    return finding.endpoint.empty() ? finding.subject : finding.endpoint;
}

// Beside the name. That nothing changed goes without saying.
Markup tags_of(Finding const& finding)
{
    std::string all;
    for (auto const tag : tags(finding))
        if (tag != name(Change::unchanged))
            all += markup("<span class=\"tag {0}\">{0}</span>", tag).html;
    return {std::move(all)};
}

// What a page of docs/checks says: once for the check, whatever it found.
void write_page(CheckResult const& check, std::ostream& out)
{
    constexpr int heading = 5; // below the section's "h4"
    auto const page = check_page(check.id);
    if (!page)
        return;
    for (std::string_view const title :
         {"How to fix it", "What it means", "How it is measured", "When it is a false positive"}) {
        auto const text = section(*page, title);
        if (!text)
            continue;
        out << markup("<details class=\"page\"><summary><h4>{}</h4></summary><div "
                      "class=\"prose\">\n{}</div></details>\n",
                      title, from_markdown(*text, heading))
                   .html;
    }
}

// One finding with everything that proves it.
void write_finding(Finding const& finding, Folded folded, CheckResult const* apart_from, Exchanges& exchanges,
                   std::ostream& out)
{
    out << markup(
               R"(<details class="finding" id="{}" data-verdict="{}"{}><summary><h4>{}<span class="where">{}</span>{}{}</h4>
<p class="message">{}</p></summary>
<div class="evidence">
)",
               element_id("finding", finding.id), checks::name(finding.outcome),
               Markup{folded == Folded::open ? " open" : ""}, badge(finding.outcome), name_of(finding),
               severity(finding.severity), tags_of(finding), finding.message)
               .html;
    write_facts(finding, apart_from, out);
    write_policy_of(finding, out);
    if (!finding.proof.empty())
        out << markup("<h5>What shows it</h5>\n<pre tabindex=\"0\">{}</pre>\n", joined(finding.proof)).html;
    if (!finding.repeat.empty())
        out << "<h5>See it again</h5>\n" << to_copy(finding.repeat, "Copy command").html;
    exchanges.write(finding, out);
    if (auto const explanation = explanation_of(finding); !explanation.empty())
        out << "<h5>For the ticket</h5>\n" << to_copy(explanation, "Copy text", "ticket").html;
    out << "</div></details>\n";
}

// So that a check whose findings stand elsewhere does not seem to have none.
void write_links_to_not_counted(CheckResult const& check, std::ostream& out)
{
    std::string links;
    for (auto const& finding : check.findings)
        if (!counts(finding))
            links += markup("{}<a href=\"#{}\">{}</a> ({})", links.empty() ? "" : ", ",
                            element_id("finding", finding.id), name_of(finding),
                            finding.waiver ? "waived" : "switched off")
                         .html;
    if (!links.empty())
        out << markup("<p class=\"quiet\">Does not count: {}</p>\n", Markup{std::move(links)}).html;
}

// `first` is how the next finding stands; the others are closed.
void write_section(CheckResult const& check, Folded& first, Exchanges& exchanges, std::ostream& out)
{
    out << markup(R"(<section class="check" id="{}" data-verdict="{}" aria-labelledby="{}">
<h3 id="{}">{} {}</h3>
<p class="summary-line">{}.</p>
)",
                  element_id("check", check.id), checks::name(check.outcome), element_id("title", check.id),
                  element_id("title", check.id), badge(check.outcome), check.title, check.summary)
               .html;
    // Only of a failure is it known that what it warns of can happen.
    if (check.outcome == Outcome::fail)
        out << markup("<p class=\"why\">{}</p>\n", check.why).html;
    out << markup("<p class=\"quiet\">{}{}<a href=\"https://cwe.mitre.org/data/definitions/{}.html\" "
                  "rel=\"noreferrer\">CWE-{}</a>, "
                  "check <code>{}</code></p>\n",
                  check.requirements.empty()
                      ? Markup{}
                      : markup("Requirement {}", requirement_links(check.requirements)),
                  check.requirements.empty() ? "" : ", ", check.cwe, check.cwe, check.id)
               .html;
    out << "<div class=\"pages\">\n";
    write_page(check, out);
    out << "</div>\n";
    for (auto const& finding : check.findings)
        if (counts(finding))
            write_finding(finding, std::exchange(first, Folded::closed), nullptr, exchanges, out);
    write_links_to_not_counted(check, out);
    out << "</section>\n";
}

template <typename Chosen>
void write_aside(std::string_view title, Report const& report, Chosen chosen, Exchanges& exchanges,
                 std::ostream& out)
{
    bool first = true;
    for (auto const& check : report.checks)
        for (auto const& finding : check.findings) {
            if (!chosen(finding))
                continue;
            if (std::exchange(first, false))
                out << markup("<div class=\"aside\">\n<h3>{}</h3>\n", title).html;
            write_finding(finding, Folded::closed, &check, exchanges, out);
        }
    if (!first)
        out << "</div>\n";
}

} // namespace

std::string element_id(std::string_view kind, std::string_view id)
{
    // Of our own making for the most part; a catalogue's numbers and an evidence file's ids are not.
    auto element = fmt::format("{}-{}", kind, id);
    std::ranges::replace_if(element, [](unsigned char c) { return c <= ' ' || c >= 0x7f; }, '_');
    return element;
}

Markup to_copy(std::string_view text, std::string_view button, std::string_view style)
{
    std::string characters(text);
    std::erase(characters, '\n');
    if (printable(characters, Characters::utf8) != characters)
        return markup("<div class=\"command\"><pre class=\"{}\" tabindex=\"0\">{}</pre></div>\n"
                      "<p class=\"quiet\">Not to be copied: it holds what cannot be shown, written out here. "
                      "The JSON report has it.</p>\n",
                      style, lines(text));
    return markup("<div class=\"command\"><pre class=\"{}\" tabindex=\"0\">{}</pre>"
                  "<button type=\"button\" class=\"copy\">{}</button></div>\n",
                  style, lines(text), button);
}

bool has_section(CheckResult const& check)
{
    return check.outcome == Outcome::fail || check.outcome == Outcome::warn ||
           check.outcome == Outcome::inconclusive || !check.findings.empty();
}

Markup check_links(std::vector<std::string> const& checks)
{
    std::string all;
    for (auto const& check : checks)
        all += markup("{}<a href=\"#{}\">{}</a>", all.empty() ? "" : ", ", element_id("check", check), check)
                   .html;
    return {std::move(all)};
}

Markup requirement_links(std::vector<std::string> const& requirements)
{
    std::string all;
    for (auto const& number : requirements)
        all += markup("{}<a href=\"#{}\">{}</a>", all.empty() ? "" : ", ", element_id("requirement", number),
                      number)
                   .html;
    return {std::move(all)};
}

void write_findings(Report const& report, Exchanges& exchanges, std::ostream& out)
{
    out << "<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n";
    auto first = Folded::open; // to show what there is to see in one
    bool any = false;
    for (auto const outcome : {Outcome::fail, Outcome::warn, Outcome::inconclusive, Outcome::manual,
                               Outcome::pass, Outcome::not_applicable})
        for (auto const& check : report.checks)
            if (check.outcome == outcome && has_section(check)) {
                write_section(check, first, exchanges, out);
                any = true;
            }
    if (!any)
        out << "<p>Nothing was found.</p>\n";
    out << "<p class=\"nothing\" hidden>No finding fits the search.</p>\n</section>\n";
}

void write_not_counted(Report const& report, Exchanges& exchanges, std::ostream& out)
{
    auto const any = std::ranges::any_of(
        report.checks, [](CheckResult const& check) { return !std::ranges::all_of(check.findings, counts); });
    if (!any)
        return;
    out << "<section class=\"asides\" aria-labelledby=\"not-counted\">\n<h2 id=\"not-counted\">Findings "
           "that do not count</h2>\n<p class=\"quiet\">Somebody has accepted these, or a rule of the policy "
           "has switched them off.</p>\n";
    auto const is_waived = [](Finding const& finding) { return finding.waiver.has_value(); };
    write_aside("Waived", report, is_waived, exchanges, out);
    write_aside(
        "Switched off", report,
        [&](Finding const& finding) { return is_off(finding) && !is_waived(finding); }, exchanges, out);
    out << "</section>\n";
}

} // namespace postern::report::html
