#pragma once

// Changes to issues and pages, by whom and from where ever. Each tells the installed app's webhooks.

#include "simulator/site_services.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace postern::simulator {

// What is not there stays as it is.
struct IssueEdit {
    std::optional<std::string> summary;
    std::optional<std::string> description; // plain text
    std::optional<std::string> status;      // one of issue_statuses()
    std::optional<std::string> assignee;    // an account id; empty: nobody
};

// Which field cannot become what it should, and why, as one sentence.
struct EditProblem {
    std::string field;
    std::string message;
};
[[nodiscard]] std::optional<EditProblem> problem_of(Site const& site, IssueEdit const& edit);
[[nodiscard]] std::optional<EditProblem> problem_of_comment(std::string_view text);
[[nodiscard]] std::optional<EditProblem> problem_of_page(std::string_view title, std::string_view body);

// `actor` is the account of who acts. The edit has no problem. Gives the issue as it is now; says
// jira:issue_updated if anything changed.
Issue edit_issue(SiteServices const& services, std::string const& actor, Issue issue, IssueEdit const& edit);

// Says comment_created. The comment has no problem.
Comment add_comment(SiteServices const& services, std::string const& actor, Issue const& issue,
                    std::string_view text);

// The page with a new title and text, which have no problem, one version further; says page_updated.
Content edit_page(SiteServices const& services, std::string const& actor, Content page, std::string title,
                  std::string body);

} // namespace postern::simulator
