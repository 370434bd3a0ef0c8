#include "jwt/numeric_date.hpp"

#include <charconv>
#include <cmath>

namespace postern::jwt {
namespace {

// 9999-12-31T23:59:59Z and its mirror image: far inside what milliseconds in 64 bits can hold.
constexpr std::int64_t seconds_max = 253'402'300'799;

} // namespace

std::optional<NumericDate> numeric_date(std::string_view value, Rounding rounding)
{
    auto const* const end = value.data() + value.size();
    std::int64_t whole = 0;
    if (auto const [stop, error] = std::from_chars(value.data(), end, whole);
        error == std::errc{} && stop == end) {
        if (whole < -seconds_max || whole > seconds_max)
            return std::nullopt;
        return NumericDate(std::chrono::seconds(whole));
    }
    double number = 0;
    auto const [stop, error] = std::from_chars(value.data(), end, number);
    if (error != std::errc{} || stop != end)
        return std::nullopt;
    if (!(std::abs(number) <= static_cast<double>(seconds_max)))
        return std::nullopt;
    auto const rounded = rounding == Rounding::down ? std::floor(number) : std::ceil(number);
    return NumericDate(std::chrono::seconds(static_cast<std::int64_t>(rounded)));
}

} // namespace postern::jwt
