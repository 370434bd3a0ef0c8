#pragma once

#include "http/message.hpp"
#include "sample/bridge.hpp"
#include "sample/host_rule.hpp"
#include "sample/route.hpp"
#include "sample/weakness.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace postern::sample {

// Caching, referrer, transport security: what every answer carries.
void set_general_headers(http::Response& response, RouteKind kind, http::Url const& base_url,
                         WeaknessSet weaknesses);

// Who may frame the page and what it may load. A page that has named its own frame already keeps it.
void set_page_headers(http::Response& response, std::vector<HostRule> const& hosts, WeaknessSet weaknesses);

// Lets scripts of that origin read the response with the user's cookies: no app should do so for whoever
// asks.
void allow_origin(http::Response& response, std::string_view origin);

// Only this site may frame the page, which loads this bridge.
void set_frame(http::Response& response, http::Url const& site, Bridge const& bridge);

inline constexpr std::string_view session_cookie_name = "postern_sample_session";
inline constexpr std::string_view insecure_cookie_name = "pvx"; // with Weakness::insecure_cookie

// The page stands in a foreign site's frame: without SameSite=None the browser would drop the cookie, and
// without Partitioned some will. Secure stands there over plain http, too: browsers take such cookies from
// loopback addresses, and nowhere else should they.
[[nodiscard]] std::string session_cookie(std::string_view id, std::string_view base_path,
                                         WeaknessSet weaknesses);

// The value of a cookie of the request, or "".
[[nodiscard]] std::string cookie_value(http::Request const& request, std::string_view name);

} // namespace postern::sample
