#include "checks/endpoint_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace postern::checks {
namespace {

using evidence::Attempt;
using evidence::Credential;
using platform::HostContext;

HostContext const* context_of(evidence::AccessAttempts const& access, Attempt const& attempt)
{
    auto const found = std::ranges::find(access.contexts, attempt.context, &HostContext::label);
    return found == access.contexts.end() ? nullptr : &*found;
}

std::string_view id_of(Attempt const& attempt)
{
    return attempt.hops.empty() ? std::string_view() : std::string_view(attempt.hops.front().id);
}

// By what was asked; the order of the ids decides only between equals.
bool before(Answer const& a, Answer const& b)
{
    auto const key = [](Answer const& answer) {
        auto const& attempt = *answer.attempt;
        auto const id = id_of(attempt);
        return std::tuple(attempt.credential, attempt.placement, std::string_view(attempt.context),
                          std::string_view(attempt.detail), id.size(), id);
    };
    return key(a) < key(b);
}

constexpr std::string_view again = "repeated"; // Attempt::detail of a second, equal request

void find_places(EndpointAnswers& answers)
{
    for (std::size_t i = 0; i < answers.anonymous.size(); ++i) {
        auto const& attempt = *answers.anonymous[i].attempt;
        auto const& main = *answers.anonymous.front().attempt;
        if (attempt.context != main.context)
            answers.other = answers.other.value_or(i);
        else if (attempt.detail == again)
            answers.repeated = answers.repeated.value_or(i);
        else
            answers.first = answers.first.value_or(i);
    }
}

} // namespace

bool earlier_id(std::string_view a, std::string_view b)
{
    return std::tuple(a.size(), a) < std::tuple(b.size(), b);
}

std::vector<EndpointAnswers> answers_by_endpoint(evidence::AccessAttempts const& access,
                                                 evidence::Evidence const& evidence)
{
    std::map<std::string_view, std::vector<Attempt const*>> attempts;
    for (auto const& attempt : access.attempts)
        if (attempt.credential != Credential::user)
            attempts[attempt.endpoint].push_back(&attempt);
    std::vector<EndpointAnswers> all;
    for (auto const& endpoint : evidence.endpoints) {
        if (endpoint.kind == platform::EndpointKind::lifecycle)
            continue;
        EndpointAnswers answers{.endpoint = &endpoint};
        for (auto const* sent : attempts[endpoint.id]) {
            auto const& attempt = *sent;
            auto& place = attempt.credential == Credential::none ? answers.anonymous : answers.forged;
            place.push_back(read_answer(attempt, context_of(access, attempt)));
            // A webhook's yes needs no body: the event has been taken.
            if (endpoint.kind == platform::EndpointKind::webhook && place.back().kind == AnswerKind::empty)
                place.back().kind = AnswerKind::open;
        }
        std::ranges::sort(answers.anonymous, before);
        std::ranges::sort(answers.forged, before);
        find_places(answers);
        all.push_back(std::move(answers));
    }
    return all;
}

std::string not_asked(std::string_view sentence, platform::Endpoint const& endpoint)
{
    return endpoint.unusable.empty() ? std::string(sentence)
                                     : fmt::format("{}: {}", sentence, endpoint.unusable);
}

bool open_to_everyone(EndpointAnswers const& answers)
{
    return std::ranges::any_of(answers.anonymous,
                               [](Answer const& answer) { return answer.kind == AnswerKind::open; });
}

bool nothing_is_there(std::vector<EndpointAnswers> const& all)
{
    auto const is_absent = [](Answer const& answer) { return answer.kind == AnswerKind::absent; };
    return std::ranges::all_of(all, [&](EndpointAnswers const& answers) {
        return std::ranges::all_of(answers.anonymous, is_absent) &&
               std::ranges::all_of(answers.forged, is_absent);
    });
}

bool same_as_without_token(EndpointAnswers const& answers, Answer const& answer)
{
    auto const repeated = page_of(answers.at(answers.repeated));
    return std::ranges::any_of(answers.anonymous, [&](Answer const& anonymous) {
        return anonymous.kind == AnswerKind::open && anonymous.attempt->context == answer.attempt->context &&
               http::likeness(page_of(&anonymous), repeated, page_of(&answer)) != http::Likeness::different;
    });
}

} // namespace postern::checks
