// The policy of a page lets the host show it, others not, and holds up scripts that are not the app's.
#include "checks/head_metas.hpp"
#include "checks/header_answers.hpp"
#include "http/csp.hpp"
#include "http/html.hpp"
#include "platform/framing.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace postern::checks {
namespace {

using http::CspPolicy;
using platform::EndpointKind;

constexpr CheckInfo info{
    .id = "content-security-policy",
    .title = "The policies of pages let the host show them",
    .failure_title = "The policies of pages keep the host from showing them",
    .topic = "The policies of pages and the host's frame",
    .why = "A page that its own policy keeps out of the host's frame stays blank for every user.",
    .severity = Severity::high,
    .cwe = 1021, // Improper Restriction of Rendered UI Layers or Frames
};

// A site that nobody has reason to let in.
constexpr std::string_view stranger = "https://postern-stranger.example";

// Policies in meta elements of the head: they count for scripts, and not for frames (CSP3, section 3.3).
std::vector<CspPolicy> meta_policies(http::Response const& response)
{
    std::vector<CspPolicy> policies;
    for (auto const& meta : head_metas(response))
        if (http::equal_ignoring_case(meta.attribute("http-equiv").value_or(""), "Content-Security-Policy"))
            policies.push_back(http::parse_csp(meta.attribute("content").value_or("")));
    return policies;
}

bool has_frame_options(HeaderAnswer const& answer)
{
    return answer.response->headers.get("X-Frame-Options").has_value();
}

std::string ancestors(std::vector<CspPolicy> const& policies)
{
    std::vector<std::string> texts;
    for (auto const& policy : policies)
        if (auto const* directive = policy.find("frame-ancestors"))
            texts.push_back(fmt::format("frame-ancestors {}", fmt::join(directive->values, " ")));
    return quoted(fmt::format("{}", fmt::join(texts, ", ")));
}

void judge_frames(HeaderAnswer const& answer, std::vector<CspPolicy> const& policies,
                  std::span<std::string_view const> sites, std::vector<HeaderProblem>& problems)
{
    auto const self = http::parse_url(answer.exchange->request.url);
    if (!self || sites.empty())
        return;
    auto const lets = [&](std::string_view site) {
        return std::ranges::all_of(
            policies, [&](CspPolicy const& policy) { return http::csp_lets_frame(policy, site, *self); });
    };
    if (std::ranges::none_of(sites, lets)) {
        problems.push_back(
            {.subject = "frame-ancestors",
             .outcome = answer.success() ? Outcome::fail : Outcome::warn,
             .severity = answer.success() ? Severity::high : Severity::low,
             .message = fmt::format("{} with {}, which lets none of the host's sites ({}) show the page",
                                    answer.told(), ancestors(policies), fmt::join(sites, ", "))});
        return;
    }
    auto const names_everyone = std::ranges::any_of(
        policies, [](CspPolicy const& policy) { return policy.find("frame-ancestors") != nullptr; });
    // An error page shows nothing that is worth framing; without frame-ancestors X-Frame-Options decides,
    // which the check frame-options judges.
    if (!answer.success() || !lets(stranger) || (!names_everyone && has_frame_options(answer)))
        return;
    problems.push_back(
        {.subject = "frames of everyone",
         .message = fmt::format("{} with {}: any site may show the page in a frame", answer.told(),
                                names_everyone ? ancestors(policies) : "a policy without frame-ancestors")});
}

void judge_scripts(HeaderAnswer const& answer, std::vector<CspPolicy> const& policies,
                   std::vector<HeaderProblem>& problems)
{
    auto const scripts = http::csp_scripts(policies);
    std::vector<std::string_view> allowed;
    if (scripts.inline_code)
        allowed.emplace_back("inline scripts");
    if (scripts.eval)
        allowed.emplace_back("eval");
    if (scripts.any_origin)
        allowed.emplace_back("scripts from any site");
    if (!allowed.empty())
        problems.push_back({.subject = "scripts",
                            .message = fmt::format("{} with a policy that allows {}", answer.told(),
                                                   fmt::join(allowed, ", "))});
}

std::optional<std::vector<HeaderProblem>> judge(HeaderAnswer const& answer,
                                                std::span<std::string_view const> sites)
{
    if (!is_own_word(answer.response->status))
        return std::nullopt;
    auto policies = http::csp_of(answer.response->headers);
    auto const is_page = http::is_html(*answer.response);
    if (policies.empty() && !is_page)
        return std::nullopt;
    std::vector<HeaderProblem> problems;
    if (!policies.empty())
        judge_frames(answer, policies, sites, problems);
    if (!is_page)
        return problems;
    for (auto& policy : meta_policies(*answer.response))
        policies.push_back(std::move(policy));
    if (policies.empty())
        problems.push_back(
            {.subject = "no policy",
             .message =
                 fmt::format("{} with no Content-Security-Policy{}", answer.told(),
                             answer.response->headers.get("Content-Security-Policy-Report-Only")
                                 ? " but one that only reports"
                             : has_frame_options(answer)
                                 ? ": any script that gets into the page runs"
                                 : ": any site may show the page, and any script that gets into it runs")});
    else
        judge_scripts(answer, policies, problems);
    return problems;
}

Verdict evaluate(evidence::AccessAttempts const&, evidence::Evidence const& evidence)
{
    auto const sites = platform::framing_sites(evidence.target.platform);
    return judge_headers(header_answers(evidence), evidence,
                         {.kinds = {EndpointKind::page, EndpointKind::action},
                          .judge = [sites](HeaderAnswer const& answer) { return judge(answer, sites); },
                          .held = "have policies that let the host show them and hold up foreign scripts",
                          .broken = "have a policy that keeps the host from showing them",
                          .not_there = "no answer was a page"});
}

} // namespace

extern constexpr Check content_security_policy = make_check<&evaluate>(info);

} // namespace postern::checks
