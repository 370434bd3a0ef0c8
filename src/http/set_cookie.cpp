#include "http/set_cookie.hpp"

#include "http/field_value.hpp"
#include "http/headers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace postern::http {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Section 5.1.1, "delimiter": everything but letters, digits and the colon.
bool is_delimiter(char c) { return !is_digit(c) && c != ':' && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

// The number at the beginning of the text if it has that many digits; the text goes on behind it.
std::optional<int> number(std::string_view& text, std::size_t digits_min, std::size_t digits_max)
{
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits]))
        ++digits;
    if (digits < digits_min || digits > digits_max)
        return std::nullopt;
    int value = 0;
    std::from_chars(text.data(), text.data() + digits, value);
    text.remove_prefix(digits);
    return value;
}

std::optional<std::chrono::seconds> time_of_day(std::string_view token)
{
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0 && !token.starts_with(':'))
            return std::nullopt;
        token.remove_prefix(i > 0 ? 1 : 0);
        auto const part = number(token, 1, 2);
        if (!part)
            return std::nullopt;
        parts[i] = *part;
    }
    auto const [hour, minute, second] = parts;
    if (hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    return std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

std::optional<unsigned> month_of(std::string_view token)
{
    constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
    for (unsigned i = 0; i < months.size(); ++i)
        if (equal_ignoring_case(token.substr(0, 3), months[i]))
            return i + 1;
    return std::nullopt;
}

struct DateParts {
    std::optional<std::chrono::seconds> time;
    std::optional<int> day;
    std::optional<unsigned> month;
    std::optional<int> year;
};

// Each token is the first part that it can be and that is still missing.
void read_token(std::string_view token, DateParts& parts)
{
    if (!parts.time)
        if (parts.time = time_of_day(token); parts.time)
            return;
    auto rest = token;
    if (!parts.day)
        if (parts.day = number(rest, 1, 2); parts.day)
            return;
    if (!parts.month)
        if (parts.month = month_of(token); parts.month)
            return;
    rest = token;
    if (!parts.year)
        parts.year = number(rest, 2, 4);
}

std::optional<std::int64_t> delta_seconds(std::string_view text)
{
    constexpr std::int64_t seconds_max = std::int64_t{1} << 40; // any more is for ever
    auto const negative = text.starts_with('-');
    auto const digits = text.substr(negative ? 1 : 0);
    if (digits.empty() || !std::ranges::all_of(digits, is_digit))
        return std::nullopt;
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc())
        value = seconds_max;
    return negative ? -std::min(value, seconds_max) : std::min(value, seconds_max);
}

SameSite same_site_from(std::string_view text)
{
    for (auto const value : {SameSite::none, SameSite::lax, SameSite::strict})
        if (equal_ignoring_case(text, name(value)))
            return value;
    return SameSite::unknown;
}

// Of a repeated attribute the last one counts (section 5.6).
void read_attribute(std::string_view text, SetCookie& cookie)
{
    auto const equals = std::min(text.find('='), text.size());
    auto const attribute = lower_case(trimmed(text.substr(0, equals)));
    auto value = trimmed(text.substr(std::min(equals + 1, text.size())));
    if (attribute == "expires") {
        if (auto const date = parse_cookie_date(value))
            cookie.expires = date;
    } else if (attribute == "max-age") {
        if (auto const seconds = delta_seconds(value))
            cookie.max_age_seconds = seconds;
    } else if (attribute == "domain") {
        if (value.starts_with('.'))
            value.remove_prefix(1);
        cookie.domain = lower_case(value);
    } else if (attribute == "path") {
        cookie.path = value.starts_with('/') ? value : "";
    } else if (attribute == "secure") {
        cookie.flags.secure = true;
    } else if (attribute == "httponly") {
        cookie.flags.http_only = true;
    } else if (attribute == "partitioned") {
        cookie.flags.partitioned = true;
    } else if (attribute == "samesite") {
        cookie.same_site = same_site_from(value);
    }
}

} // namespace

std::string_view name(SameSite same_site)
{
    switch (same_site) {
    case SameSite::none:
        return "None";
    case SameSite::lax:
        return "Lax";
    case SameSite::strict:
        return "Strict";
    case SameSite::unset:
    case SameSite::unknown:
        break;
    }
    return "";
}

CookiePrefix SetCookie::prefix() const
{
    auto const begins = [&](std::string_view prefix) {
        return equal_ignoring_case(std::string_view(name).substr(0, prefix.size()), prefix);
    };
    if (begins("__Host-"))
        return CookiePrefix::host;
    return begins("__Secure-") ? CookiePrefix::secure : CookiePrefix::none;
}

bool SetCookie::breaks_prefix() const
{
    switch (prefix()) {
    case CookiePrefix::none:
        return false;
    case CookiePrefix::secure:
        return !flags.secure;
    case CookiePrefix::host:
        return !flags.secure || !domain.empty() || path != "/";
    }
    return false;
}

std::optional<std::chrono::seconds> SetCookie::lifetime(TimePoint now) const
{
    if (max_age_seconds)
        return std::chrono::seconds(*max_age_seconds);
    if (expires)
        return std::chrono::floor<std::chrono::seconds>(*expires - now);
    return std::nullopt;
}

std::optional<SetCookie> parse_set_cookie(std::string_view value)
{
    SetCookie cookie;
    auto const pair = value.substr(0, value.find(';'));
    auto const equals = pair.find('=');
    // Without "=" all of it is the value of a cookie without a name.
    cookie.name = trimmed(equals == std::string_view::npos ? "" : pair.substr(0, equals));
    cookie.value = trimmed(equals == std::string_view::npos ? pair : pair.substr(equals + 1));
    if (cookie.name.empty() && cookie.value.empty())
        return std::nullopt;
    for (auto const attribute : split(value.substr(std::min(pair.size() + 1, value.size())), ';'))
        read_attribute(attribute, cookie);
    return cookie;
}

std::optional<TimePoint> parse_cookie_date(std::string_view text)
{
    DateParts parts;
    while (!text.empty()) {
        auto const* const begin = std::ranges::find_if_not(text, is_delimiter);
        text.remove_prefix(static_cast<std::size_t>(begin - text.begin()));
        auto const* const end = std::ranges::find_if(text, is_delimiter);
        auto const token = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        read_token(token, parts);
        text.remove_prefix(token.size());
    }
    if (!parts.time || !parts.day || !parts.month || !parts.year)
        return std::nullopt;
    auto year = *parts.year;
    if (year < 70)
        year += 2000;
    else if (year < 100)
        year += 1900;
    std::chrono::year_month_day const date{std::chrono::year(year), std::chrono::month(*parts.month),
                                           std::chrono::day(static_cast<unsigned>(*parts.day))};
    if (!date.ok() || year < 1601)
        return std::nullopt;
    auto const at = std::chrono::sys_days(date) + *parts.time;
    return TimePoint(std::chrono::duration_cast<TimePoint::duration>(at.time_since_epoch()));
}

} // namespace postern::http
