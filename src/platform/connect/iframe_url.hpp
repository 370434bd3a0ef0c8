#pragma once

// The address under which the host requests an endpoint. Source: connect-protocol.md section 4.

#include "platform/connect/modules.hpp"
#include "platform/platform.hpp"

#include <map>
#include <string>
#include <string_view>

namespace postern::platform::connect {

// The product that the app is made for, as far as its modules tell; Jira where they do not.
[[nodiscard]] Product product_of(App const& app);

// The path of the base URL of that product's site, "/wiki" or "": what an install tells the app, and what is
// taken off the paths that the app asks the site for before they are hashed.
[[nodiscard]] std::string_view host_base_path(App const& app);

// `url_template` with `values`, by placeholder, percent-encoded. One without a value becomes the empty
// string, as at the host; an inline condition "true", so that a page shows what it would show to somebody who
// may see it. A value that makes all of them longer than 32 KiB together is left out.
[[nodiscard]] std::string filled(std::string_view url_template,
                                 std::map<std::string, std::string> const& values);

// See Platform::endpoint_url.
//  - The placeholders are filled with the values of `context`.
//  - Pages get the host's own parameters behind their own ones; the other kinds do not, and neither do
//    cacheable pages, whose address is the descriptor's as it stands.
//  - A parameter that is to hold the token ("jwt={jwt}") is left out; place_token adds it.
//  - What may stand in no URL is percent-encoded, "{" and "}" included. There is no fragment.
// The address always has the origin of the app's base URL. `endpoint` must come from `app`.
[[nodiscard]] std::string endpoint_url(App const& app, Endpoint const& endpoint, HostContext const& context);

} // namespace postern::platform::connect
