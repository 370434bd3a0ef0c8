#pragma once

// The sites that a simulator starts with, from a fixture: a JSON file (docs/guides/simulator.md).

#include "base/embedded_file.hpp"
#include "simulator/state/model.hpp"

#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace postern::simulator {

inline constexpr std::size_t world_text_max_bytes = std::size_t{8} * 1024 * 1024;
inline constexpr std::size_t sites_max = 8;

// `text` is the whole fixture. Fails with one sentence that names the place as a JSON pointer, what is wrong
// with it and what belongs there. Unknown members are errors, so that a misspelt one does not pass silently.
[[nodiscard]] std::expected<World, std::string> parse_world(std::string_view text);

// The one that is built in: sites "alpha" and "beta".
[[nodiscard]] std::string_view default_world();

[[nodiscard]] std::span<EmbeddedFile const> world_files();

} // namespace postern::simulator
