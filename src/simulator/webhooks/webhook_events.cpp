#include "simulator/webhooks/webhook_events.hpp"

#include "simulator/rest/jira_json.hpp"
#include "simulator/rest/wiki_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::simulator {
namespace {

using Json = nlohmann::ordered_json;

// By how their names begin. What is not here is about what the simulator does not have: sprints, blog posts …
struct EventFamily {
    std::string_view prefix;
    EventSubject subject;
};
constexpr auto families = std::to_array<EventFamily>({
    {"jira:issue_", EventSubject::issue},
    {"jira:worklog_", EventSubject::issue},
    {"issue_", EventSubject::issue},
    {"issuelink_", EventSubject::issue},
    {"worklog_", EventSubject::issue},
    {"comment_", EventSubject::issue},
    {"attachment_", EventSubject::issue},
    {"attachment_", EventSubject::page},
    {"page_", EventSubject::page},
    {"content_", EventSubject::page},
    {"label_", EventSubject::page},
});

Json changelog(std::vector<FieldChange> const& changes, TimePoint now)
{
    Json items = Json::array();
    for (auto const& change : changes)
        items.push_back({{"field", change.field},
                         {"fieldtype", "jira"},
                         {"fieldId", change.field},
                         {"from", change.from},
                         {"fromString", change.from_text},
                         {"to", change.to},
                         {"toString", change.to_text}});
    return {{"id", std::to_string(now.time_since_epoch().count())}, {"items", std::move(items)}};
}

// Jira's names for what kind of update it was.
std::string_view event_type(std::vector<FieldChange> const& changes)
{
    auto const only = [&](std::string_view field) {
        return changes.size() == 1 && changes.front().field == field;
    };
    return only("status") ? "issue_generic" : only("assignee") ? "issue_assigned" : "issue_updated";
}

} // namespace

// Webhooks write texts as version 2 of the API does.
Form webhook_form(Site const& site)
{
    auto const app = site.app();
    return {.version = ApiVersion::two,
            .emails = app ? emails_within(Scopes::of(app->app.facts.scopes)) : Emails::withheld};
}

WebhookEvent issue_event(Site const& site, std::string name, std::string const& actor, Issue const& issue)
{
    auto const project = site.state().project(site.tenant().name, issue.project_key).value_or(Project());
    auto const form = webhook_form(site);
    rest::FieldChoice const fields({"*navigable"}, rest::FieldChoice::Default::all);
    return {.name = std::move(name),
            .account_id = actor,
            .values = values_of(project, issue),
            .body = {{"user", rest::account_json(site, actor, form.emails)},
                     {"issue", rest::issue_json(site, issue, fields, form)}},
            .subject = WebhookEvent::Subject{.issue = issue, .project = project}};
}

WebhookEvent issue_updated_event(Site const& site, std::string const& actor, Issue const& issue,
                                 std::vector<FieldChange> const& changes, TimePoint now)
{
    auto event = issue_event(site, "jira:issue_updated", actor, issue);
    event.body["issue_event_type_name"] = event_type(changes);
    event.body["changelog"] = changelog(changes, now);
    return event;
}

WebhookEvent page_event(Site const& site, std::string name, std::string const& actor, Content const& page,
                        TimePoint now)
{
    auto const space = site.state().space(site.tenant().name, page.space_key).value_or(Space());
    Json body{{"userAccountId", actor},
              {"accountType", "customer"},
              {"page", rest::page_event_json(site, actor, page, now)}};
    if (name == "page_updated") {
        body["updateTrigger"] = "edit_page";
        body["suppressNotifications"] = false;
    }
    return {.name = std::move(name),
            .account_id = actor,
            .values = values_of(space, page),
            .body = std::move(body),
            .subject = std::nullopt};
}

std::optional<WebhookEvent> fired_issue_event(Site const& site, std::string name, std::string const& actor,
                                              Issue const& issue, TimePoint now)
{
    if (name == "jira:issue_updated") {
        FieldChange const made_up{"summary", nullptr, fmt::format("{} (earlier)", issue.summary), nullptr,
                                  issue.summary};
        return issue_updated_event(site, actor, issue, {made_up}, now);
    }
    auto const of_comment = name.starts_with("comment_");
    if (of_comment && issue.comments.empty())
        return std::nullopt;
    auto event = issue_event(site, std::move(name), actor, issue);
    if (event.name == "jira:issue_created")
        event.body["issue_event_type_name"] = "issue_created";
    if (of_comment) {
        auto const& comment = issue.comments.back();
        event.values["comment.id"] = comment.id;
        event.body["comment"] = rest::comment_json(site, issue.id, comment, webhook_form(site));
    }
    return event;
}

std::string_view name(EventSubject subject) { return subject == EventSubject::issue ? "issue" : "page"; }

std::vector<EventSubject> subjects_of(std::string_view event)
{
    std::vector<EventSubject> subjects;
    for (auto const& [prefix, subject] : families)
        if (event.starts_with(prefix))
            subjects.push_back(subject);
    return subjects;
}

std::vector<std::string> webhook_names(InstalledApp const& app)
{
    std::vector<std::string> names;
    for (auto const& endpoint : app.app.endpoints)
        if (endpoint.kind == platform::EndpointKind::webhook &&
            std::ranges::find(names, endpoint.module_key) == names.end())
            names.push_back(endpoint.module_key);
    return names;
}

} // namespace postern::simulator
