#include "http/html.hpp"

#include "http/html_tree.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace postern::http {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }

// Whether the tag whose name begins at `at` stays within the limits of one tag. Follows the tokenizer of the
// HTML standard (section 13.2.5) from that place on: only there is it certain what is a quoted value.
bool within_limits(std::string_view text, std::size_t at)
{
    auto const rest = text.substr(at, html_tag_max_bytes);
    std::size_t attributes = 0;
    std::size_t i = 0;
    bool between = false; // after a blank, a slash or a closing quote: the next character begins a name
    while (i < rest.size() && rest[i] != '>') {
        if (is_blank(rest[i]) || rest[i] == '/') {
            between = true;
            ++i;
        } else if (rest[i] == '=' && !between) {
            i = rest.find_first_not_of(" \t\n\f\r", i + 1);
            if (i == std::string_view::npos)
                break;
            if (rest[i] == '"' || rest[i] == '\'') {
                i = rest.find(rest[i], i + 1);
                if (i == std::string_view::npos)
                    break;
                ++i;
                between = true;
            } else {
                while (i < rest.size() && rest[i] != '>' && !is_blank(rest[i]))
                    ++i;
            }
        } else {
            if (between && ++attributes > html_tag_attributes_max)
                return false;
            between = false;
            ++i;
            // A blank before "=" does not end the attribute.
            auto const next = rest.find_first_not_of(" \t\n\f\r", i);
            if (next != std::string_view::npos && rest[next] == '=')
                i = next;
        }
    }
    return i < rest.size() || rest.size() < html_tag_max_bytes;
}

// The longest beginning of the text whose parsing is bounded: the parser's cost grows with the square of a
// tag's attributes and with that of the number of open elements. Scripts and comments may hold what looks
// like a tag and is counted; that errs on the safe side.
std::string_view bounded(std::string_view text)
{
    text = text.substr(0, html_max_bytes);
    std::size_t tags = 0;
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        auto const name = at + (text.substr(at + 1, 1) == "/" ? 2 : 1);
        if (name >= text.size() || !is_letter(text[name]))
            continue;
        if (++tags > html_tags_max || !within_limits(text, name))
            return text.substr(0, at);
    }
    return text;
}

} // namespace

std::optional<std::string_view> HtmlElement::attribute(std::string_view name) const
{
    for (auto const& each : attributes)
        if (equal_ignoring_case(each.name, name))
            return each.value;
    return std::nullopt;
}

std::vector<HtmlElement const*> HtmlDocument::all(std::string_view tag) const
{
    std::vector<HtmlElement const*> found;
    for (auto const& element : elements)
        if (element.tag == tag)
            found.push_back(&element);
    return found;
}

bool HtmlDocument::within(HtmlElement const& element, std::string_view tag) const
{
    for (auto parent = element.parent; parent && *parent < elements.size(); parent = elements[*parent].parent)
        if (elements[*parent].tag == tag)
            return true;
    return false;
}

HtmlDocument parse_html(std::string_view text)
{
    constexpr std::size_t shrink_by = 4;
    auto kept = bounded(text);
    for (;;) {
        HtmlDocument document;
        if (build_html_tree(kept, document.elements)) {
            document.complete = kept.size() == text.size();
            return document;
        }
        kept = kept.substr(0, kept.size() / shrink_by);
    }
}

Url base_url(HtmlDocument const& document, Url const& address)
{
    for (auto const* base : document.all("base"))
        if (auto const href = base->attribute("href")) // the first with an href counts: HTML, section 4.2.3
            return resolve(address, *href).value_or(address);
    return address;
}

std::string media_type(Response const& response) { return media_type(response.headers); }

std::string media_type(Headers const& headers)
{
    auto const type = headers.get("Content-Type").value_or("");
    auto const bare = type.substr(0, type.find(';'));
    auto const end = bare.find_last_not_of(" \t");
    return lower_case(bare.substr(0, end == std::string_view::npos ? 0 : end + 1));
}

bool is_html(Response const& response)
{
    auto const type = media_type(response);
    if (!type.empty())
        return type == "text/html" || type == "application/xhtml+xml";
    auto const start = response.body.find_first_not_of(" \t\n\f\r");
    if (start == std::string::npos)
        return false;
    constexpr std::size_t longest_mark = 16;
    auto const head = lower_case(std::string_view(response.body).substr(start, longest_mark));
    return std::ranges::any_of(
        std::to_array<std::string_view>(
            {"<!doctype html", "<html", "<head", "<body", "<script", "<iframe", "<div", "<title", "<!--"}),
        [&](std::string_view mark) { return head.starts_with(mark); });
}

} // namespace postern::http
