// Nothing that a user sees is kept in a cache, and what the descriptor calls cacheable may be.
#include "http/cache_control.hpp"

#include "checks/answer.hpp"
#include "checks/header_answers.hpp"

#include <fmt/format.h>

namespace postern::checks {
namespace {

using platform::EndpointKind;

constexpr CheckInfo info{
    .id = "cache-control",
    .title = "Pages are not kept in caches",
    .failure_title = "Pages may be kept in caches",
    .topic = "What may be kept of pages in caches",
    .why = "Who uses the same browser or proxy later reads from its cache what an earlier user saw.",
    .severity = Severity::medium,
    .cwe = 525, // Use of Web Browser Cache Containing Sensitive Information
};

// Whether an answer names a time for which it may be used again.
bool invites_caches(http::CacheControl const& control, HeaderAnswer const& answer)
{
    auto const positive = [&](std::string_view name) {
        auto const age = control.age(name);
        return age && age->count() > 0;
    };
    return positive("max-age") || positive("s-maxage") || control.has("public") || control.has("immutable") ||
           (control.directives.empty() && answer.response->headers.get("Expires"));
}

std::optional<std::vector<HeaderProblem>> expected_to_be_cached(HeaderAnswer const& answer)
{
    if (!answer.success())
        return std::nullopt;
    auto const control = http::cache_control_of(answer.response->headers);
    if (!control || !control->has("no-store"))
        return std::vector<HeaderProblem>{};
    return std::vector<HeaderProblem>{
        {.subject = "never cached",
         .severity = Severity::info,
         .message = fmt::format("{} and forbids caches to keep what is the same for everyone (no-store)",
                                answer.told())}};
}

std::optional<std::vector<HeaderProblem>> judge(HeaderAnswer const& answer)
{
    auto const& response = *answer.response;
    if (!is_own_word(response.status))
        return std::nullopt;
    if (answer.endpoint->kind == EndpointKind::asset ||
        answer.endpoint->caching == platform::Caching::cacheable)
        return expected_to_be_cached(answer);
    if (answer.success() && is_asset(response))
        return std::vector<HeaderProblem>{};

    auto const control = http::cache_control_of(response.headers).value_or(http::CacheControl{});
    auto const no_store = control.has("no-store");
    auto const no_cache = control.has("no-cache");
    if (no_store && no_cache)
        return std::vector<HeaderProblem>{};
    if (no_store)
        return std::vector<HeaderProblem>{
            {.subject = "no no-cache",
             .outcome = answer.success() ? Outcome::fail : Outcome::warn,
             .severity = Severity::low,
             .message =
                 fmt::format("{} with Cache-Control {}: no cache keeps it, but the requirement asks for "
                             "no-cache as well",
                             answer.told(), quoted(*response.headers.joined("Cache-Control")))}};
    auto const value = response.headers.joined("Cache-Control");
    auto const seen = value ? "Cache-Control " + quoted(*value) : std::string("no Cache-Control");
    // A refusal without the header is kept by no cache as long as it does not ask for it; but then the pages
    // behind it will hardly have the header either.
    auto const kept = answer.success() || invites_caches(control, answer);
    return std::vector<HeaderProblem>{
        {.subject = "no no-store",
         .outcome = kept ? Outcome::fail : Outcome::warn,
         .severity = answer.success() ? Severity::medium : Severity::low,
         .message = kept
                        ? fmt::format("{} with {}: caches may keep it", answer.told(), seen)
                        : fmt::format("{} with {}: see whether the page behind this refusal has no-cache and "
                                      "no-store",
                                      answer.told(), seen)}};
}

Verdict evaluate(evidence::AccessAttempts const&, evidence::Evidence const& evidence)
{
    return judge_headers(header_answers(evidence), evidence,
                         {.kinds = {EndpointKind::page, EndpointKind::action, EndpointKind::asset},
                          .judge = judge,
                          .held = "say to caches what they must",
                          .broken = "may be kept in caches",
                          .not_there = "every answer was a redirect"});
}

} // namespace

extern constexpr Check cache_control = make_check<&evaluate>(info);

} // namespace postern::checks
