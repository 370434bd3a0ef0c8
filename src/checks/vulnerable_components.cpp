// JavaScript libraries with known vulnerabilities, in what the pages load and in the pages themselves. Only
// what the browser gets can be seen; libraries of the server cannot.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/known_libraries.hpp"
#include "checks/unseen.hpp"
#include "evidence/pages.hpp"
#include "http/html.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace postern::checks {
namespace {

using evidence::Resource;
using evidence::Resources;

constexpr CheckInfo info{
    .id = "vulnerable-components",
    .title = "Pages load no library with known critical or high vulnerabilities",
    .failure_title = "Pages load libraries with known vulnerabilities",
    .topic = "Vulnerabilities of the libraries that pages load",
    .why = "The way to attack a known vulnerability is published with it.",
    .severity = Severity::high,
    .cwe = 1395, // Dependency on Vulnerable Third-Party Component
    .weight = Weight::hint,
};

constexpr std::size_t vulnerabilities_told_max = 8;
constexpr std::size_t places_told_max = 5;

struct Place {
    std::string what; // an address, or "a script inside the page"
    std::vector<std::string> exchanges;
};

// By endpoint and library.
using Found = std::map<std::pair<std::string, Library>, std::vector<Place>>;

struct Seen {
    Found found;
    std::size_t scripts = 0;     // looked at whole
    std::size_t partly = 0;      // cut off, moved, or over the limit: not looked at whole
    std::size_t silent = 0;      // did not answer
    std::size_t third_party = 0; // only their address is known
};

// Those of `pages` whose text holds the start tag that names the script.
std::vector<std::string> named_in(std::vector<evidence::Page> const& pages, Resource const& resource)
{
    for (auto const& page : pages)
        if (page.endpoint == resource.endpoint && page.exchange->response()->body.contains(resource.named_by))
            return {page.exchange->id};
    return {};
}

void look_at(Resource const& resource, std::vector<evidence::Page> const& pages, Seen& seen)
{
    auto const& known = known_libraries();
    auto libraries = known.in_address(resource.url);
    auto const* response = resource.exchange ? resource.exchange->response() : nullptr;
    if (resource.kind == Resource::Kind::third_party) {
        ++seen.third_party;
    } else if (!resource.exchange) {
        ++seen.partly;
    } else if (!response || kind_by_status(response->status) == AnswerKind::unavailable) {
        ++seen.silent;
    } else if (response->status == 200) {
        ++(response->body_truncated() ? seen.partly : seen.scripts);
        for (auto& library : known.in_script(response->body))
            libraries.push_back(std::move(library));
    } else if (http::is_redirect(response->status)) {
        ++seen.partly;
    } else { // the browser gets nothing either
        ++seen.scripts;
        libraries.clear();
    }
    std::ranges::sort(libraries);
    auto const repeated = std::ranges::unique(libraries);
    libraries.erase(repeated.begin(), repeated.end());
    auto exchanges = named_in(pages, resource);
    if (response)
        exchanges.insert(exchanges.begin(), resource.exchange->id);
    for (auto& library : libraries)
        seen.found[{resource.endpoint, std::move(library)}].push_back({resource.url, exchanges});
}

// Scripts that stand in the page.
void look_at(evidence::Page const& page, Seen& seen)
{
    auto const document = http::parse_html(page.exchange->response()->body);
    for (auto const* script : document.all("script"))
        if (!script->attribute("src"))
            for (auto& library : known_libraries().in_script(script->text))
                seen.found[{page.endpoint, std::move(library)}].push_back(
                    {fmt::format("a script in the page, line {}", script->line), {page.exchange->id}});
}

std::string told(Vulnerability const& vulnerability)
{
    auto const names = vulnerability.identifiers.empty()
                           ? std::string("no identifier")
                           : fmt::format("{}", fmt::join(vulnerability.identifiers, ", "));
    auto const fixed = vulnerability.below.empty() ? std::string("no fixed version")
                                                   : fmt::format("fixed in {}", vulnerability.below);
    return fmt::format("{} ({}, {}): {}{}", names, name(vulnerability.severity), fixed, vulnerability.summary,
                       vulnerability.info.empty() ? "" : " " + vulnerability.info.front());
}

// Nothing where the library has no known vulnerability.
std::optional<Finding> finding_of(std::string const& endpoint, Library const& library,
                                  std::vector<Place> const& places)
{
    auto const& known = known_libraries();
    auto const vulnerabilities = known.vulnerabilities(library);
    if (vulnerabilities.empty() || places.empty())
        return std::nullopt;
    auto const severity = vulnerabilities.front()->severity;
    Finding finding{
        .endpoint = endpoint,
        .subject = fmt::format("{} {}", library.name, library.version),
        .outcome = severity >= Severity::high ? Outcome::fail : Outcome::warn,
        .severity = severity,
        .message = fmt::format(
            "The page loads {} {}, which has {}, the gravest of {} severity", library.name, library.version,
            vulnerabilities.size() == 1 ? "1 known vulnerability"
                                        : fmt::format("{} known vulnerabilities", vulnerabilities.size()),
            name(severity))};
    for (std::size_t i = 0; i < std::min(places.size(), places_told_max); ++i) {
        finding.proof.push_back(fmt::format("in {}", places[i].what));
        for (auto const& id : places[i].exchanges)
            if (std::ranges::find(finding.exchanges, id) == finding.exchanges.end())
                finding.exchanges.push_back(id);
    }
    for (std::size_t i = 0; i < std::min(vulnerabilities.size(), vulnerabilities_told_max); ++i)
        finding.proof.push_back(told(*vulnerabilities[i]));
    if (vulnerabilities.size() > vulnerabilities_told_max)
        finding.proof.push_back(
            fmt::format("and {} more", vulnerabilities.size() - vulnerabilities_told_max));
    finding.proof.push_back(fmt::format("by the data of {}", known.source()));
    return finding;
}

std::string not_whole(Seen const& seen)
{
    return seen.partly == 0 ? std::string()
                            : fmt::format("; of {} not all was looked at", counted(seen.partly, "script"));
}

Verdict conclude(Seen const& seen, std::size_t pages, evidence::Evidence const& evidence)
{
    if (seen.silent > 0)
        return inconclusive(fmt::format("{} got no answer", counted(seen.silent, "script")));
    if (pages == 0 && seen.scripts + seen.partly + seen.third_party == 0) {
        if (evidence.endpoints.empty())
            return not_applicable("the descriptor declares no endpoint");
        if (!evidence.access || !any_page_answered(*evidence.access, evidence))
            return inconclusive("no page answered");
        return manual("no page gave HTML, so no script could be looked at: let the app's build look for "
                      "vulnerable libraries (npm audit, retire.js), or give a user's token");
    }
    auto const of = fmt::format("{} of {}", counted(seen.scripts, "script"), counted(pages, "page"));
    if (seen.partly > 0)
        return manual(fmt::format("no known vulnerability in {}{}", of, not_whole(seen)));
    std::set<std::string> libraries;
    for (auto const& [key, places] : seen.found)
        libraries.insert(fmt::format("{} {}", key.second.name, key.second.version));
    return pass(fmt::format("no known vulnerability in {}{}", of,
                            libraries.empty() ? "; no library was recognised in them"
                                              : fmt::format("; recognised: {}", fmt::join(libraries, ", "))));
}

Verdict evaluate(Resources const& resources, evidence::Evidence const& evidence)
{
    Seen seen;
    auto const pages = html_pages(evidence);
    for (auto const& resource : resources.resources)
        if (resource.kind != Resource::Kind::source_map)
            look_at(resource, pages, seen);
    for (auto const& page : pages)
        look_at(page, seen);

    std::vector<Finding> findings;
    std::set<std::string> libraries;
    for (auto& [key, places] : seen.found) {
        std::ranges::sort(places, {},
                          [](Place const& place) { return std::pair(place.what, place.exchanges); });
        if (auto finding = finding_of(key.first, key.second, places)) {
            libraries.insert(finding->subject);
            findings.push_back(*std::move(finding));
        }
    }
    if (findings.empty())
        return conclude(seen, pages.size(), evidence);
    auto summary = fmt::format("known vulnerabilities in {}{}", fmt::join(libraries, ", "), not_whole(seen));
    auto const grave = std::ranges::any_of(
        findings, [](Finding const& finding) { return finding.outcome == Outcome::fail; });
    if (seen.silent > 0 && !grave)
        return inconclusive(fmt::format("{} got no answer; {}", counted(seen.silent, "script"), summary),
                            std::move(findings));
    if (seen.silent > 0)
        findings.push_back(
            not_looked_at(fmt::format("Besides, {} got no answer", counted(seen.silent, "script"))));
    return grave ? fail(std::move(summary), std::move(findings))
                 : warn(std::move(summary), std::move(findings));
}

} // namespace

extern constexpr Check vulnerable_components = make_check<&evaluate>(info);

} // namespace postern::checks
