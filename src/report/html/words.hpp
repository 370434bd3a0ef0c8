#pragma once

// Words, numbers, times and badges as a person reads them in the page.

#include "base/clock.hpp"
#include "report/html/markup.hpp"
#include "report/model.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace postern::report::html {

// "Fail", "Not applicable".
[[nodiscard]] std::string_view word(checks::Outcome outcome);

// A shape and the word: no verdict is told by its colour alone.
[[nodiscard]] Markup badge(checks::Outcome outcome);
[[nodiscard]] Markup icon(checks::Outcome outcome);
[[nodiscard]] Markup severity(checks::Severity severity);

// The shapes that icon() refers to, to stand in the page once.
[[nodiscard]] Markup icon_shapes();

[[nodiscard]] std::string counted(std::uint64_t count, std::string_view one, std::string_view many);
[[nodiscard]] std::string thousands(std::uint64_t number); // "12,345"

// "14 November 2023, 22:13:20 UTC", in a time element.
[[nodiscard]] Markup time(std::chrono::sys_seconds time);
[[nodiscard]] Markup time(TimePoint time);

// "12 s", "15 min", "3 h", "2 days": the largest unit of which there are at least two, else one.
[[nodiscard]] std::string duration(std::chrono::seconds seconds);

// "line 12, column 20"; empty where the place is unknown.
[[nodiscard]] std::string place(platform::Position const& position);

} // namespace postern::report::html
