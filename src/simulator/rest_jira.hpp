#pragma once

// Jira's resources. Each function answers one route of rest_routes.cpp.

#include "simulator/rest_routes.hpp"

namespace postern::simulator::rest {

[[nodiscard]] http::Response myself(RestCall const& call);
[[nodiscard]] http::Response user(RestCall const& call); // ?accountId=
[[nodiscard]] http::Response
check_permissions(RestCall const& call); // {globalPermissions, accountId, projectPermissions}
[[nodiscard]] http::Response my_permissions(RestCall const& call); // ?permissions=
[[nodiscard]] http::Response issue(RestCall const& call);          // by key or id

} // namespace postern::simulator::rest
