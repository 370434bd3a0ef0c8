#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace postern::policy {

// A day in UTC.
using Day = std::chrono::sys_days;

// "2027-03-31"; nothing for a day that does not exist or another form.
[[nodiscard]] std::optional<Day> day_from(std::string_view text);
[[nodiscard]] std::string day_text(Day day);
[[nodiscard]] Day day_of(TimePoint time);

} // namespace postern::policy
