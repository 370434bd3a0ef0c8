#pragma once

// Which addresses of the product's REST API the simulator has, and the scope that each needs.
// Sources: https://developer.atlassian.com/cloud/jira/platform/rest/v3/,
// https://developer.atlassian.com/cloud/confluence/rest/v1/ and …/v2/.

#include "simulator/rest/route.hpp"

#include <span>

namespace postern::simulator {

struct RouteMatch {
    RestRoute const* route;
    std::vector<std::string> parameters;
    ApiVersion version;
};

// Nothing if the simulator does not have this address; nor where a name in it that looks like a key is one
// that the product has another address for ("issue/createmeta"). "/rest/api/latest/" is version 2, as at the
// product.
[[nodiscard]] std::optional<RouteMatch> match_route(std::string_view method, std::string_view path);

namespace rest {

// A family each, in the file of this name.
[[nodiscard]] std::span<RestRoute const> jira_user_routes();
[[nodiscard]] std::span<RestRoute const> jira_permission_routes();
[[nodiscard]] std::span<RestRoute const> jira_issue_routes();
[[nodiscard]] std::span<RestRoute const> jira_comment_routes();
[[nodiscard]] std::span<RestRoute const> jira_search_routes();
[[nodiscard]] std::span<RestRoute const> jira_project_routes();
[[nodiscard]] std::span<RestRoute const> property_routes();
[[nodiscard]] std::span<RestRoute const> wiki_content_routes();
[[nodiscard]] std::span<RestRoute const> wiki_property_routes();
[[nodiscard]] std::span<RestRoute const> wiki_space_routes();

} // namespace rest
} // namespace postern::simulator
