// Scripts of foreign sites cannot read what a user's browser gets from the app.
#include "checks/answer.hpp"
#include "checks/header_answers.hpp"

#include <fmt/format.h>

namespace postern::checks {
namespace {

using platform::EndpointKind;

constexpr CheckInfo info{
    .id = "cross-origin",
    .title = "Scripts of foreign sites cannot read the app's answers",
    .failure_title = "Scripts of foreign sites can read the app's answers with the user's cookies",
    .topic = "What scripts of foreign sites can read of the app's answers",
    .why =
        "A page that the user visits elsewhere reads, in the user's name, what the app shows to that user.",
    .severity = Severity::high,
    .cwe = 942, // Permissive Cross-domain Policy with Untrusted Domains
};

// Fetch, "CORS check": one field, compared byte by byte.
std::optional<std::vector<HeaderProblem>> judge(HeaderAnswer const& answer)
{
    auto const& response = *answer.response;
    auto const sent = answer.exchange->request.headers.get("Origin");
    if (!is_own_word(response.status) || !sent)
        return std::nullopt;
    auto const allowed = response.headers.joined("Access-Control-Allow-Origin").value_or("");
    auto const with_cookies = response.headers.joined("Access-Control-Allow-Credentials") == "true";
    if (allowed == *sent && with_cookies)
        return std::vector<HeaderProblem>{
            {.subject = *sent == "null" ? "null with credentials" : "any origin with credentials",
             .outcome = Outcome::fail,
             .severity = Severity::high,
             .message = fmt::format(
                 "{} to a request from {} with Access-Control-Allow-Origin {} and "
                 "Access-Control-Allow-Credentials true: {} reads it with the user's cookies",
                 answer.told(), *sent == "null" ? "a page without an origin" : "a page of a made-up site",
                 quoted(allowed), *sent == "null" ? "a sandboxed frame on any site" : "any site")}};
    auto const readable = allowed == "*" || allowed == *sent;
    auto const is_public = answer.endpoint->kind == EndpointKind::asset || is_asset(response) ||
                           !answer.success() || answer.endpoint->caching == platform::Caching::cacheable;
    if (!readable || is_public)
        return std::vector<HeaderProblem>{};
    return std::vector<HeaderProblem>{
        {.subject = "readable without credentials",
         .message =
             fmt::format("{} with Access-Control-Allow-Origin {}: any site reads what it shows without "
                         "cookies",
                         answer.told(), quoted(allowed))}};
}

Verdict evaluate(evidence::CrossOriginAttempts const& cross_origin, evidence::Evidence const& evidence)
{
    return judge_headers(header_answers(cross_origin.attempts, evidence), evidence,
                         {.kinds = {EndpointKind::page, EndpointKind::action, EndpointKind::asset},
                          .judge = judge,
                          .held = "are not for scripts of foreign sites",
                          .broken = "can be read by scripts of foreign sites",
                          .not_there = "every answer was a redirect"});
}

} // namespace

extern constexpr Check cross_origin = make_check<&evaluate>(info);

} // namespace postern::checks
