#include "report/html/markup.hpp"

#include "report/text.hpp"

#include <algorithm>

namespace postern::report::html {
namespace {

std::string with_references(std::string_view text)
{
    std::string html;
    html.reserve(text.size());
    for (char const c : text) {
        switch (c) {
        case '&':
            html += "&amp;";
            break;
        case '<':
            html += "&lt;";
            break;
        case '>':
            html += "&gt;";
            break;
        case '"':
            html += "&quot;";
            break;
        case '\'':
            html += "&#39;";
            break;
        default:
            html += c;
        }
    }
    return html;
}

} // namespace

std::string escaped(std::string_view text)
{
    // Most text is visible ASCII and needs no second look: a report has megabytes of it.
    bool const plain = std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f'; });
    return plain ? with_references(text) : with_references(printable(text, Characters::utf8));
}

std::string escaped_lines(std::string_view text)
{
    std::string html;
    while (!text.empty()) {
        auto const end = text.find_first_of("\n\t");
        auto piece = text.substr(0, end);
        if (end != std::string_view::npos && text[end] == '\n' && piece.ends_with('\r'))
            piece.remove_suffix(1);
        html += escaped(piece);
        if (end == std::string_view::npos)
            break;
        html += text[end];
        text.remove_prefix(end + 1);
    }
    return html;
}

std::string escaped_json(std::string_view json_in_ascii)
{
    std::string json;
    for (char const c : json_in_ascii) {
        // "</script" would end the element and "<!--" would begin a comment in it: HTML, section 4.12.1.3.
        if (c == '<')
            json += "\\u003c";
        else
            json += c;
    }
    return json;
}

Markup lines(std::string_view text) { return {escaped_lines(text)}; }

} // namespace postern::report::html
