#pragma once

#include "base/random.hpp"
#include "simulator/state/model.hpp"

#include <string_view>

namespace SQLite {
class Database;
}

namespace postern::simulator {

// The newest schema; a file of an older one is brought here step by step, one of a newer one is refused.
inline constexpr int schema_version = 1;

// Brings the file from its `version` (0: empty) to schema_version, in one transaction.
void migrate(SQLite::Database& database, int version);

// Puts `world` in place of all people and content. Sites that were there keep their client keys, and with
// them their installations; those that are gone lose both.
void fill(SQLite::Database& database, World const& world, std::string_view fixture_hash, Random& random);

// The hash that the file was last filled with; empty if never.
[[nodiscard]] std::string filled_from(SQLite::Database& database);

} // namespace postern::simulator
