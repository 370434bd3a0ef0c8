// What a person's policy and an earlier report have to do with this one.

#include "report/finding_parts.hpp"
#include "report/html/parts.hpp"
#include "report/html/words.hpp"

#include <ostream>

namespace postern::report::html {
namespace {

void write_waiver(Waiver const& waiver, std::ostream& out)
{
    out << markup("<div class=\"ruling\"><p><strong>Waived</strong>{}{} as <code>{}</code>, {}{}.</p>"
                  "<p>{}</p></div>\n",
                  waiver.author.empty() ? "" : " by ", waiver.author, waiver.reason,
                  waiver.expires.empty() ? "for good" : "until ", waiver.expires, waiver.explanation)
               .html;
}

void write_ruling(Ruling const& ruling, std::ostream& out)
{
    std::string_view const did = ruling.level == Level::off    ? "Switched off"
                                 : ruling.level == Level::warn ? "Made a warning"
                                                               : "Made a failure";
    out << markup("<div class=\"ruling\"><p><strong>{}</strong> by <code>{}</code>. Measured: {}</p></div>\n",
                  did, ruling.rule, badge(ruling.measured))
               .html;
}

void write_rows(std::vector<EarlierFinding> const& findings, std::string_view what, std::ostream& out)
{
    for (auto const& one : findings)
        out << markup("<tr><td>{}</td><td><code>{}</code><div>{}</div><div class=\"quiet\">was {}, finding "
                      "<code>{}</code></div></td></tr>\n",
                      what, place_of(one), one.message, checks::name(one.outcome), one.id)
                   .html;
}

} // namespace

std::vector<std::string_view> tags(Finding const& finding)
{
    std::vector<std::string_view> all;
    if (finding.change)
        all.push_back(name(*finding.change));
    if (finding.waiver)
        all.emplace_back("waived");
    if (is_off(finding))
        all.emplace_back("off");
    return all;
}

void write_policy_of(Finding const& finding, std::ostream& out)
{
    if (finding.ruling)
        write_ruling(*finding.ruling, out);
    if (finding.waiver)
        write_waiver(*finding.waiver, out);
}

void write_baseline(Report const& report, std::ostream& out)
{
    if (!report.baseline)
        return;
    auto const& [file, started_at, fixed, not_seen] = *report.baseline;
    out << markup("<section aria-labelledby=\"baseline\">\n<h2 id=\"baseline\">Since the baseline</h2>\n"
                  "<p>Against <code>{}</code> of {}: {}.</p>\n",
                  file, time(started_at), in_words(change_counts(report)))
               .html;
    if (!fixed.empty() || !not_seen.empty()) {
        out << "<table class=\"earlier\"><thead><tr><th scope=\"col\">Now</th><th scope=\"col\">Finding of "
               "the "
               "baseline</th></tr></thead><tbody>\n";
        write_rows(fixed, "fixed", out);
        write_rows(not_seen, "not looked at again", out);
        out << "</tbody></table>\n";
    }
    out << "</section>\n";
}

} // namespace postern::report::html
