#pragma once

// Which members of which modules are addresses of the app. Source: connect-protocol.md section 7 (the fact
// sheet follows the public schemas); https://developer.atlassian.com/cloud/jira/platform/about-jira-modules/.

#include "platform/descriptor_facts.hpp"

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

[[nodiscard]] std::string_view name(Product product);              // "Jira"; empty for any
[[nodiscard]] Product product_from(std::string_view product_name); // any for another name

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

// Whether a module of this type is nothing without its member "url".
[[nodiscard]] bool needs_url(ModuleType const& type);

// Why an address that a person opens is none of the app's.
inline constexpr std::string_view link_for_people = "a link for people";

// Why the address at `path` is none of the app's in a module of any type: an icon, a link … Nothing if it may
// be one.
[[nodiscard]] std::optional<std::string_view> not_an_endpoint(std::string_view module_type,
                                                              std::string_view path);

// What such an address is for, by the reason that not_an_endpoint or the reader gives; nothing if it is
// neither an image nor a link.
[[nodiscard]] std::optional<StatedLink::Role> link_role(std::string_view reason);

// A type that the platform has withdrawn, or said that it will.
struct Deprecation {
    std::string_view type;
    std::string_view since; // ISO 8601
    std::string_view successor;
    std::string_view source;
};

// When the list of deprecated types was last compared with the pages it names.
inline constexpr std::string_view deprecations_date = "2026-02-06";

// Null for a type that is not deprecated.
[[nodiscard]] Deprecation const* find_deprecation(std::string_view module_type);

// Whether a string member of this name holds an address: "url", "templateUrl", "logoUrl" …
[[nodiscard]] bool names_a_url(std::string_view name);

} // namespace postern::platform::connect
