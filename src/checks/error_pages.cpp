// An error is told in a sentence. What frameworks show to developers (stack traces, settings, a console)
// helps whoever looks for the next hole. Which pages are meant is data: catalogue/exposure/error-pages.json.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/page_rules.hpp"
#include "checks/unseen.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::checks {
namespace {

constexpr CheckInfo info{
    .id = "error-pages",
    .title = "Errors do not show the inside of the app",
    .failure_title = "Errors show the inside of the app",
    .topic = "What errors show of the inside of the app",
    .why = "Paths, versions and settings tell an attacker where to go on.",
    .severity = Severity::medium,
    .cwe = 209, // Generation of Error Message Containing Sensitive Information
    .weight = Weight::hint,
};

Verdict judge_answers(evidence::Evidence const& evidence)
{
    auto const pages = find_pages(evidence, error_page_rules());
    if (pages.answers == 0)
        return inconclusive("there was no answer to look into");
    if (pages.found.empty())
        return pass(fmt::format("no error page for developers in {}", counted(pages.answers, "answer")));
    auto findings = page_findings(pages.found);
    if (std::ranges::any_of(findings, [](Finding const& each) { return each.outcome == Outcome::fail; }))
        return fail("errors are answered with what is meant for developers", std::move(findings));
    return warn("errors are answered with the framework's own page", std::move(findings));
}

Verdict evaluate(evidence::Evidence const& evidence)
{
    return unless_unseen(evidence, judge_answers(evidence));
}

} // namespace

extern constexpr Check error_pages = make_check<&evaluate>(info);

} // namespace postern::checks
