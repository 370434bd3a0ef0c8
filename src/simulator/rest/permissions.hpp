#pragma once

#include "simulator/rest/route.hpp"

#include <optional>
#include <string_view>

namespace postern::simulator::rest {

enum class PermissionKind { global, project };

// Of one of Jira's own permissions, or of one that the app's modules add: "<app key>__<module key>". Nothing
// for other names. Source:
// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-permission-schemes/.
[[nodiscard]] std::optional<PermissionKind> permission_kind(std::string_view permission,
                                                            platform::App const& app);

// Permissions that administrators of the site alone have; every user has all others.
[[nodiscard]] bool is_for_administrators(std::string_view permission);

[[nodiscard]] bool is_granted(std::string_view permission, User const& user);

// The same for whoever makes this call. The app itself has the permissions that its scopes stand for.
[[nodiscard]] bool is_granted(std::string_view permission, RestCall const& call);

} // namespace postern::simulator::rest
