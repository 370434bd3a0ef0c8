#include "report/html.hpp"

#include "base/assert.hpp"
#include "base/base64.hpp"
#include "base/sha256.hpp"
#include "report/html/parts.hpp"
#include "report/html/words.hpp"
#include "report/html_assets.hpp"
#include "report/rule_data.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace postern::report {
namespace {

using html::markup;

std::string_view asset(std::string_view name)
{
    auto const assets = html_assets();
    auto const found = std::ranges::find(assets, name, &EmbeddedFile::name);
    POSTERN_ASSERT(found != assets.end(), "the build embeds the page's style and script");
    return found->bytes;
}

// The source expression that allows exactly this text: Content Security Policy Level 3, section 6.7.2.
std::string hash_source(std::string_view text)
{
    auto const digest = sha256(text);
    return "'sha256-" + base64_encode({reinterpret_cast<char const*>(digest.data()), digest.size()}) + "'";
}

// Even if a text of the target came through as markup, it could load nothing, run nothing and send nothing.
std::string content_security_policy(std::string_view style, std::string_view script)
{
    return "default-src 'none'; script-src " + hash_source(script) + "; style-src " + hash_source(style) +
           "; img-src data:; base-uri 'none'; form-action 'none'";
}

void write_head(Report const& report, std::ostream& out)
{
    auto const style = asset("report.css");
    auto const script = asset("report.js");
    out << html::Markup{"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"}.html;
    // Quoted with ": the policy has single quotes in it. It stands before what it judges.
    out << "<meta http-equiv=\"Content-Security-Policy\" content=\"" << content_security_policy(style, script)
        << "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light "
           "dark\">\n";
    out << markup(
               "<meta name=\"generator\" content=\"Postern {}\">\n<title>{} \u2013 Postern report</title>\n",
               report.tool_version,
               report.target.app_name.empty() ? report.target.descriptor : report.target.app_name)
               .html;
    out << "<style>" << style << "</style>\n<script>" << script << "</script>\n</head>\n";
}

void write_rules(Report const& report, std::ostream& out)
{
    std::vector<std::string> words;
    for (auto const& data : report.data)
        words.push_back(in_words(data));
    if (!words.empty())
        out << markup("<p>Rules: {}.</p>\n", fmt::format("{}", fmt::join(words, ", "))).html;
}

} // namespace

void write_html(Report const& report, std::ostream& out)
{
    write_head(report, out);
    out << "<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n"
        << html::icon_shapes().html
        << "\n<header class=\"bar\"><span class=\"brand\">Postern</span><nav aria-label=\"Sections\">"
           "<a href=\"#requirements\">Requirements</a><a href=\"#findings\">Findings</a>"
           "<a href=\"#coverage\">Coverage</a></nav><div id=\"toolbar\"></div></header>\n<main>\n";
    html::write_summary(report, out);
    html::write_requirements(report, out);
    html::Exchanges exchanges(report);
    html::write_findings(report, exchanges, out);
    html::write_not_counted(report, exchanges, out);
    html::write_baseline(report, out);
    html::write_other_checks(report, out);
    html::write_coverage(report, out);
    out << "</main>\n<footer><p>"
        << markup(
               "Made by Postern {} from what it saw on {}. What is not shown here stands in the JSON report "
               "and in the evidence file of the same scan.",
               report.tool_version, html::time(report.ended_at))
               .html
        << "</p>\n";
    write_rules(report, out);
    out << "</footer>\n<div id=\"dialogs\"></div>\n";
    html::write_index(report, out);
    out << "</body>\n</html>\n";
}

} // namespace postern::report
