#include "checks/input_answers.hpp"

#include "checks/answer.hpp"
#include "evidence/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::checks {
namespace {

using evidence::InputAttempt;

// A plain 500 is what an app makes of a value that it did not expect, and is looked at as any other page.
bool says_not_now(int status)
{
    constexpr std::array not_now{408, 425, 429, 502, 503, 504};
    return std::ranges::find(not_now, status) != not_now.end();
}

} // namespace

InputAnswers input_answers(evidence::InputAttempts const& input, InputAttempt::Kind kind,
                           evidence::Evidence const& evidence)
{
    InputAnswers all;
    for (auto const& attempt : input.attempts) {
        if (attempt.kind != kind)
            continue;
        ++all.asked;
        auto const& hops = attempt.attempt.hops;
        auto const* response = hops.empty() ? nullptr : hops.back().response();
        // Redirect targets are asked for one redirect only, and that is the answer.
        auto const unfinished = kind == InputAttempt::Kind::markers && response && leads_on(hops.back());
        if (!response || says_not_now(response->status) || unfinished) {
            ++all.silent;
            continue;
        }
        all.absent += kind_by_status(response->status) == AnswerKind::absent ? 1 : 0;
        // Behind a redirect to another host is what that host says.
        auto const url = http::parse_url(hops.back().request.url);
        if (url && is_own(evidence, *url))
            all.answers.push_back({&attempt, &hops.back()});
    }
    return all;
}

std::optional<Verdict> nothing_follows(InputAnswers const& answers, evidence::Evidence const& evidence)
{
    auto const is_page = [](platform::Endpoint const& endpoint) {
        return endpoint.kind == platform::EndpointKind::page ||
               endpoint.kind == platform::EndpointKind::action;
    };
    if (answers.asked == 0)
        return std::ranges::any_of(evidence.endpoints, is_page)
                   ? inconclusive("no page was asked")
                   : not_applicable("the descriptor declares no page");
    if (answers.silent > 0)
        return inconclusive(fmt::format("{} of {} got no answer, one that only says \"not now\", "
                                        "or redirects without end",
                                        answers.silent, counted(answers.asked, "request")));
    if (answers.absent == answers.asked)
        return inconclusive("nothing is there at any page: the base URL may be wrong");
    return std::nullopt;
}

} // namespace postern::checks
