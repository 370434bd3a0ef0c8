#include "simulator/inspector/har_time.hpp"

#include <charconv>
#include <chrono>

namespace postern::simulator::inspector {
namespace {

constexpr int year_min = 1971;
constexpr int year_max = 9998; // an offset may lead a day beyond

} // namespace

std::optional<TimePoint> har_time_from(std::string_view text)
{
    auto const number = [&](std::size_t at, std::size_t size) -> std::optional<int> {
        int value = 0;
        if (text.size() < at + size)
            return std::nullopt;
        auto const* const end = text.data() + at + size;
        auto const [last, error] = std::from_chars(text.data() + at, end, value);
        return error == std::errc() && last == end && value >= 0 ? std::optional(value) : std::nullopt;
    };
    auto const year = number(0, 4), month = number(5, 2), day = number(8, 2), hour = number(11, 2),
               minute = number(14, 2), second = number(17, 2);
    if (!year || !month || !day || !hour || !minute || !second || text[4] != '-' || text[7] != '-' ||
        text[10] != 'T' || text[13] != ':' || text[16] != ':' || *year < year_min || *year > year_max ||
        *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok())
        return std::nullopt;
    std::size_t at = 19;
    std::chrono::milliseconds fraction{0};
    if (at < text.size() && text[at] == '.') {
        auto scale = 100;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
            fraction += std::chrono::milliseconds((text[at] - '0') * scale);
    }
    std::chrono::minutes offset{0};
    if (text.substr(at) != "Z") {
        auto const hours = number(at + 1, 2);
        auto const minutes = number(at + 4, 2);
        if (text.size() != at + 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':' || !hours ||
            !minutes || *hours > 23 || *minutes > 59)
            return std::nullopt;
        offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
        if (text[at] == '-')
            offset = -offset;
    }
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second) + fraction - offset;
}

} // namespace postern::simulator::inspector
