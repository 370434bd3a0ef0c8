#include "simulator/request/query.hpp"
#include "simulator/rest/jira_json.hpp"
#include "simulator/rest/routes.hpp"

#include <array>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

Json projects_json(RestCall const& call, std::span<Project const> projects)
{
    Json all = Json::array();
    for (auto const& project : projects)
        all.push_back(project_json(call.at(), project));
    return all;
}

http::Response list_projects(RestCall const& call)
{
    return json_response(200, projects_json(call, call.state().projects(call.site())));
}

http::Response search_projects(RestCall const& call)
{
    auto const part = part_of(call.query, "startAt", "maxResults");
    if (!part)
        return rest_error(400, part.error());
    auto const text = http::lower_case(query_value(call.query, "query"));
    auto projects = call.state().projects(call.site());
    std::erase_if(projects, [&](Project const& each) {
        return !http::lower_case(each.key).contains(text) && !http::lower_case(each.name).contains(text);
    });
    auto const shown = cut(projects, *part);
    return json_response(200, {{"startAt", part->start},
                               {"maxResults", part->size},
                               {"total", projects.size()},
                               {"isLast", part->start + shown.size() >= projects.size()},
                               {"values", projects_json(call, shown)}});
}

http::Response read_project(RestCall const& call)
{
    auto const project = call.state().project(call.site(), call.parameters.front());
    return project ? json_response(200, project_json(call.at(), *project))
                   : rest_error(404, "No project could be found with this key or id.");
}

constexpr std::array routes{
    RestRoute{"GET", "/rest/api/3/project", Scope::read, &list_projects},
    RestRoute{"GET", "/rest/api/3/project/search", Scope::read, &search_projects},
    RestRoute{"GET", "/rest/api/3/project/*", Scope::read, &read_project},
};

} // namespace

std::span<RestRoute const> jira_project_routes() { return routes; }

} // namespace postern::simulator::rest
