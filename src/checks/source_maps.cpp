// A source map that anybody can fetch gives away the source as it was written, comments included. That is no
// hole, and some do it on purpose: a warning. What secrets it holds, leaked-secrets finds.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/sighting.hpp"
#include "checks/unseen.hpp"
#include "evidence/each_exchange.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {
namespace {

constexpr CheckInfo info{
    .id = "source-maps",
    .title = "No source map gives the source away",
    .failure_title = "Source maps give the source away",
    .topic = "Source maps of the app's scripts",
    .why = "With the original source and its comments, holes are found more quickly.",
    .severity = Severity::low,
    .cwe = 540, // Inclusion of Sensitive Information in Source Code
};

constexpr std::size_t sources_shown_max = 3;
constexpr std::size_t source_shown_max_bytes = 100;

constexpr std::string_view white_space = " \t\r\n";

// Whether the list behind `"sourcesContent":` holds a text.
bool holds_content(std::string_view map)
{
    constexpr std::string_view member = "\"sourcesContent\"";
    auto const at = map.find(member);
    if (at == std::string_view::npos)
        return false;
    auto const list = map.find_first_not_of(white_space, at + member.size());
    auto const rest = map.substr(std::min(list, map.size()));
    // ":", "[", and of members without a source null: up to the first text.
    auto const first = rest.find_first_not_of(":[, \t\r\nnul");
    return first != std::string_view::npos && rest[first] == '"';
}

// The source map revision 3 format: an object, which some begin with ")]}'" so that it is no script.
bool is_map_with_sources(std::string_view body)
{
    auto const begin = body.find_first_not_of(white_space);
    if (begin == std::string_view::npos || (body[begin] != '{' && !body.substr(begin).starts_with(")]}")))
        return false;
    bool const map =
        body.contains("\"version\"") && (body.contains("\"mappings\"") || body.contains("\"sources\""));
    return map && holds_content(body);
}

// A script that carries its map with it.
bool is_map_inside(std::string_view body) { return body.contains("sourceMappingURL=data:application/json"); }

std::vector<std::string> proof_of(std::string_view body)
{
    std::vector<std::string> lines;
    auto const begin = std::min(body.find('{'), body.size());
    auto const map = nlohmann::json::parse(body.substr(begin), nullptr, false);
    auto const sources = map.is_object() ? map.find("sources") : map.end();
    if (!map.is_object() || sources == map.end() || !sources->is_array())
        return lines;
    lines.push_back(fmt::format("it holds {}", counted(sources->size(), "source")));
    for (auto const& source : *sources)
        if (source.is_string() && lines.size() <= sources_shown_max)
            lines.push_back(source.get<std::string>().substr(0, source_shown_max_bytes));
    return lines;
}

struct Map {
    std::vector<Sighting> sightings;
    std::string what;
    std::string_view body;
};

Finding finding_of(Map& map)
{
    std::ranges::sort(map.sightings, earlier);
    auto const& first = map.sightings.front();
    return {.endpoint = first.endpoint,
            .subject = subject_of(map.what, first),
            .outcome = Outcome::warn,
            .severity = info.severity,
            .message =
                fmt::format("The answer to {} is {}{}", first.told, map.what, elsewhere(map.sightings)),
            .exchanges = {first.exchange},
            .proof = proof_of(map.body)};
}

Verdict judge_answers(evidence::Evidence const& evidence)
{
    std::size_t answers = 0;
    evidence::EndpointPlaces const places(evidence.endpoints);
    std::map<std::pair<std::string, std::string_view>, Map> maps; // by address and bytes
    evidence::each_exchange(evidence, [&](std::string const& endpoint, http::Exchange const& exchange) {
        auto const* response = exchange.response();
        if (!response)
            return;
        ++answers;
        bool const whole = is_map_with_sources(response->body);
        if (response->status < 200 || response->status >= 300 || (!whole && !is_map_inside(response->body)))
            return;
        auto sighting = sighting_of(endpoint, exchange, places);
        auto& map = maps[{sighting.endpoint + ' ' + sighting.path, response->body}];
        map.what = whole ? "a source map with the original source" : "a script with its source map inside";
        map.body = response->body;
        map.sightings.push_back(std::move(sighting));
    });
    if (answers == 0)
        return inconclusive("there was no answer to look into");
    if (maps.empty())
        return pass(fmt::format("no source map with its sources in {}", counted(answers, "answer")));
    std::vector<Finding> findings;
    for (auto& [place, map] : maps) {
        auto finding = finding_of(map);
        auto const same = [&](Finding const& other) {
            return other.endpoint == finding.endpoint && other.subject == finding.subject;
        };
        if (std::ranges::none_of(findings, same)) // one that varies by itself is still one
            findings.push_back(std::move(finding));
    }
    return warn("source maps with the original source can be fetched", std::move(findings));
}

Verdict evaluate(evidence::Evidence const& evidence)
{
    return unless_unseen(evidence, judge_answers(evidence));
}

} // namespace

extern constexpr Check source_maps = make_check<&evaluate>(info);

} // namespace postern::checks
