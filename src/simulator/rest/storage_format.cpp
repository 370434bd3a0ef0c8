#include "simulator/rest/storage_format.hpp"

#include "http/headers.hpp"
#include "simulator/rest/paragraphs.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>

namespace postern::simulator::rest {
namespace {

constexpr std::string_view cdata_start = "<![CDATA[";
constexpr std::string_view cdata_end = "]]>";
constexpr std::size_t entity_max_bytes = 10; // between "&" and ";"

constexpr auto entities = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}, {"nbsp", "\u00a0"}});

constexpr auto blocks =
    std::to_array<std::string_view>({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "tr", "pre",
                                     "blockquote", "ul", "ol", "table", "ac:structured-macro"});

std::string escaped(std::string_view text)
{
    std::string out;
    for (auto const c : text) {
        auto const entity = std::ranges::find_if(entities, [&](auto const& each) {
            return each.second.size() == 1 && each.second.front() == c && c != '\'';
        });
        if (entity == entities.end())
            out += c;
        else
            out.append("&").append(entity->first).append(";");
    }
    return out;
}

// RFC 3629; nothing for what is no character of a text.
std::optional<std::string> utf8(std::uint32_t code)
{
    if (code < 0x20 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return std::nullopt;
    std::string out;
    auto const tail = [&](int shift) { out += static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xc0 | (code >> 6));
        tail(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xe0 | (code >> 12));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xf0 | (code >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
    return out;
}

std::optional<std::string> decoded(std::string_view entity)
{
    if (!entity.starts_with('#')) {
        auto const* const found =
            std::ranges::find(entities, entity, &std::pair<std::string_view, std::string_view>::first);
        return found == entities.end() ? std::nullopt : std::optional(std::string(found->second));
    }
    entity.remove_prefix(1);
    auto const is_hex = entity.starts_with('x') || entity.starts_with('X');
    if (is_hex)
        entity.remove_prefix(1);
    std::uint32_t code = 0;
    auto const* const end = entity.data() + entity.size();
    auto const [stop, failure] = std::from_chars(entity.data(), end, code, is_hex ? 16 : 10);
    return failure == std::errc() && stop == end ? utf8(code) : std::nullopt;
}

void take_tag(std::string_view tag, TextOfBlocks& text)
{
    if (tag.starts_with('/'))
        tag.remove_prefix(1);
    auto const name = http::lower_case(tag.substr(0, tag.find_first_of(" \t\r\n/")));
    if (name == "br")
        text.break_line();
    else if (std::ranges::find(blocks, name) != blocks.end())
        text.end_block();
}

// How many bytes at the start of `rest` were taken.
std::size_t take_one(std::string_view rest, TextOfBlocks& text)
{
    if (rest.starts_with(cdata_start)) {
        auto const end = rest.find(cdata_end);
        text.add(
            rest.substr(cdata_start.size(), end == std::string_view::npos ? end : end - cdata_start.size()));
        return end == std::string_view::npos ? rest.size() : end + cdata_end.size();
    }
    if (rest.starts_with('<'))
        if (auto const end = rest.find('>'); end != std::string_view::npos) {
            take_tag(rest.substr(1, end - 1), text);
            return end + 1;
        }
    if (rest.starts_with('&'))
        if (auto const end = rest.substr(0, entity_max_bytes + 2).find(';'); end != std::string_view::npos)
            if (auto const character = decoded(rest.substr(1, end - 1))) {
                text.add(*character);
                return end + 1;
            }
    auto const next = rest.find_first_of("<&", 1);
    text.add(rest.substr(0, next));
    return next == std::string_view::npos ? rest.size() : next;
}

} // namespace

std::string storage_of(std::string_view text)
{
    std::string out;
    for (auto const paragraph : paragraphs(text)) {
        out += "<p>";
        std::string_view separator;
        for (auto const line : lines(paragraph)) {
            out.append(separator).append(escaped(line));
            separator = "<br />";
        }
        out += "</p>";
    }
    return out;
}

std::string text_of_storage(std::string_view storage)
{
    TextOfBlocks text;
    while (!storage.empty())
        storage.remove_prefix(take_one(storage, text));
    return text.take();
}

} // namespace postern::simulator::rest
