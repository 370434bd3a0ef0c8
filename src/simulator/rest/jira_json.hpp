#pragma once

// Jira's things as its REST API and its webhooks tell them.

#include "simulator/rest/route.hpp"

namespace postern::simulator::rest {

// The statuses of every project, and the transitions that lead to them from anywhere.
struct IssueStatus {
    std::string_view id;
    std::string_view name;
    std::string_view transition; // its id
    std::string_view category;   // "new", "indeterminate", "done"
};
[[nodiscard]] std::span<IssueStatus const> issue_statuses();

// A text as a version of the API writes it; an empty one is null in both.
[[nodiscard]] nlohmann::json text_json(std::string const& text, ApiVersion version);
// The text that `given` stands for: a string in version 2, a document or null in version 3.
[[nodiscard]] std::expected<std::string, std::string> text_from(nlohmann::json const& given,
                                                                ApiVersion version);

[[nodiscard]] nlohmann::json user_json(Site const& site, User const& user, Emails emails);
// Whoever has this account; one that is no user of the site is taken for an app, which has its name if it is
// the one that is installed.
[[nodiscard]] nlohmann::json account_json(Site const& site, std::string const& account_id, Emails emails);
[[nodiscard]] nlohmann::json project_json(Site const& site, Project const& project);
[[nodiscard]] nlohmann::json status_json(Site const& site, std::string const& name);
[[nodiscard]] nlohmann::json comment_json(Site const& site, std::string const& issue_id,
                                          Comment const& comment, Form form);

// Which fields or properties an answer has: ?fields= and ?properties= of a request.
class FieldChoice {
public:
    enum class Default { all, none }; // where nothing is named
    // "summary", "*all", "*navigable", "-comment"
    FieldChoice(std::vector<std::string> names, Default otherwise);

    [[nodiscard]] bool has(std::string const& field) const;
    [[nodiscard]] bool empty() const { return names_.empty() && otherwise_ == Default::none; }

private:
    std::vector<std::string> names_;
    Default otherwise_;
};

// The parts of a list with commas; empty ones are left out.
[[nodiscard]] std::vector<std::string> comma_separated(std::string_view list);

[[nodiscard]] nlohmann::json issue_json(Site const& site, Issue const& issue, FieldChoice const& fields,
                                        Form form);

// The issue that the first parameter of a call names, by key or id; and the answer where there is none.
[[nodiscard]] std::optional<Issue> named_issue(RestCall const& call);
[[nodiscard]] http::Response no_issue();

// "2025-11-24T16:00:00.000+0000", as Jira writes times.
[[nodiscard]] std::string jira_time(TimePoint time);

} // namespace postern::simulator::rest
