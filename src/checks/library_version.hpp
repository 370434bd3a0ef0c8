#pragma once

#include <string_view>

namespace postern::checks {

// Whether `version` is `least` or a later one, compared as retire.js does, because its data is written for
// that: part by part, split at "." and "-"; a part that is missing counts as 0; a part with letters in it
// comes before every number ("1.9.0b1" before "1.9.0", "3.0.0-rc1" before "3.0.0").
[[nodiscard]] bool at_or_above(std::string_view version, std::string_view least);

} // namespace postern::checks
