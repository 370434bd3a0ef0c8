#pragma once

#include "platform/endpoint.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace postern::evidence {

// A host and port that the descriptor or the call names.
struct Host {
    enum class Role {
        app,        // where the app runs
        descriptor, // where its descriptor was fetched
        named       // the descriptor names it: a link, an icon, an absolute URL
    };
    enum class Scheme { http, https }; // of the address that names it
    std::string name;                  // as in http::Url::host: lower case, IPv6 addresses with brackets
    int port = 443;
    Scheme scheme = Scheme::https;
    Role role = Role::app;
    std::string pointer; // JSON pointer of the first place in the descriptor that names it; may be empty
    platform::Position position; // of that place; 0:0 without one
    std::string skipped;         // why nothing is sent to it; empty where something is
    bool operator==(Host const&) const = default;
};
[[nodiscard]] std::string_view name(Host::Role role);
[[nodiscard]] std::optional<Host::Role> host_role_from(std::string_view name);

// "app.example:443", "[2001:db8::1]:8443": stands in messages and names the host in findings.
[[nodiscard]] std::string address(Host const& host);

} // namespace postern::evidence
