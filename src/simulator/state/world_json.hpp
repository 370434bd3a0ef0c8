#pragma once

// The JSON text of a fixture.

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace postern::simulator {

// A mistake in a fixture: one sentence that begins with its place. parse_world (world.hpp) throws and catches
// it; nobody else sees it.
struct FixtureMistake {
    std::string message;
};

// Throws a FixtureMistake whose place is `pointer` (RFC 6901; empty for the whole).
[[noreturn]] void fail_at(std::string const& pointer, std::string_view problem);

// As nlohmann::json::parse, and throws as it does, but throws a FixtureMistake where a member stands twice in
// its object, of which nlohmann would drop one, or where more than 64 objects and lists stand inside each
// other.
[[nodiscard]] nlohmann::json parse_world_json(std::string_view text);

} // namespace postern::simulator
