// One issue: read, edited, moved to another status.

#include "simulator/request/query.hpp"
#include "simulator/rest/jira_json.hpp"
#include "simulator/rest/routes.hpp"
#include "simulator/webhooks/edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

Json properties_json(RestCall const& call, Issue const& issue, FieldChoice const& wanted)
{
    auto const owner = property_owner("issue", issue.id);
    Json properties = Json::object();
    for (auto const& key : call.state().property_keys(call.site(), owner))
        if (wanted.has(key))
            properties[key] =
                Json::parse(call.state().property(call.site(), owner, key).value_or("null"), nullptr, false);
    return properties;
}

http::Response read_issue(RestCall const& call)
{
    auto const issue = named_issue(call);
    if (!issue)
        return no_issue();
    FieldChoice const fields(comma_separated(query_value(call.query, "fields")), FieldChoice::Default::all);
    FieldChoice const properties(comma_separated(query_value(call.query, "properties")),
                                 FieldChoice::Default::none);
    auto json = issue_json(call.at(), *issue, fields, call.form());
    if (!properties.empty())
        json["properties"] = properties_json(call, *issue, properties);
    return json_response(200, json);
}

// {"accountId": …}, {"id": …} or null.
std::expected<std::string, EditProblem> assignee_from(Json const& given)
{
    if (given.is_null())
        return "";
    for (auto const* name : {"accountId", "id"})
        if (auto const* const id = member(given, name)) {
            if (id->is_null())
                return "";
            if (id->is_string())
                return id->get<std::string>();
        }
    return std::unexpected(EditProblem{"assignee", R"(Give {"accountId": …} or null.)"});
}

std::expected<IssueEdit, EditProblem> edit_from(Json const& fields, ApiVersion version)
{
    IssueEdit edit;
    for (auto const& [name, value] : fields.items()) {
        if (name == "summary" && value.is_string()) {
            edit.summary = value.get<std::string>();
        } else if (name == "summary") {
            return std::unexpected(EditProblem{name, "A summary is a string."});
        } else if (name == "description") {
            auto text = text_from(value, version);
            if (!text)
                return std::unexpected(EditProblem{name, text.error()});
            edit.description = *std::move(text);
        } else if (name == "assignee") {
            auto account = assignee_from(value);
            if (!account)
                return std::unexpected(account.error());
            edit.assignee = *std::move(account);
        } else {
            return std::unexpected(EditProblem{
                name,
                fmt::format("Field '{}' cannot be set here; summary, description and assignee can.", name)});
        }
    }
    return edit;
}

http::Response write_issue(RestCall const& call)
{
    auto const issue = named_issue(call);
    if (!issue)
        return no_issue();
    auto const* const fields = member(call.body, "fields");
    auto const* const update = member(call.body, "update");
    if (update && !update->empty())
        return rest_error(400, "Edits by \"update\" are not simulated; give the values in \"fields\".");
    if (!fields || !fields->is_object())
        return rest_error(400, R"(An edit is {"fields": {"summary": …, "description": …, "assignee": …}}.)");
    auto const edit = edit_from(*fields, call.version);
    if (!edit)
        return rest_error(400, edit.error().message, edit.error().field);
    if (auto const problem = problem_of(call.at(), *edit))
        return rest_error(400, problem->message, problem->field);
    edit_issue(call.services, call.actor(), *issue, *edit);
    return no_content();
}

http::Response list_transitions(RestCall const& call)
{
    if (!named_issue(call))
        return no_issue();
    Json transitions = Json::array();
    for (auto const& status : issue_statuses())
        transitions.push_back({{"id", status.transition},
                               {"name", status.name},
                               {"to", status_json(call.at(), std::string(status.name))},
                               {"hasScreen", false},
                               {"isGlobal", true},
                               {"isInitial", false},
                               {"isAvailable", true},
                               {"isConditional", false}});
    return json_response(200, {{"expand", "transitions"}, {"transitions", std::move(transitions)}});
}

http::Response make_transition(RestCall const& call)
{
    auto const issue = named_issue(call);
    if (!issue)
        return no_issue();
    auto const* const transition = member(call.body, "transition");
    auto const* const id = transition ? member(*transition, "id") : nullptr;
    auto const wanted = id && id->is_number_integer() ? std::to_string(id->get<std::int64_t>())
                        : transition                  ? text_member(*transition, "id")
                                                      : "";
    auto const statuses = issue_statuses();
    auto const status = std::ranges::find(statuses, wanted, &IssueStatus::transition);
    if (status == statuses.end())
        return rest_error(400,
                          fmt::format("There is no transition '{}'; GET this address lists those there are, "
                                      R"(and {{"transition": {{"id": "31"}}}} makes one.)",
                                      wanted));
    edit_issue(call.services, call.actor(), *issue, {.status = std::string(status->name)});
    return no_content();
}

constexpr std::array routes{
    RestRoute{"GET", "/rest/api/3/issue/*", Scope::read, &read_issue},
    RestRoute{"PUT", "/rest/api/3/issue/*", Scope::write, &write_issue},
    RestRoute{"GET", "/rest/api/3/issue/*/transitions", Scope::read, &list_transitions},
    RestRoute{"POST", "/rest/api/3/issue/*/transitions", Scope::write, &make_transition},
};

} // namespace

std::span<RestRoute const> jira_issue_routes() { return routes; }

} // namespace postern::simulator::rest
