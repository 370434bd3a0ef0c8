#include "simulator/pages/visit.hpp"

#include <fmt/format.h>

#include <charconv>

namespace postern::simulator {

std::string_view name(Refresh refresh) { return refresh == Refresh::stale ? "stale" : "resolver"; }

std::optional<Refresh> refresh_from(std::string_view text)
{
    if (text == name(Refresh::stale))
        return Refresh::stale;
    return text == name(Refresh::resolver) ? std::optional(Refresh::resolver) : std::nullopt;
}

std::optional<std::chrono::minutes> opened_from(std::string_view text)
{
    if (text == "now")
        return std::chrono::minutes(0);
    if (text.empty() || (text.back() != 'm' && text.back() != 'h'))
        return std::nullopt;
    unsigned count = 0;
    auto const end = text.data() + text.size() - 1;
    auto const [stop, failure] = std::from_chars(text.data(), end, count);
    if (failure != std::errc() || stop != end || count > static_cast<unsigned>(opened_max.count()))
        return std::nullopt;
    auto const ago = std::chrono::minutes(text.back() == 'h' ? count * 60 : count);
    return ago > opened_max ? std::nullopt : std::optional(ago);
}

std::string opened_text(std::chrono::minutes ago)
{
    return ago.count() == 0 ? "now" : fmt::format("{}m", ago.count());
}

} // namespace postern::simulator
