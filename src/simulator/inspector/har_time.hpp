#pragma once

// The times of HTTP Archives.

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace postern::simulator::inspector {

// ISO 8601: 2009-07-24T19:20:30.45+01:00. Nothing for anything else.
[[nodiscard]] std::optional<TimePoint> har_time_from(std::string_view text);

} // namespace postern::simulator::inspector
