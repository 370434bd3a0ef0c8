#pragma once

// What the panel does when it is opened late, with an authentic token that has expired
// (docs/guides/expired-panel.md).

#include "base/embedded_file.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace postern::sample {

enum class Panel : std::uint8_t {
    dead_end,   // the same bare 401 as for everybody without a good token
    recovering, // a 401 whose script fetches the data with a fresh token of the bridge
    cacheable   // there is nothing to expire: a public shell that fetches all data so
};

[[nodiscard]] std::span<Panel const> panels();
[[nodiscard]] std::string_view name(Panel panel); // "dead-end"

// The guide's script that fetches the panel's data: the sample app runs what the guide shows.
[[nodiscard]] std::span<EmbeddedFile const> panel_files();

} // namespace postern::sample
