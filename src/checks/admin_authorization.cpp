// An endpoint for administrators must refuse a user who is none, however genuine the user's token is. The
// host only hides the link; who has the address gets in unless the app looks at the role.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/endpoint_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace postern::checks {
namespace {

using evidence::AdminAttempt;
using evidence::AdminAttempts;
using evidence::TokenBinding;

constexpr CheckInfo info{
    .id = "admin-authorization",
    .title = "Administrators' endpoints refuse other users",
    .failure_title = "Administrators' endpoints are open to other users",
    .why = "The host hides the link from other users, but does not keep them from requesting its address.",
    .severity = Severity::high,
    .cwe = 862, // Missing Authorization
};

struct Counts {
    std::size_t refused = 0;
    std::size_t open_to_everyone = 0;
    std::size_t let_in = 0;
    std::size_t unclear = 0;
};

Finding unclear(std::string const& endpoint, std::string message, std::vector<std::string> exchanges)
{
    return {.endpoint = endpoint,
            .outcome = Outcome::inconclusive,
            .severity = info.severity,
            .message = std::move(message),
            .exchanges = std::move(exchanges)};
}

// The page varies by itself as far as the access probe has seen; without it every difference counts.
bool same_without_token(AdminAttempt const& attempt, Answer const& with, Answer const& without,
                        std::vector<EndpointAnswers> const& seen)
{
    if (likeness(without, nullptr, with) != Likeness::different)
        return true;
    auto const found = std::ranges::find_if(
        seen, [&](EndpointAnswers const& answers) { return answers.endpoint->id == attempt.endpoint; });
    if (found == seen.end())
        return false;
    auto const* first = found->at(found->first);
    auto const* repeated = found->at(found->repeated);
    return first && repeated && likeness(*first, repeated, with) != Likeness::different;
}

void judge(AdminAttempt const& attempt, std::vector<EndpointAnswers> const& seen, Counts& counts,
           std::vector<Finding>& findings)
{
    auto const with = read_answer(attempt.with_token, nullptr);
    auto const without = read_answer(attempt.without_token, nullptr);
    auto exchanges = proof(with);
    std::ranges::move(proof(without), std::back_inserter(exchanges));

    if (with.kind == AnswerKind::open) {
        if (without.kind == AnswerKind::open && same_without_token(attempt, with, without, seen)) {
            ++counts.open_to_everyone;
        } else if (says_nothing(without.kind)) {
            ++counts.unclear;
            findings.push_back(
                unclear(attempt.endpoint,
                        fmt::format("The user's token {}, but the request without a token to compare with {}",
                                    with.observed, without.observed),
                        std::move(exchanges)));
        } else {
            ++counts.let_in;
            findings.push_back(
                {.endpoint = attempt.endpoint,
                 .severity = info.severity,
                 .message = fmt::format("An endpoint for administrators {} to the token of a user who "
                                        "is none; without a token it {}",
                                        with.observed, without.observed),
                 .exchanges = std::move(exchanges)});
        }
    } else if (says_nothing(with.kind)) {
        ++counts.unclear;
        findings.push_back(unclear(attempt.endpoint,
                                   fmt::format("The request with the user's token {}", with.observed),
                                   std::move(exchanges)));
    } else if (attempt.binding == TokenBinding::another_request) {
        ++counts.unclear;
        findings.push_back(unclear(
            attempt.endpoint,
            fmt::format("The request with the user's token {}, but the token is bound to another address, so "
                        "that it would be refused whatever the user's role. Give a token that was issued for "
                        "this address, or one of AP.context.getToken where the app takes those",
                        with.observed),
            std::move(exchanges)));
    } else {
        ++counts.refused;
    }
}

Verdict conclude(Counts const& counts, std::size_t endpoints, std::vector<Finding> findings)
{
    auto const of_all = counted(endpoints, "endpoint");
    if (counts.let_in > 0)
        return fail(fmt::format("{} of {} for administrators let another user in", counts.let_in, of_all),
                    std::move(findings));
    if (counts.unclear > 0)
        return inconclusive(fmt::format("for {} of {} for administrators nothing follows from the answers",
                                        counts.unclear, of_all),
                            std::move(findings));
    // What everybody gets is anonymous-access's to judge. Whether the data behind it looks at the role
    // cannot be seen from here.
    if (counts.open_to_everyone > 0)
        return manual(fmt::format("{} of {} for administrators answered the same without a token: look at "
                                  "whether what they load checks the role; {} refused the user",
                                  counts.open_to_everyone, of_all, counts.refused));
    return pass(fmt::format("the user was refused at {} for administrators", of_all));
}

Verdict evaluate(AdminAttempts const& admin, evidence::Evidence const& evidence)
{
    if (admin.endpoints.empty() && admin.attempts.empty())
        return not_applicable("no endpoint is for administrators");
    if (admin.user_token == AdminAttempts::UserToken::not_given)
        return manual(fmt::format("{} for administrators: give the token of a user without that role "
                                  "(--user-jwt-file)",
                                  counted(admin.endpoints.size(), "endpoint")));

    auto const seen =
        evidence.access ? answers_by_endpoint(*evidence.access, evidence) : std::vector<EndpointAnswers>();
    std::vector<Finding> findings;
    Counts counts;
    for (auto const& attempt : admin.attempts)
        judge(attempt, seen, counts, findings);
    auto endpoints = admin.endpoints.size();
    for (auto const& attempt : admin.attempts)
        if (std::ranges::find(admin.endpoints, attempt.endpoint) == admin.endpoints.end())
            ++endpoints;
    for (auto const& endpoint : admin.endpoints) {
        if (std::ranges::find(admin.attempts, endpoint, &AdminAttempt::endpoint) != admin.attempts.end())
            continue;
        ++counts.unclear;
        findings.push_back(unclear(endpoint, "No request with the user's token was sent", {}));
    }
    return conclude(counts, endpoints, std::move(findings));
}

} // namespace

extern constexpr Check admin_authorization = make_check<&evaluate>(info);

} // namespace postern::checks
