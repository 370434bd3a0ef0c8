#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace postern::sample {

enum class RouteKind {
    descriptor,
    page,       // for everyone who may see the module
    admin_page, // for administrators
    shell,      // cacheable: the same bytes for everybody, no data
    api,        // takes context tokens
    webhook,
    lifecycle,
    asset,
    login, // only where a weakness redirects there
    loop   // only where a weakness redirects there
};

enum class RouteMethod { get, post };

// One address of the app.
struct Route {
    std::string_view path;
    RouteMethod method;
    RouteKind kind;
    std::string_view title;           // of pages
    std::string_view lifecycle_event; // "installed", …
};

inline constexpr std::string_view panel_path = "/foo.html"; // RouteKind::page

[[nodiscard]] std::span<Route const> routes();

// Exact paths, without the base URL's path.
[[nodiscard]] Route const* find_route(std::string_view path);

[[nodiscard]] constexpr bool is_page(RouteKind kind)
{
    return kind == RouteKind::page || kind == RouteKind::admin_page || kind == RouteKind::shell;
}

} // namespace postern::sample
