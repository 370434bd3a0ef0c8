#include "checks/page_rules.hpp"

#include "base/assert.hpp"
#include "evidence/each_exchange.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace postern::checks {
namespace {

using nlohmann::json;
using Statuses = PageRule::Statuses;

constexpr std::string_view rules_format = "postern-page-rules-1";
constexpr std::size_t line_shown_max_bytes = 160;
constexpr std::size_t exchanges_shown_max = 3;

Statuses statuses_from(std::string const& text)
{
    if (text == "any")
        return Statuses::any;
    if (text == "success")
        return Statuses::success;
    if (text == "errors")
        return Statuses::errors;
    throw std::invalid_argument("\"statuses\" is none of any, success, errors");
}

Outcome outcome_from(std::string const& text)
{
    if (text == "fail")
        return Outcome::fail;
    if (text == "warn")
        return Outcome::warn;
    throw std::invalid_argument("\"verdict\" is neither fail nor warn");
}

PageRule read_rule(json const& node)
{
    auto const severity = severity_from(node.at("severity").get<std::string>());
    if (!severity)
        throw std::invalid_argument("\"severity\" is none of info, low, medium, high, critical");
    return {.id = node.at("id"),
            .title = node.at("title"),
            .outcome = outcome_from(node.at("verdict")),
            .severity = *severity,
            .statuses = statuses_from(node.value("statuses", "any")),
            .content = http::read_content_rule(node.at("content"))};
}

std::vector<PageRule> built_in(std::string_view file)
{
    auto const files = page_rule_files();
    auto const found = std::ranges::find(files, file, &EmbeddedFile::name);
    POSTERN_ASSERT(found != files.end(), "the file is one of those built in");
    auto rules = read_page_rules(found->bytes);
    POSTERN_ASSERT(rules.has_value(), "the built-in rules can be read; a test reads them too");
    return *std::move(rules);
}

bool goes_with(Statuses statuses, int status)
{
    switch (statuses) {
    case Statuses::any:
        return true;
    case Statuses::success:
        return status >= 200 && status < 300;
    case Statuses::errors:
        break;
    }
    return status >= 400;
}

// Statuses of one class go with the same rules.
std::size_t status_class(int status)
{
    if (goes_with(Statuses::success, status))
        return 0;
    return goes_with(Statuses::errors, status) ? 1 : 2;
}

// The line in which `at` stands, from there on.
std::string line_at(std::string_view body, std::size_t at)
{
    auto const line = body.substr(at, body.find('\n', at) - at);
    auto const end = line.find_last_not_of(" \t\r");
    auto const trimmed = line.substr(0, end == std::string_view::npos ? 0 : end + 1);
    return trimmed.size() <= line_shown_max_bytes
               ? std::string(trimmed)
               : fmt::format("{}…", trimmed.substr(0, line_shown_max_bytes));
}

struct Fit {
    PageRule const* rule = nullptr;
    std::size_t at = 0;
};

Fit fit(http::Response const& response, std::vector<PageRule> const& rules)
{
    for (auto const& rule : rules)
        if (goes_with(rule.statuses, response.status))
            if (auto const at = http::find_content(response.body, rule.content))
                return {&rule, *at};
    return {};
}

} // namespace

std::expected<std::vector<PageRule>, std::string> read_page_rules(std::string_view text)
{
    std::string place = "the file";
    try {
        auto const document = json::parse(text);
        if (document.at("format") != rules_format)
            return std::unexpected(fmt::format("the format is not \"{}\"", rules_format));
        std::vector<PageRule> rules;
        for (auto const& node : document.at("rules")) {
            place = fmt::format("rule {}", rules.size());
            rules.push_back(read_rule(node));
        }
        return rules;
    } catch (std::exception const& error) { // json's own, and those above
        return std::unexpected(fmt::format("{}: {}", place, error.what()));
    }
}

std::vector<PageRule> const& error_page_rules()
{
    static std::vector<PageRule> const rules = built_in("error-pages.json");
    return rules;
}

std::vector<PageRule> const& listing_rules()
{
    static std::vector<PageRule> const rules = built_in("listings.json");
    return rules;
}

PagesFound find_pages(evidence::Evidence const& evidence, std::vector<PageRule> const& rules)
{
    struct Seen {
        Sighting sighting;
        std::string line;
    };
    PagesFound pages;
    evidence::EndpointPlaces const places(evidence.endpoints);
    std::map<PageRule const*, std::vector<Seen>> seen; // rules stand in one vector: an order of their own
    std::array<std::unordered_map<std::string_view, Fit>, 3> known; // by body
    evidence::each_exchange(evidence, [&](std::string const& endpoint, http::Exchange const& exchange) {
        auto const* response = exchange.response();
        if (!response)
            return;
        ++pages.answers;
        auto const [place, is_new] = known[status_class(response->status)].try_emplace(response->body);
        if (is_new)
            place->second = fit(*response, rules);
        if (auto const [rule, at] = place->second; rule)
            seen[rule].push_back({sighting_of(endpoint, exchange, places), line_at(response->body, at)});
    });
    for (auto& [rule, all] : seen) {
        std::ranges::sort(all, [](Seen const& a, Seen const& b) {
            if (earlier(a.sighting, b.sighting) || earlier(b.sighting, a.sighting))
                return earlier(a.sighting, b.sighting);
            return a.line < b.line;
        });
        PageFound found{.rule = rule, .line = all.front().line};
        for (auto& each : all)
            found.sightings.push_back(std::move(each.sighting));
        pages.found.push_back(std::move(found));
    }
    return pages;
}

std::vector<Finding> page_findings(std::vector<PageFound> const& all)
{
    std::vector<Finding> findings;
    for (auto const& found : all) {
        auto const& first = found.sightings.front();
        Finding finding{.endpoint = first.endpoint,
                        .subject = subject_of(found.rule->title, first),
                        .outcome = found.rule->outcome,
                        .severity = found.rule->severity,
                        .message = fmt::format("{} is answered with {}{}", first.told, found.rule->title,
                                               elsewhere(found.sightings)),
                        .proof = {found.line}};
        for (auto const& sighting : found.sightings)
            if (sighting.endpoint == first.endpoint && finding.exchanges.size() < exchanges_shown_max)
                finding.exchanges.push_back(sighting.exchange);
        findings.push_back(std::move(finding));
    }
    return findings;
}

} // namespace postern::checks
