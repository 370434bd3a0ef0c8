#pragma once

// Which addresses of the product's REST API the simulator has, and the scope that each needs.
// Sources: https://developer.atlassian.com/cloud/jira/platform/rest/v3/ and
// https://developer.atlassian.com/cloud/confluence/rest/v1/.

#include "simulator/site_services.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator {

enum class Scope { none, read, write, remove, project_admin, admin };

struct RestCall {
    SiteServices const& services;
    InstalledApp const& app;
    User const* user; // null: the app itself asks
    std::string_view method;
    std::vector<std::string> const& parameters; // what "*" of the route stands for, decoded, in order
    std::string_view query;
    nlohmann::json const& body; // an empty object where there is none
};

struct RestRoute {
    std::string_view method;
    std::string_view path; // "*" is one segment
    Scope scope;
    http::Response (*answer)(RestCall const&);
};

struct RouteMatch {
    RestRoute const* route;
    std::vector<std::string> parameters;
};

// Nothing if the simulator does not have this address. "/rest/api/2/", "/rest/api/3/" and
// "/rest/api/latest/" are the same.
[[nodiscard]] std::optional<RouteMatch> match_route(std::string_view method, std::string_view path);

// An error as the product's API tells it.
[[nodiscard]] http::Response rest_error(int status, std::string_view message);

} // namespace postern::simulator
