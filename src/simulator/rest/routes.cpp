#include "simulator/rest/routes.hpp"

#include "simulator/request/path_segments.hpp"

#include <array>

namespace postern::simulator {
namespace {

constexpr std::string_view version_3 = "/rest/api/3/";
constexpr std::array<std::string_view, 2> version_2{"/rest/api/2/", "/rest/api/latest/"};

constexpr std::array families{
    &rest::jira_user_routes,    &rest::jira_issue_routes,    &rest::jira_comment_routes,
    &rest::jira_search_routes,  &rest::jira_project_routes,  &rest::property_routes,
    &rest::wiki_content_routes, &rest::wiki_property_routes, &rest::wiki_space_routes,
};

std::optional<std::vector<std::string>> parameters(std::string_view pattern,
                                                   std::vector<std::string_view> const& given)
{
    auto const wanted = path_segments(pattern);
    if (wanted.size() != given.size())
        return std::nullopt;
    std::vector<std::string> found;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i] == "*" && !given[i].empty())
            found.push_back(decode_segment(given[i]));
        else if (wanted[i] != given[i])
            return std::nullopt;
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
