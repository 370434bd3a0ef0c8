// A folder's address is no reason to list what lies in it. Which pages are listings is data:
// catalogue/exposure/listings.json.
#include "checks/answer.hpp"
#include "checks/check.hpp"
#include "checks/page_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::checks {
namespace {

using evidence::ExposedPaths;
using Kind = evidence::PathAttempt::Kind;

constexpr CheckInfo info{
    .id = "directory-listing",
    .title = "Folders are not listed",
    .failure_title = "Folders are listed",
    .topic = "Whether folders are listed",
    .why = "A listing shows files to which no page leads: backups, source maps, what was forgotten.",
    .severity = Severity::medium,
    .cwe = 548, // Exposure of Information Through Directory Listing
};

// How many of the folders that were asked for answered; one that answers 5xx says nothing.
std::size_t folders_answered(ExposedPaths const& paths)
{
    return static_cast<std::size_t>(std::ranges::count_if(paths.attempts, [](auto const& attempt) {
        auto const* response = attempt.exchange.response();
        return attempt.kind == Kind::folder && response &&
               kind_by_status(response->status) != AnswerKind::unavailable;
    }));
}

Verdict evaluate(evidence::Evidence const& evidence, ExposedPaths const& paths)
{
    auto const pages = find_pages(evidence, listing_rules());
    if (!pages.found.empty())
        return fail("folders are listed", page_findings(pages.found));
    if (paths.wish == ExposedPaths::Wish::turned_off)
        return not_applicable("turned off by --no-paths");
    auto const answered = folders_answered(paths);
    if (answered == 0)
        return inconclusive("no folder that was asked for gave an answer that says something");
    return pass(fmt::format("no listing at {}, and none in {}", counted(answered, "folder"),
                            counted(pages.answers, "answer")));
}

} // namespace

extern constexpr Check directory_listing = make_check<&evaluate>(info);

} // namespace postern::checks
