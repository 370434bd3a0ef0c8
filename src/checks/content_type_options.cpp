// Browsers take an answer for what its Content-Type says.
#include "checks/header_answers.hpp"
#include "http/field_value.hpp"
#include "http/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::checks {
namespace {

using platform::EndpointKind;

constexpr CheckInfo info{
    .id = "content-type-options",
    .title = "Browsers do not guess the type of an answer",
    .failure_title = "Browsers guess the type of an answer",
    .topic = "Whether browsers guess the type of an answer",
    .why = "What a user has written into a file or a text may run as a page of the app.",
    .severity = Severity::medium,
    .cwe = 430, // Deployment of Wrong Handler
};

// Only the first value counts: Fetch, "determine nosniff".
bool says_nosniff(http::Response const& response)
{
    auto const value = response.headers.joined("X-Content-Type-Options").value_or("");
    auto const first = std::string_view(value).substr(0, value.find(','));
    return http::equal_ignoring_case(http::trimmed(first), "nosniff");
}

// The types behind which browsers look for a document: MIME Sniffing, section 7.
bool is_guessed(std::string_view type)
{
    constexpr std::array<std::string_view, 4> unknown{"", "unknown/unknown", "application/unknown", "*/*"};
    return std::ranges::find(unknown, type) != unknown.end();
}

std::optional<std::vector<HeaderProblem>> judge(HeaderAnswer const& answer)
{
    auto const& response = *answer.response;
    if (!is_own_word(response.status))
        return std::nullopt;
    if (says_nosniff(response) || (response.body.empty() && response.body_bytes == 0))
        return std::vector<HeaderProblem>{};
    auto const value = response.headers.joined("X-Content-Type-Options");
    auto const seen =
        value ? "X-Content-Type-Options " + quoted(*value) : std::string("no X-Content-Type-Options");
    auto const type = http::media_type(response);
    // A refusal is a sentence of the app's own, into which nobody has written.
    if (is_guessed(type))
        return std::vector<HeaderProblem>{
            {.subject = "guessed type",
             .outcome = answer.success() ? Outcome::fail : Outcome::warn,
             .severity = answer.success() ? Severity::medium : Severity::low,
             .message =
                 fmt::format("{} with {} and {}: browsers guess whether it is a page", answer.told(),
                             type.empty() ? "no Content-Type" : "Content-Type " + quoted(type), seen)}};
    return std::vector<HeaderProblem>{
        {.subject = "no nosniff",
         .message = fmt::format("{} with {}; its type is {}", answer.told(), seen, quoted(type))}};
}

Verdict evaluate(evidence::AccessAttempts const&, evidence::Evidence const& evidence)
{
    return judge_headers(header_answers(evidence), evidence,
                         {.kinds = {EndpointKind::page, EndpointKind::action, EndpointKind::asset},
                          .judge = judge,
                          .held = "are taken for what their Content-Type says",
                          .broken = "have a type that browsers guess",
                          .not_there = "every answer was a redirect"});
}

} // namespace

extern constexpr Check content_type_options = make_check<&evaluate>(info);

} // namespace postern::checks
