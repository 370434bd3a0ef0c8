#pragma once

#include "platform/connect/located_json.hpp"
#include "platform/platform.hpp"

#include <cstddef>
#include <vector>

namespace postern::platform::connect {

inline constexpr std::size_t fact_text_max_bytes = 2048; // longer ones are cut; the schema's longest is 1500
inline constexpr std::size_t fact_list_max_count = 1000; // of each list; what is more is counted

// What the descriptor `root`, an object, says beside its addresses; `unprobed` are those of its addresses
// that are not requested. What is of another type than it should be is left out here: the reader refuses it,
// or the host does.
[[nodiscard]] DescriptorFacts read_facts(JsonValue const& root, LineIndex const& lines,
                                         std::vector<Unprobed> const& unprobed);

} // namespace postern::platform::connect
