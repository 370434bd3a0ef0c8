// Pages do not tell other sites their address, in which the host puts the user's token.
#include "http/referrer_policy.hpp"

#include "checks/answer.hpp"
#include "checks/head_metas.hpp"
#include "checks/header_answers.hpp"

#include <fmt/format.h>

namespace postern::checks {
namespace {

using platform::EndpointKind;

constexpr CheckInfo info{
    .id = "referrer-policy",
    .title = "Pages keep their address to themselves",
    .failure_title = "Pages may tell other sites their address",
    .topic = "What pages tell other sites of their address",
    .why = "The address of a page holds the user's token, and goes to other sites as the referrer.",
    .severity = Severity::medium,
    .cwe = 200, // Exposure of Sensitive Information to an Unauthorized Actor
};

struct Policy {
    std::optional<http::ReferrerPolicy> value;
    std::string where; // "Referrer-Policy \"…\"", "a meta element"
};

// A meta element in the document comes after the header and replaces it.
Policy policy_of(http::Response const& response)
{
    Policy policy{.value = http::referrer_policy_of(response.headers)};
    auto const header = response.headers.joined("Referrer-Policy");
    policy.where = header ? "Referrer-Policy " + quoted(*header) : "no Referrer-Policy";
    for (auto const& meta : head_metas(response))
        if (http::equal_ignoring_case(meta.attribute("name").value_or(""), "referrer"))
            if (auto const value = http::referrer_policy_of_meta(meta.attribute("content").value_or("")))
                policy = {.value = value, .where = fmt::format("<meta name=referrer> \"{}\"", name(*value))};
    return policy;
}

std::optional<std::vector<HeaderProblem>> judge(HeaderAnswer const& answer)
{
    if (!is_own_word(answer.response->status) || (answer.success() && is_asset(*answer.response)))
        return std::nullopt;
    auto const policy = policy_of(*answer.response);
    if (policy.value && !http::tells_other_sites_the_address(*policy.value))
        return std::vector<HeaderProblem>{};
    if (policy.value)
        return std::vector<HeaderProblem>{
            {.subject = "whole address",
             .outcome = Outcome::fail,
             .severity = Severity::medium,
             .message =
                 fmt::format("{} with {}: browsers follow {}, which sends the whole address to other sites",
                             answer.told(), policy.where, name(*policy.value))}};
    return std::vector<HeaderProblem>{
        {.subject = "no policy",
         .outcome = answer.success() ? Outcome::fail : Outcome::warn,
         .severity = Severity::low,
         .message =
             answer.success()
                 ? fmt::format("{} with {}: what is sent is left to the browser", answer.told(), policy.where)
                 : fmt::format("{} with {}: see whether the page behind this refusal has one", answer.told(),
                               policy.where)}};
}

Verdict evaluate(evidence::AccessAttempts const&, evidence::Evidence const& evidence)
{
    return judge_headers(header_answers(evidence), evidence,
                         {.kinds = {EndpointKind::page, EndpointKind::action},
                          .judge = judge,
                          .held = "do not tell other sites their address",
                          .broken = "may tell other sites their address",
                          .not_there = "no answer was a page or a refusal of one"});
}

} // namespace

extern constexpr Check referrer_policy = make_check<&evaluate>(info);

} // namespace postern::checks
