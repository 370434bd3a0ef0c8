#include "simulator/request/query.hpp"
#include "simulator/rest/jira_json.hpp"
#include "simulator/rest/routes.hpp"
#include "simulator/rest/wiki_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

http::Response list_spaces(RestCall const& call)
{
    auto const part = part_of(call.query, "start", "limit");
    if (!part)
        return wiki_error(400, part.error());
    auto const key = query_value(call.query, "spaceKey");
    auto spaces = call.state().spaces(call.site());
    std::erase_if(spaces, [&](Space const& space) { return !key.empty() && space.key != key; });
    Json results = Json::array();
    for (auto const& space : cut(spaces, *part))
        results.push_back(wiki_space_json(call.at(), space));
    auto const size = results.size();
    return json_response(200, {{"results", std::move(results)},
                               {"start", part->start},
                               {"limit", part->size},
                               {"size", size},
                               {"_links", list_links(call.at(), "/rest/api/space")}});
}

http::Response read_space(RestCall const& call)
{
    auto const space = call.state().space(call.site(), call.parameters.front());
    return space ? json_response(200, wiki_space_json(call.at(), *space))
                 : wiki_error(404, fmt::format("No space with key: {}", call.parameters.front()));
}

// Version 2 pages by a cursor; all the spaces of a site fit on one page.
http::Response list_spaces_2(RestCall const& call)
{
    auto const keys = comma_separated(query_value(call.query, "keys"));
    auto const ids = comma_separated(query_value(call.query, "ids"));
    auto const wanted = [](std::vector<std::string> const& names, std::string const& name) {
        return names.empty() || std::ranges::find(names, name) != names.end();
    };
    Json results = Json::array();
    for (auto const& space : call.state().spaces(call.site()))
        if (wanted(keys, space.key) && wanted(ids, space.id))
            results.push_back(space_json(call.at(), space));
    return json_response(200,
                         {{"results", std::move(results)}, {"_links", {{"base", call.origin() + "/wiki"}}}});
}

constexpr std::array routes{
    RestRoute{"GET", "/wiki/rest/api/space", Scope::read, &list_spaces},
    RestRoute{"GET", "/wiki/rest/api/space/*", Scope::read, &read_space},
    RestRoute{"GET", "/wiki/api/v2/spaces", Scope::read, &list_spaces_2},
};

} // namespace

std::span<RestRoute const> wiki_space_routes() { return routes; }

} // namespace postern::simulator::rest
