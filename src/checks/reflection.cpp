#include "checks/reflection.hpp"

#include "evidence/input.hpp"
#include "http/headers.hpp"

#include <algorithm>
#include <array>

namespace postern::checks {
namespace {

constexpr std::size_t place_before_max_bytes = 60;
constexpr std::size_t place_after_max_bytes = 100;
constexpr std::size_t quote_before_max_bytes = 200; // where a script's string that holds the marker begins

// In these a browser reads no elements, and only "</…" ends them.
bool holds_raw_text(std::string_view tag)
{
    constexpr auto raw = std::to_array<std::string_view>(
        {"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"});
    return std::ranges::find(raw, tag) != raw.end();
}

// Whether a string of a script ends inside the marker at `at`: the quote that it began with stands there
// unescaped.
bool ends_a_string(std::string_view script, std::size_t at, std::string_view word)
{
    auto const from = at - std::min(at, quote_before_max_bytes);
    auto const before = script.substr(from, at - from);
    auto const quote = before.find_last_of("\"'`\n");
    if (quote == std::string_view::npos || (before[quote] != '"' && before[quote] != '\''))
        return false;
    auto const behind = script.substr(at + word.size(), 2);
    return behind.starts_with(before[quote]) || (before[quote] == '\'' && behind == "\"'");
}

std::optional<std::string> in_raw_text(http::HtmlElement const& element, std::string_view word)
{
    auto const opening = "<" + std::string(word) + "x";
    if (element.text.contains(opening))
        return "can end the <" + element.tag + "> that it stands in";
    if (element.tag != "script")
        return std::nullopt;
    for (auto at = element.text.find(word); at != std::string::npos; at = element.text.find(word, at + 1))
        if (ends_a_string(element.text, at, word))
            return "ends a string of a script";
    return std::nullopt;
}

std::optional<std::string> in_attributes(http::HtmlElement const& element, std::string_view word)
{
    auto const without_end = std::string(word) + "\"'<" + std::string(word) + "x";
    for (auto const& [name, value] : element.attributes) {
        if (name.contains(word))
            return "ends the attribute that it stands in and adds others to <" + element.tag + ">";
        // The ">" of a marker in an attribute without quotes ended the element.
        auto const at = value.find(without_end);
        if (at != std::string::npos && !value.substr(at + without_end.size()).starts_with('>'))
            return "ends the element <" + element.tag + "> in whose attribute it stands";
    }
    return std::nullopt;
}

// A comment lasts to its end, whatever else in it looks like the beginning of one.
bool in_a_comment(std::string_view body, std::string_view marker)
{
    for (auto at = body.find("<!--"); at != std::string_view::npos;) {
        auto const end = std::min(body.find("-->", at), body.size());
        if (body.substr(at, end - at).contains(marker))
            return true;
        at = body.find("<!--", end);
    }
    return false;
}

} // namespace

std::optional<std::string> breaks_out(std::string_view body, http::HtmlDocument const& document,
                                      std::string_view word)
{
    if (word.empty() || !body.contains(word))
        return std::nullopt;
    auto const tag = std::string(word) + "x";
    for (auto const& element : document.elements) {
        if (element.tag.starts_with(tag))
            return "opens an element";
        if (auto what = in_attributes(element, word))
            return what;
        if (!holds_raw_text(element.tag))
            continue;
        if (auto what = in_raw_text(element, word))
            return what;
    }
    if (in_a_comment(body, evidence::marker_value(word)))
        return "can end the comment that it stands in";
    return std::nullopt;
}

std::string place_of(std::string_view body, std::string_view word)
{
    auto const at = body.find(word);
    if (at == std::string_view::npos)
        return {};
    auto from = at - std::min(at, place_before_max_bytes);
    if (auto const line = body.substr(from, at - from).rfind('\n'); line != std::string_view::npos)
        from += line + 1;
    auto const line_end = std::min(body.find('\n', at), body.size());
    return std::string(body.substr(from, std::min(line_end, at + place_after_max_bytes) - from));
}

} // namespace postern::checks
