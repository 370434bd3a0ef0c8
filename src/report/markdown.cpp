#include "report/markdown.hpp"

#include "report/curl.hpp"
#include "report/finding_parts.hpp"
#include "report/rule_data.hpp"
#include "report/screen.hpp"
#include "report/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <ostream>

namespace postern::report {
namespace {

using checks::Outcome;

std::string fence(std::string_view text, std::size_t backticks_min)
{
    std::size_t longest = 0;
    std::size_t run = 0;
    for (char const c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return std::string(std::max(longest + 1, backticks_min), '`');
}

std::string code_block(std::string_view text)
{
    auto const shown = printable(text, Characters::utf8);
    auto const marks = fence(shown, 3);
    return fmt::format("  {0}sh\n  {1}\n  {0}\n", marks, shown);
}

std::string headline(Report const& report)
{
    std::map<Outcome, std::size_t> counts;
    for (auto const& requirement : report.requirements)
        ++counts[requirement.outcome];
    std::vector<std::string> words;
    for (auto const outcome :
         {Outcome::fail, Outcome::warn, Outcome::inconclusive, Outcome::manual, Outcome::pass})
        words.push_back(fmt::format("{} {}", verdict_word(outcome), counts[outcome]));
    auto text = fmt::format("## Postern: {}\n\n**Requirements: {}**\n\nApp {} at {}, {}, postern {}.\n",
                            markdown_text(report.target.app_name), fmt::join(words, " · "),
                            markdown_code(report.target.app_key), markdown_code(report.target.base_url),
                            markdown_text(report.catalogue), markdown_text(report.tool_version));
    if (report.policy)
        text += fmt::format("Policy {}.\n", markdown_code(report.policy->file));
    if (report.baseline)
        text += fmt::format("Against the baseline {}: {}.\n", markdown_code(report.baseline->file),
                            in_words(change_counts(report)));
    if (!report.complete) {
        text += "\n**Incomplete: this scan did not see everything.**\n\n";
        for (auto const& gap : report.gaps)
            text += fmt::format("- {}\n", markdown_text(gap));
    }
    return text;
}

std::string requirements(Report const& report)
{
    std::string text = "\n| Verdict | Requirement | Checks |\n|---|---|---|\n";
    for (auto const& requirement : report.requirements)
        if (!requirement.checks.empty())
            text += fmt::format("| {} | {} {} | {} |\n", verdict_word(requirement.outcome),
                                markdown_text(requirement.id), markdown_text(requirement.title),
                                markdown_text(fmt::format("{}", fmt::join(requirement.checks, ", "))));
    return text;
}

// Blank lines part the paragraphs of the text; of one that is not blank, the start of a line could mean
// something.
std::string quote(std::string_view text)
{
    constexpr std::string_view blank_line = "\n\n";
    std::string quoted;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find(blank_line, at), text.size());
        quoted += quoted.empty() ? "" : "  >\n";
        quoted += fmt::format("  > {}\n", markdown_text(text.substr(at, end - at)));
        at = end + blank_line.size();
    }
    return quoted;
}

std::string finding_text(Report const& report, Finding const& finding)
{
    auto const line = finding.position.line > 0
                          ? fmt::format(", line {} of the descriptor", finding.position.line)
                          : std::string();
    auto const change = finding.change && finding.change != Change::unchanged
                            ? fmt::format(", {}", name(*finding.change))
                            : std::string();
    auto text = fmt::format("\n- **{}** {} ({}{}{}, finding {}): {}\n", verdict_word(finding.outcome),
                            markdown_code(place_of(finding)), name(finding.severity), line, change,
                            finding.id, markdown_text(finding.message));
    if (finding.ruling)
        text += fmt::format("\n  Policy: {}\n", markdown_text(in_words(*finding.ruling)));
    if (auto const* exchange = first_exchange(report, finding)) {
        text += fmt::format("\n  {}\n\n", markdown_code(in_one_line(*exchange)));
        text += code_block(curl_line(exchange->request, report.target));
    }
    for (auto const& proof : finding.proof)
        text += fmt::format("\n  {}\n", markdown_code(proof));
    if (!finding.repeat.empty())
        text += "\n" + code_block(finding.repeat);
    if (auto const explanation = explanation_of(finding); !explanation.empty())
        text += "\n" + quote(explanation);
    return text;
}

std::string check_heading(CheckResult const& check)
{
    return fmt::format(
        "\n### {}: {}\n\n{}. {}\n\nCWE-{}, {} {}, how to fix it: `docs/checks/{}.md`\n",
        verdict_word(check.outcome), markdown_text(check.title), markdown_text(check.summary),
        markdown_text(check.why), check.cwe, check.requirements.size() == 1 ? "requirement" : "requirements",
        check.requirements.empty() ? "none"
                                   : markdown_text(fmt::format("{}", fmt::join(check.requirements, ", "))),
        check.id);
}

std::string waived(Report const& report)
{
    std::string text;
    for (auto const& check : report.checks)
        for (auto const& finding : check.findings)
            if (finding.waiver)
                text +=
                    fmt::format("- {} {}: {}\n", markdown_text(title_of(check, finding)),
                                markdown_code(place_of(finding)), markdown_text(in_words(*finding.waiver)));
    return text.empty() ? text : "\n### Waived\n\n" + text;
}

std::string switched_off(Report const& report)
{
    std::string text;
    for (auto const& check : report.checks)
        for (auto const& finding : check.findings)
            if (is_off(finding))
                text +=
                    fmt::format("- {} {}: {}\n", markdown_text(title_of(check, finding)),
                                markdown_code(place_of(finding)), markdown_text(in_words(*finding.ruling)));
    return text.empty() ? text : "\n### Switched off\n\n" + text;
}

std::string waivers_to_look_at(Report const& report)
{
    if (!report.policy || report.policy->notes.empty())
        return {};
    std::string text = "\n### Waivers to look at\n\n";
    for (auto const& note : report.policy->notes)
        text += fmt::format("- {}\n", markdown_text(note.message));
    return text;
}

std::string earlier(std::string_view title, std::vector<EarlierFinding> const& findings)
{
    std::string text;
    for (auto const& finding : findings)
        text += fmt::format("- {} ({}, finding {}): {}\n", markdown_code(place_of(finding)),
                            name(finding.outcome), finding.id, markdown_text(finding.message));
    return text.empty() ? text : fmt::format("\n### {}\n\n{}", title, text);
}

std::string against_baseline(Report const& report)
{
    if (!report.baseline)
        return {};
    return earlier("Fixed", report.baseline->fixed) +
           earlier("Not looked at again, so nothing is known of", report.baseline->not_seen);
}

std::string oddities(Report const& report)
{
    std::string text;
    for (auto const& warning : report.descriptor_warnings)
        text += fmt::format("- {}\n", markdown_text(warning));
    return text.empty() ? text : "\n### Oddities of the descriptor\n\n" + text;
}

std::string rules(Report const& report)
{
    std::string text;
    for (auto const& data : report.data)
        text += (text.empty() ? "" : ", ") + in_words(data);
    return text.empty() ? text : fmt::format("\nRules: {}.\n", markdown_text(text));
}

std::string not_seen(Report const& report)
{
    std::string text;
    for (auto const& coverage : report.coverage)
        if (coverage.kind != "none" && coverage.state != Coverage::State::probed)
            text +=
                fmt::format("- {}: {}\n", markdown_code(coverage.endpoint), markdown_text(coverage.reason));
    return text.empty() ? text : "\n### Not seen\n\n" + text;
}

std::string for_a_person(Report const& report)
{
    std::string text;
    for (auto const& requirement : report.requirements)
        if (requirement.outcome == Outcome::manual)
            text += fmt::format("- {} {}: {}\n", markdown_text(requirement.id),
                                markdown_text(requirement.title), markdown_text(requirement.what_to_look_at));
    return text.empty() ? text : "\n### A person must look\n\n" + text;
}

// Writes whole parts as long as they fit.
class Limited {
public:
    explicit Limited(std::ostream& out) : out_(out) {}

