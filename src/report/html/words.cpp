#include "report/html/words.hpp"

#include <fmt/chrono.h>

#include <array>
#include <utility>

namespace postern::report::html {

using checks::Outcome;

std::string_view word(Outcome outcome)
{
    switch (outcome) {
    case Outcome::pass:
        return "Pass";
    case Outcome::warn:
        return "Warning";
    case Outcome::fail:
        return "Fail";
    case Outcome::inconclusive:
        return "Inconclusive";
    case Outcome::not_applicable:
        return "Not applicable";
    case Outcome::manual:
        return "Manual";
    }
    return "";
}

Markup icon(Outcome outcome)
{
    return markup(R"(<svg class="icon {0}" aria-hidden="true"><use href="#icon-{0}"/></svg>)",
                  checks::name(outcome));
}

Markup badge(Outcome outcome)
{
    return markup(R"(<span class="badge {}">{}{}</span>)", checks::name(outcome), icon(outcome),
                  word(outcome));
}

Markup severity(checks::Severity severity)
{
    return markup(R"(<span class="severity {0}">{0}</span>)", checks::name(severity));
}

Markup icon_shapes()
{
    return {R"(<svg class="shapes" aria-hidden="true">
<symbol id="icon-fail" viewBox="0 0 16 16"><path d="M8 .8 15.6 14.6H.4z"/><path class="mark" d="M8 5.6v4.2M8 11.6v1.3"/></symbol>
<symbol id="icon-warn" viewBox="0 0 16 16"><rect x="1.5" y="1.5" width="13" height="13" rx="2"/><path class="mark" d="M8 4.4v4.6M8 10.8v1.4"/></symbol>
<symbol id="icon-inconclusive" viewBox="0 0 16 16"><path d="M8 0 16 8 8 16 0 8z"/><path class="mark thin" d="M6.1 6.3a1.9 1.9 0 1 1 2.8 1.7c-.6.3-.9.7-.9 1.3M8 11.4v.4"/></symbol>
<symbol id="icon-manual" viewBox="0 0 16 16"><path d="M.6 8S3.4 3 8 3s7.4 5 7.4 5-2.8 5-7.4 5S.6 8 .6 8z"/><circle class="dot" cx="8" cy="8" r="2.2"/></symbol>
<symbol id="icon-pass" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.2"/><path class="mark" d="m4.8 8.3 2.2 2.2 4.2-4.6"/></symbol>
<symbol id="icon-not_applicable" viewBox="0 0 16 16"><circle class="ring" cx="8" cy="8" r="6.4"/><path class="ring" d="M5 8h6"/></symbol>
</svg>)"};
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many)
{
    return fmt::format("{} {}", thousands(count), count == 1 ? one : many);
}

std::string thousands(std::uint64_t number)
{
    auto digits = std::to_string(number);
    for (auto at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

Markup time(std::chrono::sys_seconds time)
{
    constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                "July",    "August",   "September", "October", "November", "December"};
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const clock(time - day);
    auto const year = static_cast<int>(date.year());
    auto const month = static_cast<unsigned>(date.month());
    auto const day_of_month = static_cast<unsigned>(date.day());
    auto const hours = clock.hours().count();
    auto const minutes = clock.minutes().count();
    auto const seconds = clock.seconds().count();
    return {fmt::format(
        R"(<time datetime="{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z">{} {} {}, {:02}:{:02}:{:02} UTC</time>)",
        year, month, day_of_month, hours, minutes, seconds, day_of_month, months[month - 1], year, hours,
        minutes, seconds)};
}

Markup time(TimePoint point) { return time(std::chrono::floor<std::chrono::seconds>(point)); }

std::string duration(std::chrono::seconds seconds)
{
    constexpr std::array<std::pair<std::int64_t, std::string_view>, 3> units{
        {{86'400, "days"}, {3600, "h"}, {60, "min"}}};
    auto const count = seconds.count();
    for (auto const& [unit, name] : units)
        if (count >= 2 * unit)
            return fmt::format("{} {}", count / unit, name);
    return fmt::format("{} s", count);
}

std::string place(platform::Position const& position)
{
    return position.line == 0 ? std::string()
                              : fmt::format("line {}, column {}", position.line, position.column);
}

} // namespace postern::report::html
