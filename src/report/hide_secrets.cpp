#include "report/hide_secrets.hpp"

#include "checks/exposed_files.hpp"
#include "checks/secret_match.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace postern::report {
namespace {

void hide(std::string& text) { text = checks::without_secrets(std::move(text)); }

void hide_letters(std::string& text)
{
    auto const is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    std::ranges::replace_if(text, is_plain, '*');
}

// The ids of the answers that are files of secrets.
std::set<std::string> files_of_secrets(evidence::Evidence const& evidence)
{
    std::set<std::string> ids;
    if (evidence.exposed_paths)
        for (auto const& attempt : evidence.exposed_paths->attempts)
            if (auto const* file = checks::exposed_file(attempt); file && file->holds_secrets)
                ids.insert(attempt.exchange.id);
    return ids;
}

// Many answers are the same bytes: each of them is searched once.
void hide_in_bodies(Report& report, std::set<std::string> const& files)
{
    std::unordered_map<std::string_view, std::string> hidden; // empty: nothing to hide
    std::vector<std::pair<std::string*, std::string const*>> changes;
    for (auto& exchange : report.exchanges) {
        auto* response = std::get_if<http::Response>(&exchange.outcome);
        if (!response || files.contains(exchange.id))
            continue;
        auto const [place, is_new] = hidden.try_emplace(response->body);
        if (is_new)
            if (auto text = checks::without_secrets(response->body); text != response->body)
                place->second = std::move(text);
        if (!place->second.empty())
            changes.emplace_back(&response->body, &place->second);
    }
    for (auto const& [body, text] : changes)
        *body = *text;
    for (auto& exchange : report.exchanges)
        if (auto* response = std::get_if<http::Response>(&exchange.outcome);
            response && files.contains(exchange.id))
            hide_letters(response->body);
}

} // namespace

void hide_secrets(Report& report, evidence::Evidence const& evidence)
{
    hide_in_bodies(report, files_of_secrets(evidence));
    for (auto& check : report.checks)
        for (auto& finding : check.findings) {
            hide(finding.message);
            hide(finding.explanation);
            for (auto& line : finding.proof)
                hide(line);
        }
}

} // namespace postern::report
