#include "simulator/rest_routes.hpp"

#include "simulator/rest_jira.hpp"

#include <array>

namespace postern::simulator {
namespace {

constexpr std::array routes{
    RestRoute{"GET", "/rest/api/3/myself", Scope::read, &rest::myself},
    RestRoute{"GET", "/rest/api/3/user", Scope::read, &rest::user},
    RestRoute{"POST", "/rest/api/3/permissions/check", Scope::read, &rest::check_permissions},
    RestRoute{"GET", "/rest/api/3/mypermissions", Scope::read, &rest::my_permissions},
    RestRoute{"GET", "/rest/api/3/issue/*", Scope::read, &rest::issue},
};

std::vector<std::string_view> segments(std::string_view path)
{
    std::vector<std::string_view> parts;
    while (true) {
        auto const slash = path.find('/');
        parts.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos)
            return parts;
        path.remove_prefix(slash + 1);
    }
}

std::string version_3(std::string_view path)
{
    for (std::string_view const other : {"/rest/api/2/", "/rest/api/latest/"})
        if (path.starts_with(other))
            return "/rest/api/3/" + std::string(path.substr(other.size()));
    return std::string(path);
}

std::optional<std::vector<std::string>> parameters(std::string_view pattern, std::string_view path)
{
    auto const wanted = segments(pattern);
    auto const given = segments(path);
    if (wanted.size() != given.size())
        return std::nullopt;
    std::vector<std::string> found;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i] == "*" && !given[i].empty())
            found.push_back(http::form_decode(given[i]));
        else if (wanted[i] != given[i])
            return std::nullopt;
    }
    return found;
}

} // namespace

std::optional<RouteMatch> match_route(std::string_view method, std::string_view path)
{
    auto const wanted = version_3(path);
    for (auto const& route : routes)
        if (route.method == method)
            if (auto found = parameters(route.path, wanted))
                return RouteMatch{.route = &route, .parameters = *std::move(found)};
    return std::nullopt;
}

} // namespace postern::simulator
