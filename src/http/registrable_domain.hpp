#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postern::http {

// The part of a host name that somebody has registered, by the Public Suffix List (https://publicsuffix.org)
// that libpsl brings: "example.co.uk" of "app.example.co.uk". Nothing for an IP address, a local name, and a
// name that is a public suffix itself ("github.io"). `host` as in Url::host; a dot at its end does not count.
[[nodiscard]] std::optional<std::string> registrable_domain(std::string_view host);

// Whether anybody can register a name below `host`: "com", "co.uk", "github.io".
[[nodiscard]] bool is_public_suffix(std::string_view host);

} // namespace postern::http
