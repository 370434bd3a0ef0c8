#include "http/cache_control.hpp"

#include "http/field_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace postern::http {
namespace {

// What is between the quotes, escapes taken out (RFC 9110 section 5.6.4); a token as it is.
std::string unquoted(std::string_view text)
{
    if (!text.starts_with('"'))
        return std::string(text);
    std::string out;
    for (std::size_t i = 1; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size())
            ++i;
        out += text[i];
    }
    return out;
}

} // namespace

bool CacheControl::has(std::string_view name) const
{
    auto const about_fields = name == "no-cache" || name == "private";
    return std::ranges::any_of(directives, [&](Directive const& each) {
        return each.name == name && !(about_fields && !each.value.empty());
    });
}

std::optional<std::chrono::seconds> CacheControl::age(std::string_view name) const
{
    constexpr long long seconds_max = 1LL << 31; // section 1.2.2
    auto const found = std::ranges::find(directives, name, &Directive::name);
    if (found == directives.end())
        return std::nullopt;
    long long seconds = 0;
    auto const* const end = found->value.data() + found->value.size();
    auto const [stopped, error] = std::from_chars(found->value.data(), end, seconds);
    if (error == std::errc::result_out_of_range && !found->value.starts_with('-'))
        return std::chrono::seconds(seconds_max);
    if (error != std::errc() || stopped != end || seconds < 0)
        return std::chrono::seconds(0);
    return std::chrono::seconds(std::min(seconds, seconds_max));
}

std::optional<CacheControl> cache_control_of(Headers const& headers)
{
    auto const value = headers.joined("Cache-Control");
    if (!value)
        return std::nullopt;
    return parse_cache_control(*value);
}

CacheControl parse_cache_control(std::string_view value)
{
    CacheControl out;
    for (auto const part : split_unquoted(value, ',')) {
        auto const equals = std::min(part.find('='), part.size());
        auto const argument = trimmed(part.substr(std::min(equals + 1, part.size())));
        out.directives.push_back({lower_case(trimmed(part.substr(0, equals))), unquoted(argument)});
    }
    return out;
}

bool heuristically_cacheable(int status)
{
    // RFC 9110 section 15.1.
    constexpr std::array statuses{200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501};
    return std::ranges::find(statuses, status) != statuses.end();
}

} // namespace postern::http
