#pragma once

#include <span>
#include <string_view>

namespace postern::platform {

// The families of sites whose pages show an app's pages in a frame, as origins with a wildcard; empty for a
// platform that is not known. `platform` is Platform::name().
[[nodiscard]] std::span<std::string_view const> framing_sites(std::string_view platform);

} // namespace postern::platform
