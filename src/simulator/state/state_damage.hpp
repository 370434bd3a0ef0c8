#pragma once

#include "simulator/state/state.hpp"

#include <optional>
#include <string>

namespace postern::simulator {

// Reads everything once, so that a file that was damaged or edited is refused at the start and not on the
// page that first needs what it lacks. Returns what is wrong; throws what SQLite says of it.
[[nodiscard]] std::optional<std::string> damage_of(SQLite::Database& database, State const& state);

} // namespace postern::simulator
