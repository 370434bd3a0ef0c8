#pragma once

#include <string>

namespace postern::http {

// Whether `host` (as in Url::host) is an IP address, with or without brackets.
[[nodiscard]] bool is_ip_address(std::string const& host);

// Whether `host` (as in Url::host) is this machine or one of a private network, by its name or address:
// RFC 6761 (localhost, .test …), RFC 1918, RFC 4193, loopback, link-local, or a name without a dot.
[[nodiscard]] bool is_local(std::string const& host);

} // namespace postern::http
