// X-Frame-Options does not keep the host from showing a page.
#include "checks/answer.hpp"
#include "checks/header_answers.hpp"
#include "http/csp.hpp"
#include "http/field_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace postern::checks {
namespace {

using platform::EndpointKind;

constexpr CheckInfo info{
    .id = "frame-options",
    .title = "X-Frame-Options lets the host show the pages",
    .failure_title = "X-Frame-Options keeps the host from showing the pages",
    .topic = "X-Frame-Options of pages and the host's frame",
    .why = "The host shows every page of the app in a frame; one that refuses that stays blank.",
    .severity = Severity::high,
    .cwe = 1021, // Improper Restriction of Rendered UI Layers or Frames
};

enum class Effect {
    none,   // not there, or overridden by frame-ancestors
    blocks, // no site of the host can show the page
    ignored // there, and without effect
};

// HTML, section 7.6.1 ("check a navigation response's adherence to X-Frame-Options").
Effect effect_of(http::Response const& response)
{
    for (auto const& policy : http::csp_of(response.headers))
        if (policy.find("frame-ancestors"))
            return Effect::none;
    std::set<std::string> values;
    auto const field = response.headers.joined("X-Frame-Options");
    if (!field)
        return Effect::none;
    for (auto const value : http::split(*field, ','))
        values.insert(http::lower_case(value));
    constexpr std::array<std::string_view, 3> known{"deny", "sameorigin", "allowall"};
    auto const any_known = std::ranges::any_of(
        known, [&](std::string_view value) { return values.contains(std::string(value)); });
    if (values.size() > 1)
        return any_known ? Effect::blocks : Effect::ignored;
    return values.contains("deny") || values.contains("sameorigin") ? Effect::blocks : Effect::ignored;
}

std::optional<std::vector<HeaderProblem>> judge(HeaderAnswer const& answer)
{
    if (!is_own_word(answer.response->status) || (answer.success() && is_asset(*answer.response)))
        return std::nullopt;
    auto const effect = effect_of(*answer.response);
    if (effect == Effect::none)
        return std::vector<HeaderProblem>{};
    auto const value = quoted(answer.response->headers.joined("X-Frame-Options").value_or(""));
    if (effect == Effect::ignored)
        return std::vector<HeaderProblem>{
            {.subject = "without effect",
             .severity = Severity::info,
             .message = fmt::format("{} with X-Frame-Options {}, which browsers ignore; frame-ancestors of a "
                                    "Content-Security-Policy names who may show the page",
                                    answer.told(), value)}};
    return std::vector<HeaderProblem>{
        {.subject = "blocked",
         .outcome = answer.success() ? Outcome::fail : Outcome::warn,
         .severity = answer.success() ? Severity::high : Severity::low,
         .message =
             fmt::format("{} with X-Frame-Options {} and no frame-ancestors that would override it: the "
                         "host cannot show {}",
                         answer.told(), value,
                         answer.success() ? "the page" : "this answer; see whether the page has it too")}};
}

Verdict evaluate(evidence::AccessAttempts const&, evidence::Evidence const& evidence)
{
    return judge_headers(header_answers(evidence), evidence,
                         {.kinds = {EndpointKind::page, EndpointKind::action},
                          .judge = judge,
                          .held = "can be shown by the host",
                          .broken = "cannot be shown by the host",
                          .not_there = "no answer was a page or a refusal of one"});
}

} // namespace

extern constexpr Check frame_options = make_check<&evaluate>(info);

} // namespace postern::checks
