#pragma once

#include "base/clock.hpp"

#include <cstdint>

namespace postern::simulator {

// Whole seconds since 1970, as pages and tokens count.
[[nodiscard]] inline std::int64_t unix_seconds(TimePoint time)
{
    return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

} // namespace postern::simulator
