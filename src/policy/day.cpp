#include "policy/day.hpp"

#include <fmt/format.h>

#include <array>

namespace postern::policy {

std::optional<Day> day_from(std::string_view text)
{
    constexpr std::string_view form = "dddd-dd-dd";
    if (text.size() != form.size())
        return std::nullopt;
    std::array<int, 3> numbers{};
    std::size_t part = 0;
    for (std::size_t at = 0; at < form.size(); ++at) {
        if (form[at] == '-') {
            if (text[at] != '-')
                return std::nullopt;
            ++part;
        } else if (text[at] < '0' || text[at] > '9') {
            return std::nullopt;
        } else {
            numbers[part] = numbers[part] * 10 + (text[at] - '0');
        }
    }
    std::chrono::year_month_day const date(std::chrono::year(numbers[0]),
                                           std::chrono::month(static_cast<unsigned>(numbers[1])),
                                           std::chrono::day(static_cast<unsigned>(numbers[2])));
    return date.ok() ? std::optional<Day>(date) : std::nullopt;
}

std::string day_text(Day day)
{
    std::chrono::year_month_day const date(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Day day_of(TimePoint time) { return std::chrono::floor<std::chrono::days>(time); }

} // namespace postern::policy
