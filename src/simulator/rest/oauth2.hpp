#pragma once

// OAuth 2 with JWT bearer assertions, by which an app acts as a user (RFC 7523). Source:
// https://developer.atlassian.com/cloud/jira/software/user-impersonation-for-connect-apps/.
// The platform's server for it has an address of its own; here every site is one, for all sites.

#include "simulator/site_services.hpp"

namespace postern::simulator {

inline constexpr std::string_view token_path = "/oauth2/token";
inline constexpr std::string_view authorization_server =
    "https://oauth-2-authorization-server.services.atlassian.com";

// Answers a request to token_path. The assertion must be HS256 with a tenant's secret, `iss` and `sub` the
// platform's names for that tenant's oauthClientId and one of its users, `tnt` the tenant's base URL and
// `aud` the platform's server or one of the sites; the app needs the scope ACT_AS_USER. Errors as in RFC 6749
// section 5.2, each with what to do.
[[nodiscard]] http::Response answer_token_request(SiteServices const& services, http::Request const& request);

} // namespace postern::simulator
