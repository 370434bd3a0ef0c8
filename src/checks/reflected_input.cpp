// What a page shows of its parameters must not be read as HTML. The probe gives each parameter a word of its
// own with the characters that matter; this file looks for what a browser would make of them. A query hash
// protects only pages that ask for a token, so what is seen without one is what an attacker can use.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/input_answers.hpp"
#include "checks/reflection.hpp"
#include "checks/unseen.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace postern::checks {
namespace {

using evidence::InputAttempt;
using evidence::InputAttempts;

constexpr CheckInfo info{
    .id = "reflected-input",
    .title = "Pages encode what they repeat of their parameters",
    .failure_title = "Pages repeat parameters as HTML",
    .topic = "How pages repeat their parameters",
    .why = "Whoever can put HTML into a page of the app runs scripts in it, with all that its users may do.",
    .severity = Severity::high,
    .cwe = 79, // Improper Neutralization of Input During Web Page Generation
    .weight = Weight::hint,
};

Finding finding_of(InputAnswer const& answer, std::string const& parameter, std::string_view word,
                   std::string const& what)
{
    auto const& response = *answer.exchange->response();
    return {.endpoint = answer.attempt->attempt.endpoint,
            .subject = fmt::format("parameter {}", parameter),
            .severity = info.severity,
            .message = fmt::format("The page answered {} and repeats the parameter {} as it came: it {}",
                                   response.status, parameter, what),
            .exchanges = {answer.exchange->id},
            .proof = {place_of(response.body, word)}};
}

Verdict evaluate(InputAttempts const& input, evidence::Evidence const& evidence)
{
    auto const answers = input_answers(input, InputAttempt::Kind::markers, evidence);
    std::vector<Finding> findings;
    std::size_t parameters = 0;
    std::size_t cut_off = 0;
    for (auto const& answer : answers.answers) {
        auto const& response = *answer.exchange->response();
        parameters += answer.attempt->given.size();
        if (!http::is_html(response))
            continue;
        auto const document = http::parse_html(response.body);
        cut_off += response.body_truncated() || !document.complete ? 1 : 0;
        for (auto const& [parameter, value] : answer.attempt->given) {
            auto const word = evidence::word_of_marker(value);
            if (auto const what = breaks_out(response.body, document, word))
                findings.push_back(finding_of(answer, parameter, word, *what));
        }
    }
    auto nothing = nothing_follows(answers, evidence);
    if (!findings.empty()) {
        auto summary = fmt::format("{} came back as HTML", counted(findings.size(), "parameter"));
        if (nothing)
            findings.push_back(not_looked_at("Besides, " + nothing->summary));
        return fail(std::move(summary), std::move(findings));
    }
    if (nothing)
        return *std::move(nothing);
    if (cut_off > 0)
        return manual(fmt::format("no parameter came back as HTML, but {} only the beginning was looked at",
                                  cut_off == 1 ? "of 1 page" : fmt::format("of {} pages", cut_off)));
    return pass(fmt::format("without a token, none of {} of {} came back as HTML",
                            counted(parameters, "marked parameter"), counted(answers.asked, "page")));
}

} // namespace

extern constexpr Check reflected_input = make_check<&evaluate>(info);

} // namespace postern::checks
