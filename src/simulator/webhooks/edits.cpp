#include "simulator/webhooks/edits.hpp"

#include "simulator/rest/jira_json.hpp"
#include "simulator/state/text_limits.hpp"
#include "simulator/webhooks/webhook_events.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::simulator {
namespace {

using Json = nlohmann::ordered_json;

std::string display_name(Site const& site, std::string const& account_id)
{
    auto const user = site.state().user(site.tenant().name, account_id);
    return user ? user->display_name : account_id;
}

Json status_id(Site const& site, std::string const& status)
{
    return Json(rest::status_json(site, status).at("id"));
}

Json id_or_null(std::string const& id) { return id.empty() ? Json() : Json(id); }

std::vector<FieldChange> changes(Site const& site, Issue const& before, Issue const& after)
{
    std::vector<FieldChange> all;
    if (before.summary != after.summary)
        all.push_back({"summary", nullptr, before.summary, nullptr, after.summary});
    if (before.description != after.description)
        all.push_back({"description", nullptr, before.description, nullptr, after.description});
    if (before.status != after.status)
        all.push_back({"status", status_id(site, before.status), before.status, status_id(site, after.status),
                       after.status});
    if (before.assignee != after.assignee)
        all.push_back({"assignee", id_or_null(before.assignee), display_name(site, before.assignee),
                       id_or_null(after.assignee), display_name(site, after.assignee)});
    return all;
}

void tell(SiteServices const& services, WebhookEvent const& event)
{
    if (auto const app = services.site.app())
        services.webhooks.fire(services.site.tenant(), *app, event);
}

} // namespace

std::optional<EditProblem> problem_of(Site const& site, IssueEdit const& edit)
{
    if (edit.summary && (edit.summary->empty() || character_count(*edit.summary) > summary_max_characters ||
                         edit.summary->contains('\n')))
        return EditProblem{
            "summary", fmt::format("A summary is one line of 1 to {} characters.", summary_max_characters)};
    if (edit.description && character_count(*edit.description) > issue_text_max_characters)
        return EditProblem{"description", fmt::format("A description has at most {} characters.",
                                                      issue_text_max_characters)};
    auto const statuses = rest::issue_statuses();
    if (edit.status && std::ranges::find(statuses, *edit.status, &rest::IssueStatus::name) == statuses.end())
        return EditProblem{
            "status",
            fmt::format("There is no status {}; there are To Do, In Progress and Done.", *edit.status)};
    if (edit.assignee && !edit.assignee->empty() && !site.state().user(site.tenant().name, *edit.assignee))
        return EditProblem{"assignee", fmt::format("There is no user {} at this site.", *edit.assignee)};
    return std::nullopt;
}

std::optional<EditProblem> problem_of_comment(std::string_view text)
{
    if (text.empty() || character_count(text) > issue_text_max_characters)
        return EditProblem{"comment",
                           fmt::format("A comment has 1 to {} characters.", issue_text_max_characters)};
    return std::nullopt;
}

std::optional<EditProblem> problem_of_page(std::string_view title, std::string_view body)
{
    if (title.empty() || character_count(title) > summary_max_characters || title.contains('\n'))
        return EditProblem{"title",
                           fmt::format("A title is one line of 1 to {} characters.", summary_max_characters)};
    if (character_count(body) > page_text_max_characters)
        return EditProblem{"body",
                           fmt::format("A page has at most {} characters.", page_text_max_characters)};
    return std::nullopt;
}

Issue edit_issue(SiteServices const& services, std::string const& actor, Issue issue, IssueEdit const& edit)
{
    auto const& site = services.site;
    auto const before = issue;
    issue.summary = edit.summary.value_or(issue.summary);
    issue.description = edit.description.value_or(issue.description);
    issue.status = edit.status.value_or(issue.status);
    issue.assignee = edit.assignee.value_or(issue.assignee);
    auto const changed = changes(site, before, issue);
    if (changed.empty())
        return issue;
    site.state().update(site.tenant().name, issue);
    tell(services, issue_updated_event(site, actor, issue, changed, services.clock.now()));
    return issue;
}

Comment add_comment(SiteServices const& services, std::string const& actor, Issue const& issue,
                    std::string_view text)
{
    auto const& site = services.site;
    auto comment = site.state().add_comment(site.tenant().name, issue.id, actor, text, services.clock.now());
    auto event = issue_event(site, "comment_created", actor, issue);
    event.values["comment.id"] = comment.id;
    event.body["comment"] = rest::comment_json(site, issue.id, comment, webhook_form(site));
    tell(services, event);
    return comment;
}

Content edit_page(SiteServices const& services, std::string const& actor, Content page, std::string title,
                  std::string body)
{
    auto const& site = services.site;
    page.title = std::move(title);
    page.body = std::move(body);
    ++page.version;
    site.state().update(site.tenant().name, page);
    tell(services, page_event(site, "page_updated", actor, page, services.clock.now()));
    return page;
}

} // namespace postern::simulator
