#pragma once

// The files of the front end and of the bridge, under the paths where pages and apps expect them.

#include "base/embedded_file.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace postern::simulator {

struct WebAsset {
    std::string_view type; // Content-Type
    std::string bytes;
};

// Nothing if no file has this path.
[[nodiscard]] std::optional<WebAsset> web_asset(std::string_view path);

// The front end, built, and files of the bridge's npm package, unchanged.
[[nodiscard]] std::span<EmbeddedFile const> web_files();

} // namespace postern::simulator
