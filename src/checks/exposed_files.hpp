#pragma once

#include "evidence/exposed_paths.hpp"
#include "evidence/sensitive_path.hpp"

namespace postern::checks {

// Which sensitive file the answer is; null where it is none, whatever its status says: many servers answer
// 200 with the same page to everything.
[[nodiscard]] evidence::SensitivePath const* exposed_file(evidence::PathAttempt const& attempt);

} // namespace postern::checks
