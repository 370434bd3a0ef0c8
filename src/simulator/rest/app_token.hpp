#pragma once

// The token with which an app's server calls the host. Source: connect-protocol.md section 1 and 3.

#include "simulator/installed_app.hpp"
#include "simulator/state/tenant.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace postern::simulator {

inline constexpr std::chrono::seconds clock_difference_max{60}; // between an app's clock and the host's

// Why the token in the request's Authorization header ("JWT …") is not good, as one sentence; nothing if it
// is: HS256 with the tenant's secret, issued by the app's key, not expired, and bound to this request: hashed
// against the base URL that the install told the app.
[[nodiscard]] std::optional<std::string> app_token_problem(InstalledApp const& app, Tenant const& tenant,
                                                           http::Request const& request, TimePoint now);

} // namespace postern::simulator
