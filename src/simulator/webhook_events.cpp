#include "simulator/webhook_events.hpp"

#include "simulator/rest/jira_json.hpp"
#include "simulator/rest/wiki_json.hpp"

#include <algorithm>

namespace postern::simulator {

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

WebhookEvent page_event(Site const& site, std::string name, std::string const& actor, Content const& page,
                        TimePoint now)
{
    auto const space = site.state().space(site.tenant().name, page.space_key).value_or(Space());
    return {.name = std::move(name),
            .account_id = actor,
            .values = values_of(space, page),
            .body = {{"userAccountId", actor},
                     {"accountType", "customer"},
                     {"page", rest::page_event_json(site, actor, page, now)},
                     {"updateTrigger", "edit_page"},
                     {"suppressNotifications", false}},
            .subject = std::nullopt};
}

WebhookEvent fired_issue_event(Site const& site, std::string name, std::string const& actor,
                               Issue const& issue)
{
    auto const of_comment = name.starts_with("comment_");
    auto event = issue_event(site, std::move(name), actor, issue);
    if (of_comment && !issue.comments.empty()) {
        auto const& comment = issue.comments.back();
        event.values["comment.id"] = comment.id;
        event.body["comment"] = rest::comment_json(site, issue.id, comment, webhook_form(site));
    }
    return event;
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
