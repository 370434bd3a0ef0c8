#pragma once

// HTML by templates that escape: whatever is put into one is text, unless its type says that it is HTML.

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

namespace postern::report::html {

// Text for one line, in an element or a quoted attribute. Control and format characters, bytes that are no
// UTF-8 and line feeds are written out, so that no text can turn its surroundings round or hide in them.
[[nodiscard]] std::string escaped(std::string_view text);

// The same for preformatted text: line feeds (also after a carriage return) and tabs stay.
[[nodiscard]] std::string escaped_lines(std::string_view text);

// JSON text as it may stand in a script element: no "<", and ASCII only.
[[nodiscard]] std::string escaped_json(std::string_view json_in_ascii);

// HTML, with everything escaped that needs to be.
struct Markup {
    std::string html;
};

namespace detail {

template <typename T>
using Shown = std::conditional_t<std::integral<T>, T, std::string>;

inline std::string shown(std::string_view text) { return escaped(text); }
inline std::string const& shown(Markup const& markup) { return markup.html; }
template <std::integral T>
T shown(T number)
{
    return number;
}

} // namespace detail

// `format` is HTML of our own, its arguments are Markup, numbers, or text that is escaped here.
template <typename... Args>
[[nodiscard]] Markup markup(fmt::format_string<detail::Shown<Args>...> format, Args const&... args)
{
    return {fmt::format(format, detail::Shown<Args>(detail::shown(args))...)};
}

[[nodiscard]] Markup lines(std::string_view text); // escaped_lines

} // namespace postern::report::html
