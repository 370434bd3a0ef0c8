// Nothing of an endpoint's content reaches a client without a token. What is open is judged by what is in it:
// the same shell or file for everyone is a warning with an explanation, what varies or is personal a failure.
#include "checks/carried.hpp"
#include "checks/check.hpp"
#include "checks/endpoint_answers.hpp"
#include "checks/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace postern::checks {
namespace {

using evidence::AccessAttempts;
using evidence::Evidence;

constexpr CheckInfo info{
    .id = "anonymous-access",
    .title = "Endpoints refuse requests without a token",
    .failure_title = "Endpoints give content to requests without a token",
    .topic = "What endpoints give to requests without a token",
    .why = "Whoever knows the address reads what the app shows to a tenant's users.",
    .severity = Severity::high,
    .cwe = 306, // Missing Authentication for Critical Function
};

struct Counts {
    std::size_t refused = 0; // absent and empty ones included
    std::size_t absent = 0;
    std::size_t empty = 0;
    std::size_t open = 0; // public, or a failure
    std::size_t failed = 0;
    std::size_t unclear = 0;
};

// Which addresses answer which bytes without a token; two modules may well share one address.
using Pages = std::map<std::string_view, std::set<std::string>>;

std::string address(std::string_view url) { return std::string(url.substr(0, url.find('?'))); }

// A redirect's bytes are those of the address that it leads to.
Pages pages_of(std::vector<EndpointAnswers> const& all)
{
    std::map<std::string, std::string> templates; // by the address that was asked for
    for (auto const& answers : all)
        if (auto const* first = answers.at(answers.first); first && !first->attempt->hops.empty())
            templates.emplace(address(first->attempt->hops.front().request.url),
                              answers.endpoint->url_template);
    Pages pages;
    for (auto const& answers : all) {
        auto const* first = answers.at(answers.first);
        if (!first || first->kind != AnswerKind::open)
            continue;
        auto const led_on = first->exchange != &first->attempt->hops.front();
        auto const target = address(first->exchange->request.url);
        auto const known = templates.find(target);
        auto const shown = known == templates.end() ? target : known->second;
        pages[first->response()->body].insert(led_on ? shown : answers.endpoint->url_template);
    }
    return pages;
}

std::vector<std::string> proof_of(std::vector<Answer const*> const& answers)
{
    std::vector<std::string> ids;
    for (auto const* answer : answers)
        for (auto& id : proof(*answer))
            if (std::ranges::find(ids, id) == ids.end())
                ids.push_back(std::move(id));
    return ids;
}

Finding finding(EndpointAnswers const& answers, Outcome outcome, Severity severity, std::string message,
                std::vector<Answer const*> const& proving)
{
    return {.endpoint = answers.endpoint->id,
            .outcome = outcome,
            .severity = severity,
            .message = std::move(message),
            .exchanges = proof_of(proving)};
}

std::string asked(Answer const& answer)
{
    auto const& hops = answer.attempt->hops;
    return fmt::format("{} without a token {}", hops.empty() ? "A request" : hops.front().request.method,
                       answer.observed);
}

// A webhook that says yes to a stranger has taken the stranger's event for the host's.
Finding judge_webhook(EndpointAnswers const& answers, std::vector<Answer const*> const& taken,
                      Evidence const& evidence)
{
    auto const declared = evidence.target.authentication == platform::Authentication::none;
    return finding(answers, declared ? Outcome::warn : Outcome::fail, Severity::medium,
                   fmt::format("An event that the host did not send was accepted: {}{}",
                               asked(*taken.front()),
                               declared ? "; the descriptor declares that the host signs nothing" : ""),
                   taken);
}

PublicKind kind_of(EndpointAnswers const& answers, std::size_t same_endpoints, Evidence const& evidence)
{
    if (answers.endpoint->kind == platform::EndpointKind::asset ||
        is_asset(*answers.at(answers.first)->response()))
        return PublicKind::asset;
    if (answers.endpoint->caching == platform::Caching::cacheable)
        return PublicKind::cacheable_shell;
    if (evidence.target.authentication == platform::Authentication::none)
        return PublicKind::declared_public;
    return same_endpoints > 0 ? PublicKind::uniform_message : PublicKind::shell;
}

std::string reason(PublicKind kind, std::size_t same_endpoints)
{
    switch (kind) {
    case PublicKind::shell:
        return "it looks like a public shell, the same for everyone who asked; look whether it holds data";
    case PublicKind::cacheable_shell:
        return "a cacheable shell, to which the host sends no token: the same for everyone who asked; look "
               "whether it holds data";
    case PublicKind::declared_public:
        return "the descriptor declares that no token is sent, and the answer is the same for everyone who "
               "asked; look whether it holds data";
    case PublicKind::asset:
        return "a static file by its type, the same for everyone who asked";
    case PublicKind::uniform_message:
        return fmt::format(
            "it looks like a public shell, the same for everyone who asked: {} the same bytes; "
            "look whether they hold data",
            same_endpoints == 1 ? std::string("another endpoint answers")
                                : fmt::format("{} other endpoints answer", same_endpoints));
    }
    return {};
}

Finding judge_public(EndpointAnswers const& answers, Pages const& pages, Evidence const& evidence)
{
    auto const& first = *answers.at(answers.first);
    Measured measured{.same_endpoints = pages.at(first.response()->body).size() - 1};
    measured.kind = kind_of(answers, measured.same_endpoints, evidence);
    for (auto const& forged : answers.forged) {
        if (says_nothing(forged.kind))
            continue;
        ++measured.forged;
        if (forged.kind == AnswerKind::open && same_as_without_token(answers, forged))
            ++measured.same_forged;
    }
    auto public_page =
        finding(answers, Outcome::warn, Severity::low,
                fmt::format("{}: {}", asked(first), reason(measured.kind, measured.same_endpoints)),
                {&first, answers.at(answers.other)});
    std::set<std::string> cookies;
    for (auto const& answer : answers.anonymous)
        if (answer.kind == AnswerKind::open)
            for (auto& name : cookie_names(*answer.response()))
                cookies.insert(std::move(name));
    if (cookies.empty()) {
        public_page.explanation = explanation(answers, measured, evidence);
    } else {
        public_page.severity = Severity::medium;
        public_page.message += fmt::format("; but it sets {} ({}): a person must look at what that opens",
                                           cookies.size() == 1 ? "a cookie" : "cookies",
                                           listed({cookies.begin(), cookies.end()}));
    }
    return public_page;
}

// Whether the pages hold tokens of the app's making. One that is the same in each is some service's public
// key.
bool hands_out_tokens(std::vector<Answer const*> const& open)
{
    std::set<std::string_view> tokens;
    for (auto const* answer : open)
        if (auto const token = token_in(answer->response()->body); !token.empty())
            tokens.insert(token);
    return tokens.size() > 1;
}

// What the answers without a token have to do with what was asked for.
Finding judge_open(EndpointAnswers const& answers, Pages const& pages, Evidence const& evidence)
{
    std::vector<Answer const*> open;
    Answer const* personal = nullptr;
    for (auto const& answer : answers.anonymous) {
        if (answer.kind != AnswerKind::open)
            continue;
        open.push_back(&answer);
        if (!personal && !answer.carries.empty())
            personal = &answer;
    }
    if (personal) {
        std::erase(open, personal);
        open.insert(open.begin(), personal);
        return finding(answers, Outcome::fail, Severity::high,
                       fmt::format("{} that carries {}", asked(*personal), listed(personal->carries)), open);
    }
    if (hands_out_tokens(open))
        return finding(answers, Outcome::fail, Severity::high,
                       fmt::format("{} that holds a token, a new one for each request: whoever asks gets one",
                                   asked(*open.front())),
                       open);
    if (answers.endpoint->kind == platform::EndpointKind::webhook)
        return judge_webhook(answers, open, evidence);

    auto const* first = answers.at(answers.first);
    auto const* other = answers.at(answers.other);
    auto const unsure = [&](std::string_view why) {
        return finding(answers, Outcome::inconclusive, Severity::medium,
                       fmt::format("{}, but {}", asked(*open.front()), why), open);
    };
    if (!first || !other || says_nothing(first->kind) || says_nothing(other->kind))
        return unsure("no answer from another context can be compared with it");
    auto const* repeated = answers.at(answers.repeated);
    if (repeated && says_nothing(repeated->kind))
        return unsure("the same request again got no answer to compare with");
    if (repeated && repeated->kind != first->kind)
        return unsure("the same request again was answered otherwise");
    if (first->kind != AnswerKind::open || other->kind != AnswerKind::open ||
        http::likeness(page_of(first), page_of(repeated), page_of(other)) == http::Likeness::different)
        return finding(answers, Outcome::fail, Severity::medium,
                       fmt::format("{}, and another context got something else ({}): the content depends on "
                                   "who asks or for what",
                                   asked(*first), other->observed),
                       {first, other});
    return judge_public(answers, pages, evidence);
}

void judge(EndpointAnswers const& answers, Pages const& pages, Evidence const& evidence, Counts& counts,
           std::vector<Finding>& findings)
{
    if (answers.anonymous.empty()) {
        ++counts.unclear;
        findings.push_back(finding(
            answers, Outcome::inconclusive, info.severity,
            not_asked("No request without a token was sent to this endpoint", *answers.endpoint), {}));
        return;
    }
    if (open_to_everyone(answers)) {
        findings.push_back(judge_open(answers, pages, evidence));
        auto const outcome = findings.back().outcome;
        ++(outcome == Outcome::fail   ? counts.failed
           : outcome == Outcome::warn ? counts.open
                                      : counts.unclear);
        return;
    }
    std::vector<Answer const*> silent;
    for (auto const& answer : answers.anonymous)
        if (says_nothing(answer.kind))
            silent.push_back(&answer);
    if (!silent.empty()) {
        ++counts.unclear;
        findings.push_back(
            finding(answers, Outcome::inconclusive, info.severity,
                    fmt::format("{}: nothing follows for who may come in", asked(*silent.front())), silent));
        return;
    }
    ++counts.refused;
    auto const any = [&](AnswerKind kind) {
        return std::ranges::find(answers.anonymous, kind, &Answer::kind) != answers.anonymous.end();
    };
    counts.absent += any(AnswerKind::absent) ? 1 : 0;
    counts.empty += any(AnswerKind::empty) ? 1 : 0;
}

// Which refusals are no work of an authentication.
std::string refusals(Counts const& counts)
{
    std::vector<std::string> kinds;
    if (counts.absent > 0)
        kinds.push_back(fmt::format("{} where nothing is there (404, 405, 410 or 501)", counts.absent));
    if (counts.empty > 0)
        kinds.push_back(fmt::format("{} with an empty answer", counts.empty));
    return kinds.empty() ? std::string() : fmt::format(", {}", listed(kinds));
}

Verdict evaluate(AccessAttempts const& access, Evidence const& evidence)
{
    auto const all = answers_by_endpoint(access, evidence);
    if (all.empty())
        return not_applicable("the descriptor has no endpoint but lifecycle callbacks");
    auto const pages = pages_of(all);
    Counts counts;
    std::vector<Finding> findings;
    for (auto const& answers : all)
        judge(answers, pages, evidence, counts, findings);

    auto const of_all = counted(all.size(), "endpoint");
    if (counts.absent == all.size() && nothing_is_there(all))
        return inconclusive(fmt::format(
            "nothing is there at any of {} (404, 405, 410 or 501): see whether the base URL is the app's",
            of_all));
    if (counts.failed > 0)
        return fail(fmt::format("{} of {} gave content to requests without a token", counts.failed, of_all),
                    std::move(findings));
    if (counts.unclear > 0)
        return inconclusive(fmt::format("{} of {} gave no answer to judge by, {} refused{}", counts.unclear,
                                        of_all, counts.refused, refusals(counts)),
                            std::move(findings));
    if (counts.open > 0)
        return warn(
            fmt::format("{} of {} {} public, with none of the values sent in the answer; {} refused{}",
                        counts.open, of_all, counts.open == 1 ? "is" : "are", counts.refused,
                        refusals(counts)),
            std::move(findings));
    return pass(fmt::format("{} refused every request without a token{}", of_all, refusals(counts)));
}

} // namespace

extern constexpr Check anonymous_access = make_check<&evaluate>(info);

} // namespace postern::checks
