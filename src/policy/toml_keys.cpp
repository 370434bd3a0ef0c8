#include "policy/toml_keys.hpp"

#include <algorithm>
#include <array>

namespace postern::policy {
namespace {

// The length of the text (TOML 1.0.0, "String") that begins `rest`; a text without an end ends at that of its
// line, one of several lines at that of `rest`.
std::size_t string_length(std::string_view rest)
{
    char const quote = rest.front();
    std::array const three{quote, quote, quote};
    std::string_view const mark(three.data(), rest.starts_with(std::string_view(three.data(), 3)) ? 3 : 1);
    bool const escapes = quote == '"';
    for (auto at = mark.size(); at < rest.size(); ++at) {
        if (mark.size() == 1 && rest[at] == '\n')
            return at;
        if (escapes && rest[at] == '\\')
            ++at;
        else if (rest.substr(at).starts_with(mark))
            return at + mark.size();
    }
    return rest.size();
}

// How much of `rest` is no part of a key: a text, a comment or a single character.
std::size_t step(std::string_view rest)
{
    if (rest.front() == '"' || rest.front() == '\'')
        return string_length(rest);
    return rest.front() == '#' ? std::min(rest.find('\n'), rest.size()) : 1;
}

} // namespace

std::optional<Place> too_long_key(std::string_view text)
{
    Place place{.line = 1, .column = 1};
    auto begin = place;
    std::size_t dots = 0;
    for (std::size_t at = 0; at < text.size();) {
        char const c = text[at];
        auto const length = step(text.substr(at));
        if (c == '.' && ++dots >= key_parts_max)
            return begin;
        for (char const passed : text.substr(at, length)) {
            place.line += passed == '\n' ? 1 : 0;
            place.column = passed == '\n' ? 1 : place.column + 1;
        }
        if (std::string_view("\n=,[]{}").contains(c)) {
            dots = 0;
            begin = place;
        }
        at += length;
    }
    return std::nullopt;
}

} // namespace postern::policy
