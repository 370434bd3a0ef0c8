#pragma once

// What the host's tokens say of a request. Sources: connect-protocol.md sections 1 and 5.

#include "platform/platform.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace postern::platform::connect {

inline constexpr auto token_lifetime = std::chrono::seconds(900);

// See Platform::request_claims.
[[nodiscard]] std::string request_claims(App const& app, http::Request const& request,
                                         HostContext const& context, TimePoint now);

// See Platform::product_context. Names that no place gives are left out.
[[nodiscard]] std::string product_context(HostContext const& context);

// See Platform::context_claims.
[[nodiscard]] std::string context_claims(HostContext const& context, TimePoint now);

// As request_claims, for a lifecycle call. Only "installed" and "uninstalled" are signed with the host's own
// key and have an audience.
[[nodiscard]] std::string lifecycle_claims(App const& app, std::string_view event,
                                           http::Request const& request, HostContext const& context,
                                           TimePoint now);

// See Platform::token_binding.
[[nodiscard]] TokenBinding token_binding(App const& app, http::Request const& request,
                                         std::optional<std::string_view> query_hash);

} // namespace postern::platform::connect
