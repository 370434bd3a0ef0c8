#include "report/finding_parts.hpp"
#include "report/html.hpp"
#include "report/html/parts.hpp"
#include "report/html/words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>
#include <ranges>
#include <set>

namespace postern::report::html {
namespace {

using Json = nlohmann::ordered_json;

// Of one thing that can be found: the id of its element, what it is filtered by, and its words beside those.
Json entry(std::string element, checks::Outcome outcome, std::string words)
{
    return {{"element", std::move(element)}, {"verdict", checks::name(outcome)}, {"words", std::move(words)}};
}

std::string words(std::initializer_list<std::string_view> texts)
{
    std::string all;
    for (auto const text : texts)
        if (!text.empty())
            all.append(all.empty() ? "" : "\n").append(text);
    return all;
}

// A requirement has the tags of the findings that answer it, each once.
Json tags_of(RequirementResult const& requirement, std::vector<CheckResult> const& checks)
{
    std::set<std::string_view> all;
    for (auto const& check : checks)
        if (std::ranges::find(requirement.checks, check.id) != requirement.checks.end())
            for (auto const& one : check.findings)
                for (auto const tag : tags(one))
                    all.insert(tag);
    return all;
}

Json requirement(RequirementResult const& one, std::vector<CheckResult> const& checks)
{
    auto text = words({one.id, one.title, one.slug, one.paraphrase, one.what_to_look_at, one.note});
    for (auto const& check : one.checks)
        text.append("\n").append(check);
    for (auto const& topic : one.topics)
        text.append("\n").append(topic);
    // So that the number of an old report or ticket is found: "csrt 1.1".
    for (auto const& [scheme, number] : one.aliases)
        text.append("\n").append(scheme).append(" ").append(number);
    auto json = entry(element_id("requirement", one.id), one.outcome, std::move(text));
    json["tags"] = tags_of(one, checks);
    return json;
}

Json finding(CheckResult const& check, Finding const& one,
             std::map<std::string_view, std::string_view> const& urls)
{
    auto text = words({one.id, one.endpoint, one.subject, one.module, one.message, explanation_of(one),
                       check.id, check.title, checks::name(one.severity)});
    for (auto const& proof : one.proof)
        text.append("\n").append(proof);
    for (auto const& exchange : one.exchanges | std::views::take(html_finding_exchanges_max))
        if (auto const url = urls.find(exchange); url != urls.end())
            text.append("\n").append(exchange).append(" ").append(url->second);
    if (one.waiver)
        text.append("\n").append(in_words(*one.waiver));
    if (one.ruling)
        text.append("\n").append(in_words(*one.ruling));
    auto json = entry(element_id("finding", one.id), one.outcome, std::move(text));
    json["tags"] = tags(one);
    return json;
}

} // namespace

void write_index(Report const& report, std::ostream& out)
{
    std::map<std::string_view, std::string_view> urls;
    for (auto const& exchange : report.exchanges)
        urls.emplace(exchange.id, exchange.request.url);
    auto requirements = Json::array();
    for (auto const& one : report.requirements)
        requirements.push_back(requirement(one, report.checks));
    auto findings = Json::array();
    for (auto const& check : report.checks)
        for (auto const& one : check.findings)
            findings.push_back(finding(check, one, urls));
    Json const index{{"requirements", std::move(requirements)}, {"findings", std::move(findings)}};
    out << "<script type=\"application/json\" id=\"index\">"
        << escaped_json(index.dump(-1, ' ', true, Json::error_handler_t::replace)) << "</script>\n";
}

} // namespace postern::report::html
