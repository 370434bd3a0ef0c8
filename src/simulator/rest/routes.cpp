#include "simulator/rest/routes.hpp"

#include "simulator/request/path_segments.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace postern::simulator {
namespace {

constexpr std::string_view version_3 = "/rest/api/3/";
constexpr std::array<std::string_view, 2> version_2{"/rest/api/2/", "/rest/api/latest/"};

constexpr std::array families{
    &rest::jira_user_routes,    &rest::jira_permission_routes, &rest::jira_issue_routes,
    &rest::jira_comment_routes, &rest::jira_search_routes,     &rest::jira_project_routes,
    &rest::property_routes,     &rest::wiki_content_routes,    &rest::wiki_property_routes,
    &rest::wiki_space_routes,
};

// Names that the product has addresses of its own for, where a route has the key or id of a thing. Without
// them such an address would be answered as a thing that is not there.
constexpr auto reserved = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"issue", "archive"},
    {"issue", "bulk"},
    {"issue", "bulkfetch"},
    {"issue", "createmeta"},
    {"issue", "limit"},
    {"issue", "picker"},
    {"issue", "properties"},
    {"issue", "unarchive"},
    {"issue", "watching"},
    {"project", "recent"},
    {"project", "search"},
    {"project", "type"},
    {"content", "archive"},
    {"content", "blueprint"},
    {"content", "scan"},
    {"content", "search"},
});

bool is_reserved(std::string_view collection, std::string_view name)
{
    return std::ranges::find(reserved, std::pair(collection, name)) != reserved.end();
}

std::optional<std::vector<std::string>> parameters(std::string_view pattern,
                                                   std::vector<std::string_view> const& given)
{
    auto const wanted = path_segments(pattern);
    if (wanted.size() != given.size())
        return std::nullopt;
    std::vector<std::string> found;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i] != "*") {
            if (wanted[i] != given[i])
                return std::nullopt;
            continue;
        }
        auto name = decode_segment(given[i]);
        if (name.empty() || is_reserved(wanted[i - 1], name))
            return std::nullopt;
        found.push_back(std::move(name));
    }
    return found;
}

} // namespace

std::optional<RouteMatch> match_route(std::string_view method, std::string_view path)
{
    std::string wanted(path);
    auto version = ApiVersion::three;
    for (auto const other : version_2)
        if (path.starts_with(other)) {
            wanted = std::string(version_3) + std::string(path.substr(other.size()));
            version = ApiVersion::two;
        }
    auto const given = path_segments(wanted);
    for (auto const family : families)
        for (auto const& route : family())
            if (route.method == method)
                if (auto found = parameters(route.path, given))
                    return RouteMatch{.route = &route, .parameters = *std::move(found), .version = version};
    return std::nullopt;
}

} // namespace postern::simulator
