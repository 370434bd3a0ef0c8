#pragma once

// The cookie that says which user of a site looks. All ports of a host share cookies: each site has a name
// of its own.

#include "http/message.hpp"
#include "simulator/state/tenant.hpp"

#include <string>
#include <string_view>

namespace postern::simulator {

// The account that the request's cookie names; empty without one. Nobody has checked that it is there.
[[nodiscard]] std::string visitor_in(http::Request const& request, Tenant const& tenant);

[[nodiscard]] std::string visitor_cookie_name(Tenant const& tenant);

// The Set-Cookie header field by which a browser looks as `account` from now on.
[[nodiscard]] std::string visitor_cookie(Tenant const& tenant, std::string_view account);

// The one by which it looks as nobody in particular.
[[nodiscard]] std::string no_visitor_cookie(Tenant const& tenant);

} // namespace postern::simulator
