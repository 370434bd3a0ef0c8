// The comments of an issue.

#include "simulator/rest/jira_json.hpp"
#include "simulator/rest/routes.hpp"
#include "simulator/webhooks/edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

http::Response list_comments(RestCall const& call)
{
    auto const issue = named_issue(call);
    if (!issue)
        return no_issue();
    auto const part = part_of(call.query, "startAt", "maxResults");
    if (!part)
        return rest_error(400, part.error());
    Json comments = Json::array();
    for (auto const& comment : cut(issue->comments, *part))
        comments.push_back(comment_json(call.at(), issue->id, comment, call.form()));
    return json_response(200, {{"startAt", part->start},
                               {"maxResults", part->size},
                               {"total", issue->comments.size()},
                               {"comments", std::move(comments)}});
}

http::Response read_comment(RestCall const& call)
{
    auto const issue = named_issue(call);
    if (!issue)
        return no_issue();
    auto const found = std::ranges::find(issue->comments, call.parameters.back(), &Comment::id);
    if (found == issue->comments.end())
        return rest_error(404, fmt::format("{} has no comment {}.", issue->key, call.parameters.back()));
    return json_response(200, comment_json(call.at(), issue->id, *found, call.form()));
}

http::Response write_comment(RestCall const& call)
{
    auto const issue = named_issue(call);
    if (!issue)
        return no_issue();
    auto const* const body = member(call.body, "body");
    if (!body)
        return rest_error(400, R"(A comment is {"body": …}.)", "comment");
    auto const text = text_from(*body, call.version);
    if (!text)
        return rest_error(400, text.error(), "comment");
    if (auto const problem = problem_of_comment(*text))
        return rest_error(400, problem->message, problem->field);
    auto const comment = add_comment(call.services, call.actor(), *issue, *text);
    return json_response(201, comment_json(call.at(), issue->id, comment, call.form()));
}

constexpr std::array routes{
    RestRoute{"GET", "/rest/api/3/issue/*/comment", Scope::read, &list_comments},
    RestRoute{"POST", "/rest/api/3/issue/*/comment", Scope::write, &write_comment},
    RestRoute{"GET", "/rest/api/3/issue/*/comment/*", Scope::read, &read_comment},
};

} // namespace

std::span<RestRoute const> jira_comment_routes() { return routes; }

} // namespace postern::simulator::rest
