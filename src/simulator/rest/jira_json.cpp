#include "simulator/rest/jira_json.hpp"

#include "simulator/issue_type.hpp"
#include "simulator/rest/adf.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

constexpr auto statuses = std::to_array<IssueStatus>({
    {"10000", "To Do", "11", "new"},
    {"3", "In Progress", "21", "indeterminate"},
    {"10001", "Done", "31", "done"},
});

struct Category {
    int id;
    std::string_view key;
    std::string_view name;
    std::string_view color;
};
constexpr auto categories = std::to_array<Category>({
    {2, "new", "To Do", "blue-gray"},
    {4, "indeterminate", "In Progress", "yellow"},
    {3, "done", "Done", "green"},
    {1, "undefined", "No Category", "medium-gray"},
});

std::string address(Site const& site, std::string_view path)
{
    return fmt::format("{}/rest/api/3/{}", site.tenant().origin, path);
}

Json category_json(Site const& site, std::string_view key)
{
    auto const* const found = std::ranges::find(categories, key, &Category::key);
    return {{"self", address(site, fmt::format("statuscategory/{}", found->id))},
            {"id", found->id},
            {"key", found->key},
            {"name", found->name},
            {"colorName", found->color}};
}

Json type_json(Site const& site, std::string const& name)
{
    auto const id = issue_type_id(name);
    return {{"self", address(site, fmt::format("issuetype/{}", id))},
            {"id", id},
            {"name", name},
            {"subtask", false}};
}

Json comments_json(Site const& site, Issue const& issue, Form form)
{
    Json comments = Json::array();
    for (auto const& comment : issue.comments)
        comments.push_back(comment_json(site, issue.id, comment, form));
    auto const count = comments.size();
    return {{"self", address(site, fmt::format("issue/{}/comment", issue.id))},
            {"comments", std::move(comments)},
            {"startAt", 0},
            {"maxResults", count},
            {"total", count}};
}

} // namespace

std::span<IssueStatus const> issue_statuses() { return statuses; }

std::string jira_time(TimePoint time)
{
    auto const milliseconds = time.time_since_epoch().count();
    auto const seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}+0000", fmt::gmtime(seconds),
                       milliseconds - seconds * 1000);
}

Json text_json(std::string const& text, ApiVersion version)
{
    if (text.empty())
        return nullptr;
    return version == ApiVersion::two ? Json(text) : document(text);
}

std::expected<std::string, std::string> text_from(Json const& given, ApiVersion version)
{
    if (given.is_null())
        return "";
    if (version == ApiVersion::three)
        return text_of_document(given);
    if (!given.is_string())
        return std::unexpected("Version 2 takes a text as a string; documents are for version 3.");
    return given.get<std::string>();
}

Json user_json(Site const& site, User const& user, Emails emails)
{
    Json json{{"self", address(site, "user?accountId=" + http::percent_encode(user.account_id))},
              {"accountId", user.account_id},
              {"accountType", "atlassian"},
              {"displayName", user.display_name},
              {"active", true},
              {"timeZone", user.time_zone},
              {"locale", user.locale}};
    if (emails == Emails::told)
        json["emailAddress"] = user.email;
    return json;
}

Json account_json(Site const& site, std::string const& account_id, Emails emails)
{
    if (account_id.empty())
        return nullptr;
    if (auto const user = site.state().user(site.tenant().name, account_id))
        return user_json(site, *user, emails);
    auto const app = site.app();
    auto const is_named = app && app->app.key == account_id && !app->app.name.empty();
    return {{"self", address(site, "user?accountId=" + http::percent_encode(account_id))},
            {"accountId", account_id},
            {"accountType", "app"},
            {"displayName", is_named ? app->app.name : account_id},
            {"active", true}};
}

Json project_json(Site const& site, Project const& project)
{
    return {{"self", address(site, "project/" + project.id)},
            {"id", project.id},
            {"key", project.key},
            {"name", project.name},
            {"projectTypeKey", project_type_key},
            {"simplified", false},
            {"style", "classic"},
            {"isPrivate", false}};
}

Json status_json(Site const& site, std::string const& name)
{
    auto const* const found = std::ranges::find(statuses, name, &IssueStatus::name);
    auto const is_known = found != statuses.end();
    std::string_view const id = is_known ? found->id : "1";
    return {{"self", address(site, fmt::format("status/{}", id))},
            {"id", id},
            {"name", name},
            {"description", ""},
            {"statusCategory", category_json(site, is_known ? found->category : "undefined")}};
}

Json comment_json(Site const& site, std::string const& issue_id, Comment const& comment, Form form)
{
    auto const author = account_json(site, comment.author, form.emails);
    auto const created = jira_time(comment.created);
    return {{"self", address(site, fmt::format("issue/{}/comment/{}", issue_id, comment.id))},
            {"id", comment.id},
            {"author", author},
            {"updateAuthor", author},
            {"body", text_json(comment.body, form.version)},
            {"created", created},
            {"updated", created},
            {"jsdPublic", true}};
}

FieldChoice::FieldChoice(std::vector<std::string> names, Default otherwise)
    : names_(std::move(names)),
      otherwise_(otherwise)
{
    auto const names_something =
        std::ranges::any_of(names_, [](auto const& name) { return !name.starts_with('-'); });
    if (!names_.empty() && !names_something)
        names_.emplace_back("*all");
}

bool FieldChoice::has(std::string const& field) const
{
    if (names_.empty())
        return otherwise_ == Default::all;
    auto const names = [&](std::string const& name) {
        return std::ranges::find(names_, name) != names_.end();
    };
    return !names("-" + field) &&
           (names(field) || names("*all") || (names("*navigable") && field != "comment"));
}

std::vector<std::string> comma_separated(std::string_view list)
{
    std::vector<std::string> parts;
    while (!list.empty()) {
        auto const comma = list.find(',');
        if (auto const part = list.substr(0, comma); !part.empty())
            parts.emplace_back(part);
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    }
    return parts;
}

Json issue_json(Site const& site, Issue const& issue, FieldChoice const& fields, Form form)
{
    Json json{{"id", issue.id}, {"key", issue.key}, {"self", address(site, "issue/" + issue.id)}};
    if (fields.empty())
        return json;
    Json chosen = Json::object();
    auto const add = [&](char const* name, auto const& value) {
        if (fields.has(name))
            chosen[name] = value();
    };
    add("summary", [&] { return Json(issue.summary); });
    add("description", [&] { return text_json(issue.description, form.version); });
    add("status", [&] { return status_json(site, issue.status); });
    add("issuetype", [&] { return type_json(site, issue.type); });
    add("assignee", [&] { return account_json(site, issue.assignee, form.emails); });
    add("labels", [] { return Json::array(); });
    add("comment", [&] { return comments_json(site, issue, form); });
    add("project", [&] {
        auto const project = site.state().project(site.tenant().name, issue.project_key);
        return project ? project_json(site, *project) : Json();
    });
    json["fields"] = std::move(chosen);
    return json;
}

std::optional<Issue> named_issue(RestCall const& call)
{
    return call.state().issue(call.site(), call.parameters.front());
}

http::Response no_issue()
{
    return rest_error(404, "Issue does not exist or you do not have permission to see it.");
}

} // namespace postern::simulator::rest
