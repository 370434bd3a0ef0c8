#pragma once

// Which members of which modules are addresses of the app. Source: connect-protocol.md section 7 (the fact
// sheet follows the public schemas); https://developer.atlassian.com/cloud/jira/platform/about-jira-modules/.

#include "platform/endpoint.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace postern::platform::connect {

// The host product that a module type belongs to.
enum class Product {
    any, // several of them
    jira,
    confluence,
    bitbucket
};

// An address in a module: the names on the way to it, "*" for any name or index ("renderModes/*/url").
struct UrlMember {
    std::string_view path;
    EndpointKind kind;
};

struct ModuleType {
    std::string_view name;
    Product product;
    Audience audience;
    std::span<UrlMember const> urls;
};

// Null for a type that is not known.
[[nodiscard]] ModuleType const* find_module_type(std::string_view name);

// The kind of the address at `path` ("target/url") in a module of this type, if the type says so.
[[nodiscard]] std::optional<EndpointKind> known_url(ModuleType const& type, std::string_view path);

// Why the address at `path` is none of the app's in a module of any type: an icon, a link … Nothing if it may
// be one.
[[nodiscard]] std::optional<std::string_view> not_an_endpoint(std::string_view module_type,
                                                              std::string_view path);

// Whether a string member of this name holds an address: "url", "templateUrl", "logoUrl" …
[[nodiscard]] bool names_a_url(std::string_view name);

} // namespace postern::platform::connect
