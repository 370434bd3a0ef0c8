#include "checks/check.hpp"

#include "evidence/endpoint_places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

namespace postern::checks {

namespace {

// "whether folders are listed"; what begins with a name stays: "X-Frame-Options of …".
std::string within_a_sentence(std::string_view topic)
{
    constexpr int to_lower_case = 'a' - 'A';
    std::string text(topic);
    if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z')
        text[0] = static_cast<char>(text[0] + to_lower_case);
    return text;
}

} // namespace

std::string title_of(CheckInfo const& info, Outcome outcome)
{
    switch (outcome) {
    case Outcome::pass:
        return std::string(info.title);
    case Outcome::fail:
        return std::string(info.failure_title);
    case Outcome::inconclusive:
        return fmt::format("Could not be told: {}", within_a_sentence(info.topic));
    case Outcome::warn:
    case Outcome::not_applicable:
    case Outcome::manual:
        break;
    }
    return std::string(info.topic);
}

namespace detail {

Verdict not_gathered() { return inconclusive("no evidence was gathered for this check"); }

Verdict settle(evidence::Evidence const& evidence, Verdict verdict)
{
    evidence::EndpointPlaces const places(evidence.endpoints);
    auto const place = [&](Finding const& finding) { return places.of(finding.endpoint); };
    std::ranges::sort(verdict.findings, {}, [&](Finding const& finding) {
        return std::tuple(place(finding), finding.subject, finding.message, finding.exchanges, finding.proof);
    });
    return verdict;
}

} // namespace detail

} // namespace postern::checks
