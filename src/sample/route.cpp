#include "sample/route.hpp"

#include <algorithm>
#include <array>

namespace postern::sample {
namespace {

using enum RouteKind;
using enum RouteMethod;

constexpr std::array table{
    Route{"/atlassian-connect.json", get, descriptor, "", ""},
    Route{panel_path, get, page, "Updates of this issue", ""},
    Route{"/overview.html", get, page, "Updates of this project", ""},
    Route{"/dialog.html", get, page, "Updates in a dialog", ""},
    Route{"/settings.html", get, admin_page, "Settings", ""},
    Route{"/configure.html", get, admin_page, "Configure", ""},
    Route{"/about.html", get, shell, "About", ""},
    Route{"/api/issue", get, api, "", ""},
    Route{"/issue-updated", post, webhook, "", ""},
    Route{"/installed", post, lifecycle, "", "installed"},
    Route{"/uninstalled", post, lifecycle, "", "uninstalled"},
    Route{"/enabled", post, lifecycle, "", "enabled"},
    Route{"/disabled", post, lifecycle, "", "disabled"},
    Route{"/static/1/foo.js", get, asset, "", ""},
    Route{"/static/1/panel.js", get, asset, "", ""},
    Route{"/static/1/foo.css", get, asset, "", ""},
    Route{"/static/1/foo.svg", get, asset, "", ""},
    Route{"/login", get, login, "Log in", ""},
    Route{"/loop", get, loop, "", ""},
};

} // namespace

std::span<Route const> routes() { return table; }

Route const* find_route(std::string_view path)
{
    auto const* const found = std::ranges::find(table, path, &Route::path);
    return found == table.end() ? nullptr : found;
}

} // namespace postern::sample
