// A token that is not genuine opens nothing. Judged where a token makes a difference: what everyone gets
// without one is anonymous-access's to judge, and is not told twice.
#include "checks/check.hpp"
#include "checks/endpoint_answers.hpp"
#include "checks/login_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace postern::checks {
namespace {

using evidence::AccessAttempts;
using platform::TokenPlacement;

constexpr CheckInfo info{
    .id = "forged-token",
    .title = "Forged tokens are refused",
    .failure_title = "Forged tokens are accepted",
    .topic = "How endpoints answer forged tokens",
    .why = "Whoever can make a token that the app believes is any user of any tenant.",
    .severity = Severity::critical,
    .cwe = 347, // Improper Verification of Cryptographic Signature
};

// The forged requests to one endpoint, by what came of them.
struct Sorted {
    std::vector<Answer const*> accepted;  // got what is refused without a token
    std::vector<Answer const*> different; // got something else than is open to everyone
    std::vector<Answer const*> unclear;
    std::size_t refused = 0;
    std::size_t same = 0; // got what everyone gets
};

struct Counts {
    std::size_t judged = 0;   // endpoints where every forged token was refused
    std::size_t accepted = 0; // endpoints
    std::size_t different = 0;
    std::size_t unclear = 0;
    std::size_t told_elsewhere = 0; // of the unclear ones, those of which another check has the finding
    std::size_t open = 0;           // endpoints that need no token
    std::size_t refused_requests = 0;
};

std::string_view without_query(std::string_view address)
{
    return address.substr(0, address.find_first_of("?#"));
}

// A redirect that was not followed because it holds the token, to the login page to which requests without
// one are led, lets nobody in either. Another place that refuses those may well believe the token.
bool redirected_as_without_token(EndpointAnswers const& answers, Answer const& forged)
{
    auto const location = [](Answer const& answer) -> std::string_view {
        auto const* response = answer.attempt->hops.empty() ? nullptr : answer.attempt->hops[0].response();
        return response ? without_query(response->headers.get("Location").value_or("")) : "";
    };
    return forged.kind == AnswerKind::undecided && forged.attempt->hops.size() == 1 &&
           std::ranges::any_of(answers.anonymous, [&](Answer const& anonymous) {
               return anonymous.kind == AnswerKind::refused && led_to_login(anonymous.attempt->hops) &&
                      !location(anonymous).empty() && location(anonymous) == location(forged);
           });
}

// A forged token that turns a refusal into "no content" or "not found" may have been believed, and only what
// lies behind it had nothing to give.
bool past_the_refusal(EndpointAnswers const& answers, Answer const& forged)
{
    return (forged.kind == AnswerKind::empty || forged.kind == AnswerKind::absent) &&
           std::ranges::find(answers.anonymous, AnswerKind::refused, &Answer::kind) !=
               answers.anonymous.end() &&
           std::ranges::find(answers.anonymous, forged.kind, &Answer::kind) == answers.anonymous.end();
}

bool new_cookie(EndpointAnswers const& answers, Answer const& forged)
{
    std::vector<std::string> known;
    for (auto const& anonymous : answers.anonymous)
        if (anonymous.response())
            std::ranges::move(cookie_names(*anonymous.response()), std::back_inserter(known));
    return std::ranges::any_of(cookie_names(*forged.response()), [&](std::string const& name) {
        return std::ranges::find(known, name) == known.end();
    });
}

// Whether the forged token brought out a value that no request without one did, or a cookie. The token itself
// is none: an open page may repeat it without having believed it.
bool brought_more(EndpointAnswers const& answers, Answer const& forged)
{
    return new_cookie(answers, forged) || std::ranges::any_of(forged.carries, [&](std::string const& value) {
               return value != own_token &&
                      std::ranges::none_of(answers.anonymous, [&](Answer const& anonymous) {
                          return std::ranges::find(anonymous.carries, value) != anonymous.carries.end();
                      });
           });
}

Sorted sort_out(EndpointAnswers const& answers)
{
    Sorted sorted;
    auto const open = open_to_everyone(answers);
    auto const unknown =
        answers.anonymous.empty() || std::ranges::any_of(answers.anonymous, says_nothing, &Answer::kind);
    for (auto const& forged : answers.forged) {
        if (!open && past_the_refusal(answers, forged))
            sorted.unclear.push_back(&forged);
        else if (kept_out(forged.kind) || redirected_as_without_token(answers, forged))
            ++sorted.refused;
        else if (says_nothing(forged.kind))
            sorted.unclear.push_back(&forged);
        else if (open && same_as_without_token(answers, forged) && !new_cookie(answers, forged))
            ++sorted.same;
        else if (open && !brought_more(answers, forged))
            sorted.different.push_back(&forged);
        else if (!open && unknown && forged.carries.empty())
            sorted.unclear.push_back(&forged);
        else
            sorted.accepted.push_back(&forged);
    }
    return sorted;
}

std::string_view place_of(Answer const& answer)
{
    return answer.attempt->placement == TokenPlacement::query_parameter ? "the jwt parameter"
                                                                        : "the Authorization header";
}

// "an unsigned token (alg none) and an expired token, in the jwt parameter": which ones, and where.
std::string forgeries(std::vector<Answer const*> const& answers)
{
    std::vector<std::string> credentials;
    std::vector<std::string> places;
    auto const add = [](std::vector<std::string>& words, std::string_view word) {
        if (std::ranges::find(words, word) == words.end())
            words.emplace_back(word);
    };
    for (auto const* answer : answers) {
        add(credentials, in_words(answer->attempt->credential));
        add(places, place_of(*answer));
    }
    return fmt::format("{}, in {}", listed(credentials), listed(places));
}

// The forged requests first, then one without a token to compare with.
std::vector<std::string> proof_of(EndpointAnswers const& answers, std::vector<Answer const*> const& forged)
{
    std::vector<std::string> ids;
    for (auto const* answer : forged)
        std::ranges::move(proof(*answer), std::back_inserter(ids));
    if (auto const* first = answers.at(answers.first))
        std::ranges::move(proof(*first), std::back_inserter(ids));
    return ids;
}

Finding finding(EndpointAnswers const& answers, Outcome outcome, Severity severity, std::string message,
                std::vector<Answer const*> const& forged)
{
    return {.endpoint = answers.endpoint->id,
            .outcome = outcome,
            .severity = severity,
            .message = std::move(message),
            .exchanges = proof_of(answers, forged)};
}

std::string without_token(EndpointAnswers const& answers)
{
    auto const* first = answers.at(answers.first);
    return first ? first->observed : std::string("was not tried");
}

void judge(EndpointAnswers const& answers, Counts& counts, std::vector<Finding>& findings)
{
    auto const sorted = sort_out(answers);
    counts.refused_requests += sorted.refused;
    if (!sorted.accepted.empty()) {
        ++counts.accepted;
        auto const& best = *sorted.accepted.front();
        auto const carries =
            best.carries.empty() ? "" : fmt::format(" that carries {}", listed(best.carries));
        findings.push_back(finding(
            answers, Outcome::fail, info.severity,
            fmt::format(
                "{} of {} with a forged token got content ({}): {}{}; without a token the endpoint {}",
                sorted.accepted.size(), counted(answers.forged.size(), "request"), forgeries(sorted.accepted),
                best.observed, carries, without_token(answers)),
            sorted.accepted));
    }
    if (!sorted.different.empty()) {
        ++counts.different;
        findings.push_back(finding(
            answers, Outcome::warn, Severity::medium,
            fmt::format("A forged token changed what the endpoint gives ({}): {}; without a token it {}",
                        forgeries(sorted.different), sorted.different.front()->observed,
                        without_token(answers)),
            sorted.different));
    }
    auto const nothing_sent = answers.forged.empty();
    if (!sorted.unclear.empty() || nothing_sent) {
        ++counts.unclear;
        // Where requests without a token say nothing either, anonymous-access has the finding.
        auto const told = !answers.anonymous.empty() && !open_to_everyone(answers) &&
                          std::ranges::any_of(answers.anonymous, says_nothing, &Answer::kind);
        if (nothing_sent)
            findings.push_back(finding(
                answers, Outcome::inconclusive, info.severity,
                not_asked("No request with a forged token was sent to this endpoint", *answers.endpoint),
                {}));
        else if (told)
            ++counts.told_elsewhere;
        else
            findings.push_back(
                finding(answers, Outcome::inconclusive, info.severity,
                        fmt::format("{} of {} with a forged token say nothing ({}): {}",
                                    sorted.unclear.size(), counted(answers.forged.size(), "request"),
                                    forgeries(sorted.unclear), sorted.unclear.front()->observed),
                        sorted.unclear));
        return;
    }
    if (sorted.accepted.empty() && sorted.different.empty())
        ++(open_to_everyone(answers) ? counts.open : counts.judged);
}

Verdict conclude(std::vector<EndpointAnswers> const& all, Counts const& counts, std::vector<Finding> findings)
{
    auto const of_all = counted(all.size(), "endpoint");
    auto const not_judged = counts.open == 0
                                ? std::string()
                                : fmt::format("; {} not judged here, open without a token", counts.open);
    if (counts.accepted > 0)
        return fail(fmt::format("{} of {} gave content to forged tokens", counts.accepted, of_all),
                    std::move(findings));
    if (counts.unclear > 0)
        return inconclusive(fmt::format("at {} of {} nothing follows from the answers to forged tokens{}",
                                        counts.unclear, of_all, not_judged),
                            std::move(findings));
    if (counts.different > 0)
        return warn(fmt::format("at {} of {}, open without a token, forged tokens changed the answer",
                                counts.different, of_all),
                    std::move(findings));
    if (nothing_is_there(all))
        return inconclusive(fmt::format("nothing is there at any of {} that could refuse a token", of_all));
    if (counts.judged == 0)
        return not_applicable(fmt::format("none of {} asks for a token", of_all));
    return pass(fmt::format("{} with forged tokens were refused at {}{}",
                            counted(counts.refused_requests, "request"), counted(counts.judged, "endpoint"),
                            not_judged));
}

Verdict evaluate(AccessAttempts const& access, evidence::Evidence const& evidence)
{
    auto all = answers_by_endpoint(access, evidence);
    // No host sends a token for a static file.
    std::erase_if(all, [](EndpointAnswers const& answers) {
        return answers.endpoint->kind == platform::EndpointKind::asset && answers.forged.empty();
    });
    if (all.empty())
        return not_applicable("the descriptor has no endpoint to which the host sends a token, but lifecycle "
                              "callbacks");
    Counts counts;
    std::vector<Finding> findings;
    for (auto const& answers : all)
        judge(answers, counts, findings);

    auto verdict = conclude(all, counts, std::move(findings));
    if (counts.told_elsewhere > 0)
        verdict.rest = Outcome::inconclusive;
    return verdict;
}

} // namespace

extern constexpr Check forged_token = make_check<&evaluate>(info);

} // namespace postern::checks
