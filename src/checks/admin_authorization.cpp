// An endpoint for administrators must refuse a user who is none, however genuine the user's token is. The
// host only hides the link; who has the address gets in unless the app looks at the role.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/endpoint_answers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <tuple>
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
    .topic = "What administrators' endpoints give to other users",
    .why = "The host hides the link from other users, but does not keep them from requesting its address.",
    .severity = Severity::high,
    .cwe = 862, // Missing Authorization
};

// What one request with the user's token says, the gravest last. Of an endpoint's requests the gravest
// counts.
enum class Said { refused, open_to_everyone, unclear, let_in };

struct Judged {
    Said said = Said::refused;
    std::string message; // empty where there is nothing to report
    std::vector<std::string> exchanges;
};

struct Counts {
    std::size_t refused = 0;
    std::size_t open_to_everyone = 0;
    std::size_t let_in = 0;
    std::size_t unclear = 0;
};

// The page varies by itself as far as the access probe has seen; without it every difference counts.
bool same_without_token(AdminAttempt const& attempt, Answer const& with, Answer const& without,
                        std::vector<EndpointAnswers> const& seen)
{
    if (http::likeness(page_of(&without), {}, page_of(&with)) != http::Likeness::different)
        return true;
    auto const found = std::ranges::find_if(
        seen, [&](EndpointAnswers const& answers) { return answers.endpoint->id == attempt.endpoint; });
    if (found == seen.end())
        return false;
    auto const* first = found->at(found->first);
    auto const* repeated = found->at(found->repeated);
    return first && repeated &&
           http::likeness(page_of(first), page_of(repeated), page_of(&with)) != http::Likeness::different;
}

// Whether the user's token opened a page for everyone that a request without one did not.
enum class Control { opened_nothing, opened_a_page };

// Why a refusal does not say that the app looked at the role; empty where it does.
std::string_view another_reason(TokenBinding binding, Control control)
{
    switch (binding) {
    case TokenBinding::this_request:
        return {};
    case TokenBinding::any_request:
        if (control == Control::opened_a_page)
            return {};
        return "the token is bound to no address (a context token) and opened no page for everyone either: "
               "the "
               "app may take no context tokens here at all, and nothing follows for the role";
    case TokenBinding::another_request:
        return "the token is bound to another address and would be refused whatever the user's role. A "
               "context token (AP.context.getToken) finds pages that check no role, where the app takes "
               "those";
    }
    return {};
}

Judged judge_open(AdminAttempt const& attempt, Answer const& with, Answer const& without,
                  std::vector<EndpointAnswers> const& seen)
{
    if (without.kind == AnswerKind::open && same_without_token(attempt, with, without, seen))
        return {.said = Said::open_to_everyone};
    if (says_nothing(without.kind))
        return {.said = Said::unclear,
                .message =
                    fmt::format("The user's token {}, but the request without a token to compare with {}",
                                with.observed, without.observed)};
    return {.said = Said::let_in,
            .message = fmt::format("An endpoint for administrators {} to the token of a user who is none; "
                                   "without a token it {}",
                                   with.observed, without.observed)};
}

// What the check knows beside the attempt.
struct Known {
    std::vector<EndpointAnswers> seen;
    Control control = Control::opened_nothing;
};

Judged judge(AdminAttempt const& attempt, Known const& known)
{
    auto const with = read_answer(attempt.with_token, nullptr);
    auto const without = read_answer(attempt.without_token, nullptr);
    Judged judged;
    if (with.kind == AnswerKind::open)
        judged = judge_open(attempt, with, without, known.seen);
    else if (says_nothing(with.kind))
        judged = {.said = Said::unclear,
                  .message = fmt::format("The request with the user's token {}", with.observed)};
    else if (auto const why = another_reason(attempt.binding, known.control); !why.empty())
        judged = {.said = Said::unclear,
                  .message = fmt::format("The request with the user's token {}, but {}", with.observed, why)};
    judged.exchanges = proof(with);
    std::ranges::move(proof(without), std::back_inserter(judged.exchanges));
    return judged;
}

