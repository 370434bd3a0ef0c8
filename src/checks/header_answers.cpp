#include "checks/header_answers.hpp"

#include "checks/answer.hpp"
#include "checks/endpoint_answers.hpp"
#include "checks/unseen.hpp"
#include "evidence/endpoint_places.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

namespace postern::checks {
namespace {

constexpr std::size_t exchanges_of_a_finding_max = 3;

void add(std::vector<HeaderAnswer>& all, evidence::EndpointPlaces const& places,
         evidence::Attempt const& attempt)
{
    auto const* endpoint = places.find(attempt.endpoint);
    if (!endpoint || attempt.hops.empty())
        return;
    auto const first = http::parse_url(attempt.hops.front().request.url);
    if (!first)
        return;
    auto const at_its_host = [&](http::Exchange const& hop) {
        if (&hop == &attempt.hops.front())
            return true;
        auto const url = http::parse_url(hop.request.url);
        return url && url->host == first->host;
    };
    for (auto const& hop : attempt.hops)
        if (auto const* response = hop.response(); response && at_its_host(hop))
            all.push_back({.endpoint = endpoint, .exchange = &hop, .response = response});
}

// The best proof first: a page before a refusal, and then what was asked first. What comes last decides only
// between exchanges of one id.
bool better(HeaderAnswer const& a, HeaderAnswer const& b)
{
    auto const rank = [](HeaderAnswer const& answer) { return answer.success() ? 0 : 1; };
    if (rank(a) != rank(b))
        return rank(a) < rank(b);
    if (a.exchange->id != b.exchange->id)
        return earlier_id(a.exchange->id, b.exchange->id);
    auto const key = [](HeaderAnswer const& answer) {
        std::vector<std::pair<std::string_view, std::string_view>> fields;
        for (auto const& [name, value] : answer.response->headers)
            fields.emplace_back(name, value);
        return std::tuple(std::string_view(answer.exchange->request.url), answer.response->status,
                          std::string_view(answer.response->body), std::move(fields));
    };
    return key(a) < key(b);
}

struct Told {
    HeaderProblem problem;
    std::vector<std::string> exchanges;
    std::size_t answers = 0;
};

int gravity(Outcome outcome) { return outcome == Outcome::fail ? 1 : 0; }

// Adds one answer's problem: of several with one subject the gravest is told, of equals the first.
void add(std::map<std::string, Told>& problems, HeaderProblem problem, std::string const& exchange)
{
    auto& told = problems[problem.subject];
    auto const graver = told.answers > 0 && gravity(problem.outcome) > gravity(told.problem.outcome);
    ++told.answers;
    if (told.answers == 1 || graver) {
        told.exchanges.insert(told.exchanges.begin(), exchange);
        told.problem = std::move(problem);
    } else if (std::ranges::find(told.exchanges, exchange) == told.exchanges.end()) {
        told.exchanges.push_back(exchange);
    }
    if (told.exchanges.size() > exchanges_of_a_finding_max)
        told.exchanges.pop_back();
}

struct Counts {
    std::size_t answers = 0; // of any kind, at endpoints of the rule
    std::size_t judged = 0;  // endpoints
    std::size_t failed = 0;  // endpoints
    std::size_t warned = 0;  // endpoints
    std::size_t unheard = 0; // endpoints without an answer
};

void add_findings(platform::Endpoint const& endpoint, std::map<std::string, Told> problems, Counts& counts,
                  std::vector<Finding>& findings)
{
    bool failed = false;
    for (auto& [subject, told] : problems) {
        auto& [problem, exchanges, answers] = told;
        failed = failed || problem.outcome == Outcome::fail;
        if (answers > 1)
            problem.message += fmt::format(" ({} of this endpoint)", counted(answers, "such answer"));
        findings.push_back({.endpoint = endpoint.id,
                            .subject = subject,
                            .outcome = problem.outcome,
                            .severity = problem.severity,
                            .message = std::move(problem.message),
                            .exchanges = std::move(exchanges)});
    }
    counts.failed += failed ? 1 : 0;
    counts.warned += !failed && !problems.empty() ? 1 : 0;
}

Verdict conclude(Counts const& counts, std::vector<Finding> findings, HeaderRule const& rule)
{
    auto const of_all = counted(counts.judged, "endpoint");
    if (counts.failed > 0 && counts.unheard > 0)
        findings.push_back(
            not_looked_at(fmt::format("Besides, {} gave no answer whose headers could be judged",
                                      counted(counts.unheard, "endpoint"))));
    if (counts.failed > 0)
        return fail(fmt::format("answers of {} of {} {}", counts.failed, of_all, rule.broken),
                    std::move(findings));
    if (counts.answers == 0)
        return inconclusive("no endpoint gave an answer whose headers could be judged");
    if (counts.unheard > 0)
        return inconclusive(fmt::format("{} gave no answer whose headers could be judged",
                                        counted(counts.unheard, "endpoint")),
                            std::move(findings));
    if (counts.judged == 0)
        return not_applicable(std::string(rule.not_there));
    if (counts.warned > 0)
        return warn(fmt::format("answers of {} of {} deserve a look", counts.warned, of_all),
                    std::move(findings));
    return pass(fmt::format("the answers of {} {}", of_all, rule.held));
}

} // namespace

std::string HeaderAnswer::told() const
{
    return fmt::format("{} answered {}", exchange->request.method, response->status);
}

bool is_own_word(int status)
{
    constexpr std::array not_the_apps{408, 425, 429, 502, 503, 504};
    return (status >= 200 && status < 300) ||
           (status >= 400 && status < 600 && std::ranges::find(not_the_apps, status) == not_the_apps.end());
}

std::string quoted(std::string_view value)
{
    constexpr std::size_t shown_max_bytes = 160;
    return value.size() <= shown_max_bytes ? fmt::format("\"{}\"", value)
                                           : fmt::format("\"{}…\"", value.substr(0, shown_max_bytes));
}

std::vector<HeaderAnswer> header_answers(evidence::Evidence const& evidence)
{
    std::vector<HeaderAnswer> all;
    evidence::EndpointPlaces const places(evidence.endpoints);
    if (evidence.access)
        for (auto const& attempt : evidence.access->attempts)
            add(all, places, attempt);
    if (evidence.admin)
        for (auto const& attempt : evidence.admin->attempts) {
            add(all, places, attempt.without_token);
            add(all, places, attempt.with_token);
        }
    return all;
}

std::vector<HeaderAnswer> header_answers(std::vector<evidence::Attempt> const& attempts,
                                         evidence::Evidence const& evidence)
{
    std::vector<HeaderAnswer> all;
    evidence::EndpointPlaces const places(evidence.endpoints);
    for (auto const& attempt : attempts)
        add(all, places, attempt);
    return all;
}

Verdict judge_headers(std::vector<HeaderAnswer> const& answers, evidence::Evidence const& evidence,
                      HeaderRule const& rule)
{
    std::map<platform::Endpoint const*, std::vector<HeaderAnswer>> by_endpoint;
    for (auto const& answer : answers)
        by_endpoint[answer.endpoint].push_back(answer);
    Counts counts;
    std::vector<Finding> findings;
    bool any = false;
    for (auto const& endpoint : evidence.endpoints) {
        if (std::ranges::find(rule.kinds, endpoint.kind) == rule.kinds.end())
            continue;
        any = true;
        auto& own = by_endpoint[&endpoint];
        std::ranges::sort(own, better);
        std::map<std::string, Told> problems;
        bool judged = false;
        bool heard = false;
        for (auto const& answer : own) {
            auto const leads_away = http::is_redirect(answer.response->status) && !leads_on(*answer.exchange);
            heard = heard || leads_away || is_own_word(answer.response->status);
            auto found = rule.judge(answer);
            judged = judged || found.has_value();
            if (found)
                for (auto& problem : *found)
                    add(problems, std::move(problem), answer.exchange->id);
        }
        counts.answers += heard ? 1 : 0;
        counts.unheard += heard ? 0 : 1;
        counts.judged += judged ? 1 : 0;
        add_findings(endpoint, std::move(problems), counts, findings);
    }
    if (!any)
        return not_applicable("the descriptor has no endpoint of this kind");
    return conclude(counts, std::move(findings), rule);
}

} // namespace postern::checks
