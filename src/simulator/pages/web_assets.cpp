#include "simulator/pages/web_assets.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <array>

namespace postern::simulator {
namespace {

// The bridge looks for its own script's address (bridge.md section 6): these paths are not ours to choose.
constexpr auto bridge_paths =
    std::to_array<std::string_view>({"/atlassian-connect/all.js", "/atlassian-connect/all-debug.js"});

std::string_view type_of(std::string_view path)
{
    return path.ends_with(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
}

std::optional<WebAsset> find(std::string_view name, std::string_view path)
{
    auto const files = web_files();
    auto const found = std::ranges::find(files, name, &EmbeddedFile::name);
    return found == files.end() ? std::nullopt
                                : std::optional(WebAsset{type_of(path), std::string(found->bytes)});
}

// The bridge takes its style sheets from an address that the product's build puts into this line. Here it is
// the folder that the script came from, so that no frame asks anybody beyond this machine; a script that
// stands in the page, or in a blob, came from none.
constexpr std::string_view styles_from = "var CDN_URL = \"https://\" + CDN_DOMAIN;";
constexpr std::string_view styles_from_here =
    "var CDN_URL = document.currentScript && /^https?:/.test(document.currentScript.src) ? "
    "new URL(\".\", document.currentScript.src).href.slice(0, -1) : \"https://\" + CDN_DOMAIN;";

// npm's package has the bridge's core; what the product adds to it on the app's side stands in app.js.
std::optional<WebAsset> bridge(std::string_view path)
{
    auto core = find("iframe.js", path);
    auto const added = find("app.js", path);
    if (!core || !added)
        return std::nullopt;
    auto const at = core->bytes.find(styles_from);
    POSTERN_ASSERT(at != std::string::npos, "the bridge's package says where its styles are as it did");
    core->bytes.replace(at, styles_from.size(), styles_from_here);
    core->bytes.append("\n").append(added->bytes);
    return core;
}

} // namespace

std::optional<WebAsset> web_asset(std::string_view path)
{
    if (std::ranges::find(bridge_paths, path) != bridge_paths.end())
        return bridge(path);
    constexpr std::string_view own = "/simulator/";
    if (path.starts_with(own))
        return find(path.substr(own.size()), path);
    for (std::string_view const folder : {"/atlassian-connect/themes/", "/atlassian-connect/"})
        if (path.starts_with(folder) && path.ends_with(".css"))
            if (auto const asset = find(path.substr(folder.size()), path))
                return asset;
    return std::nullopt;
}

} // namespace postern::simulator