// The requests to one endpoint differ in where the token was put. What two of them say alike is said once.
Judged judge_endpoint(std::vector<AdminAttempt const*> const& attempts, Known const& known)
{
    if (attempts.empty())
        return {.said = Said::unclear, .message = "No request with the user's token was sent"};
    std::vector<Judged> all;
    for (auto const* attempt : attempts)
        all.push_back(judge(*attempt, known));
    Judged whole{.said = std::ranges::max(all, {}, &Judged::said).said};
    std::vector<std::string> messages;
    for (auto& judged : all) {
        if (judged.said != whole.said)
            continue;
        std::ranges::move(judged.exchanges, std::back_inserter(whole.exchanges));
        if (std::ranges::find(messages, judged.message) == messages.end())
            messages.push_back(std::move(judged.message));
    }
    whole.message = fmt::format("{}", fmt::join(messages, ". "));
    return whole;
}

bool is_control(AdminAttempts const& admin, AdminAttempt const& attempt)
{
    return std::ranges::find(admin.endpoints, attempt.endpoint) == admin.endpoints.end();
}

Control control_of(AdminAttempts const& admin, std::vector<EndpointAnswers> const& seen)
{
    auto const opened = std::ranges::any_of(admin.attempts, [&](AdminAttempt const& attempt) {
        return is_control(admin, attempt) && judge(attempt, {.seen = seen}).said == Said::let_in;
    });
    return opened ? Control::opened_a_page : Control::opened_nothing;
}

// In the order in which they were declared; the attempts by where the token was put.
std::vector<std::pair<std::string, std::vector<AdminAttempt const*>>> by_endpoint(AdminAttempts const& admin)
{
    std::vector<AdminAttempt const*> sorted;
    for (auto const& attempt : admin.attempts)
        if (!is_control(admin, attempt))
            sorted.push_back(&attempt);
    auto const key = [](AdminAttempt const* attempt) {
        auto const& hops = attempt->with_token.hops;
        auto const id = hops.empty() ? std::string_view() : std::string_view(hops.front().id);
        return std::tuple(std::string_view(attempt->endpoint), attempt->with_token.placement, id.size(), id);
    };
    std::ranges::sort(sorted, {}, key);
    std::vector<std::pair<std::string, std::vector<AdminAttempt const*>>> all;
    auto const place = [&](std::string const& endpoint) {
        auto const known = std::ranges::find(all, endpoint, [](auto const& each) { return each.first; });
        return known != all.end() ? known : all.insert(all.end(), {endpoint, {}});
    };
    for (auto const& endpoint : admin.endpoints)
        place(endpoint);
    for (auto const* attempt : sorted)
        place(attempt->endpoint)->second.push_back(attempt);
    return all;
}

std::size_t& count_of(Counts& counts, Said said)
{
    switch (said) {
    case Said::refused:
        return counts.refused;
    case Said::open_to_everyone:
        return counts.open_to_everyone;
    case Said::let_in:
        return counts.let_in;
    case Said::unclear:
        break;
    }
    return counts.unclear;
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
    if (admin.endpoints.empty())
        return not_applicable("no endpoint is for administrators");
    if (admin.user_token == AdminAttempts::UserToken::not_given)
        return manual(fmt::format("{} for administrators: give the context token of a user without that "
                                  "role (--user-jwt-file)",
                                  counted(admin.endpoints.size(), "endpoint")));

    Known known;
    if (evidence.access)
        known.seen = answers_by_endpoint(*evidence.access, evidence);
    known.control = control_of(admin, known.seen);
    auto const all = by_endpoint(admin);
    std::vector<Finding> findings;
    Counts counts;
    for (auto const& [endpoint, attempts] : all) {
        auto judged = judge_endpoint(attempts, known);
        ++count_of(counts, judged.said);
        if (!judged.message.empty())
            findings.push_back(
                {.endpoint = endpoint,
                 .outcome = judged.said == Said::let_in ? Outcome::fail : Outcome::inconclusive,
                 .severity = info.severity,
                 .message = std::move(judged.message),
                 .exchanges = std::move(judged.exchanges)});
    }
    auto verdict = conclude(counts, all.size(), std::move(findings));
    if (counts.open_to_everyone > 0)
        verdict.rest = Outcome::manual; // there is no finding at these
    return verdict;
}

} // namespace

extern constexpr Check admin_authorization = make_check<&evaluate>(info);

} // namespace postern::checks
