#include "report/html/parts.hpp"
#include "report/html/words.hpp"

#include <ostream>

namespace postern::report::html {
namespace {

Markup link(std::string_view address, std::string_view text)
{
    // A catalogue may be anybody's file: no other kind of address becomes a link.
    if (!address.starts_with("https://"))
        return markup("{}", text);
    return markup("<a href=\"{}\" rel=\"noreferrer\">{}</a>", address, text);
}

Markup severity_rating(SeverityRating const& rating)
{
    return markup(
        "<p><b>Severity.</b> {}{}{}</p>", rating.about, rating.about.empty() ? "" : ": ",
        link(rating.source, fmt::format("{}, CVSS {:.1f}{}{}", checks::name(rating.label), rating.score,
                                        rating.date.empty() ? "" : ", as of ", rating.date)));
}

// What else there is to know of a requirement, folded away.
Markup more(RequirementResult const& requirement)
{
    std::string paragraphs;
    if (!requirement.what_to_look_at.empty())
        paragraphs += markup("<p><b>What to look at.</b> {}</p>", requirement.what_to_look_at).html;
    for (auto const& exemption : requirement.exemptions)
        paragraphs += markup("<p><b>Exempt.</b> {}</p>", exemption).html;
    if (!requirement.note.empty())
        paragraphs += markup("<p><b>Note.</b> {}</p>", requirement.note).html;
    for (auto const& rating : requirement.severities)
        paragraphs += severity_rating(rating).html;
    std::string numbers;
    for (auto const& [scheme, number] : requirement.aliases)
        numbers += markup("{}{} in {}", numbers.empty() ? "" : ", ", number, scheme).html;
    if (!numbers.empty())
        paragraphs += markup("<p><b>Elsewhere.</b> {}</p>", Markup{numbers}).html;
    return paragraphs.empty()
               ? Markup{}
               : markup("<details class=\"look\"><summary>{}</summary>{}</details>",
                        requirement.outcome == checks::Outcome::manual ? "What to look at" : "More",
                        Markup{paragraphs});
}

void write_row(RequirementResult const& requirement, std::ostream& out)
{
    out << markup(
               R"(<tr id="{}" class="requirement" data-verdict="{}"><td>{}</td><th scope="row">{}{}</th><td>)",
               element_id("requirement", requirement.id), checks::name(requirement.outcome),
               badge(requirement.outcome), requirement.id,
               requirement.numbering == Numbering::unconfirmed
                   ? Markup{"<span class=\"quiet\" title=\"It is not known that this is its number\"> "
                            "(?)</span>"}
                   : Markup{})
               .html;
    out << markup("<div class=\"name\">{}</div>", link(requirement.link, requirement.title)).html;
    if (!requirement.paraphrase.empty())
        out << markup("<div class=\"paraphrase\">{}</div>", requirement.paraphrase).html;
    if (!requirement.checks.empty())
        out << markup("<div class=\"quiet\">Judged by {}</div>", check_links(requirement.checks)).html;
    out << more(requirement).html << "</td></tr>\n";
}

} // namespace

void write_requirements(Report const& report, std::ostream& out)
{
    out << "<section aria-labelledby=\"requirements\">\n<h2 id=\"requirements\">Requirements</h2>\n";
    out << markup("<p class=\"quiet\">Numbered as in {}. {}</p>\n",
                  report.catalogue_title.empty() ? report.catalogue : report.catalogue_title,
                  report.catalogue_note)
               .html;
    out << R"(<table class="requirements"><thead><tr><th scope="col">Verdict</th><th scope="col">No.</th><th scope="col">Requirement</th></tr></thead>
<tbody>
)";
    for (auto const& requirement : report.requirements)
        write_row(requirement, out);
    out << "</tbody></table>\n<p class=\"nothing\" hidden>No requirement fits the search.</p>\n</section>\n";
}

} // namespace postern::report::html
