#include "golden/example_baseline.hpp"

#include "report/finding_id.hpp"

#include <algorithm>
#include <string_view>

namespace postern::golden {
namespace {

using checks::Outcome;
using report::Finding;

report::CheckResult& check_of(report::Report& report, std::string_view id)
{
    return *std::ranges::find(report.checks, id, &report::CheckResult::id);
}

void with_id(Finding& finding, std::string_view check)
{
    report::FindingIds ids(check);
    finding.id =
        ids.next({.endpoint = finding.endpoint, .subject = finding.subject, .outcome = finding.outcome});
}

void add(report::Report& report, std::string_view check, Finding finding)
{
    with_id(finding, check);
    check_of(report, check).findings.push_back(std::move(finding));
}

} // namespace

report::Report example_baseline(report::Report report)
{
    using namespace std::chrono_literals;
    report.started_at -= 24h;
    report.ended_at -= 24h;
    report.exchanges.clear();
    report.requirements.clear();
    for (std::string_view const id : {"exposed-files", "tls-versions", "cross-origin"})
        check_of(report, id).findings.clear();
    for (auto& finding : check_of(report, "anonymous-access").findings) {
        if (finding.endpoint != "webPanels/foo-panel")
            continue;
        finding.outcome = Outcome::warn;
        with_id(finding, "anonymous-access");
    }
    add(report, "exposed-files",
        {.subject = "/.git/HEAD",
         .message = "GET https://app.example/.git/HEAD answered 200: Git repository"});
    add(report, "forged-token",
        {.endpoint = "webhooks/jira:issue_updated",
         .message = "a token signed with a made-up secret was accepted"});
    for (auto& check : report.checks)
        for (auto& finding : check.findings)
            finding.exchanges.clear();
    return report;
}

} // namespace postern::golden