    void write(std::string const& part)
    {
        if (written_ + part.size() > markdown_max_bytes) {
            left_out_ = true;
            return;
        }
        out_ << part;
        written_ += part.size();
    }

    [[nodiscard]] bool full() const { return left_out_; }

    void end()
    {
        if (left_out_)
            out_ << "\nThis report is cut to fit into a comment; the JSON report has all of it.\n";
    }

private:
    std::ostream& out_;
    std::size_t written_ = 0;
    bool left_out_ = false;
};

} // namespace

std::string markdown_text(std::string_view text)
{
    constexpr std::string_view marks = "\\`*_{}[]<>|~&";
    auto const shown = printable(text, Characters::utf8);
    std::string escaped;
    for (std::size_t at = 0; at < shown.size(); ++at) {
        auto const rest = std::string_view(shown).substr(at);
        char const c = shown[at];
        if (c == '@' || c == '#')
            escaped += fmt::format("{}&#8203;", c); // a mention or a reference needs what follows
        else if (marks.contains(c) || rest.starts_with("://"))
            escaped += fmt::format("\\{}", c);
        else if (rest.starts_with("www.") || rest.starts_with("WWW."))
            escaped += fmt::format("{}&#8203;", c);
        else
            escaped += c;
    }
    return escaped;
}

std::string markdown_code(std::string_view text)
{
    auto const shown = printable(text, Characters::utf8);
    if (shown.empty())
        return "-";
    auto const marks = fence(shown, 1);
    auto const space = shown.starts_with('`') || shown.ends_with('`') ? " " : "";
    return fmt::format("{0}{1}{2}{1}{0}", marks, space, shown);
}

void write_markdown(Report const& report, std::ostream& out)
{
    Limited limited(out);
    limited.write(headline(report));
    limited.write(requirements(report));
    for (auto const outcome : {Outcome::fail, Outcome::warn, Outcome::inconclusive}) {
        for (auto const& check : report.checks) {
            if (check.outcome != outcome)
                continue;
            limited.write(check_heading(check));
            for (auto const& finding : check.findings)
                if (counts(finding) && !limited.full())
                    limited.write(finding_text(report, finding));
        }
    }
    for (auto const& part :
         {waived(report), switched_off(report), waivers_to_look_at(report), against_baseline(report),
          not_seen(report), oddities(report), for_a_person(report), rules(report)})
        limited.write(part);
    limited.end();
}

} // namespace postern::report
