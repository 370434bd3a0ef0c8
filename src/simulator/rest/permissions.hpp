#pragma once

#include "simulator/rest/route.hpp"

#include <string_view>

namespace postern::simulator::rest {

// Permissions that administrators of the site alone have; every user has all others.
[[nodiscard]] bool is_for_administrators(std::string_view permission);

[[nodiscard]] bool is_granted(std::string_view permission, User const& user);

// The same for whoever makes this call. The app itself has the permissions that its scopes stand for.
[[nodiscard]] bool is_granted(std::string_view permission, RestCall const& call);

} // namespace postern::simulator::rest
