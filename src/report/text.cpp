#include "report/text.hpp"

#include "base/assert.hpp"
#include "report/character.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace postern::report {
namespace {

using Range = std::pair<char32_t, char32_t>;

bool in(auto const& ranges, char32_t code)
{
    return std::ranges::any_of(ranges,
                               [code](Range range) { return code >= range.first && code <= range.second; });
}

// Controls, invisible and format characters (general categories Cc, Cf, Zl, Zp, Co), blanks other than the
// space, and variation selectors: Unicode 15.
constexpr std::array<Range, 24> not_visible{{
    {0x00, 0x1f},     {0x7f, 0xa0},     {0xad, 0xad},     {0x34f, 0x34f},     {0x600, 0x605},
    {0x61c, 0x61c},   {0x6dd, 0x6dd},   {0x70f, 0x70f},   {0x115f, 0x1160},   {0x1680, 0x1680},
    {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x2000, 0x200f}, {0x2028, 0x202f},   {0x205f, 0x206f},
    {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164}, {0xe000, 0xf8ff},   {0xfe00, 0xfe0f},
    {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3},
}};
constexpr char32_t first_of_tags_and_private_use = 0xe0000;

// Wide and emoji characters (Unicode 15, UAX 11), generously: everything from the first CJK block on, and
// the symbols that terminals disagree about.
constexpr std::array<Range, 7> two_columns{{
    {0x1100, 0x11ff},
    {0x231a, 0x23ff},
    {0x25a0, 0x27bf},
    {0x2b00, 0x2bff},
    {0x2e80, 0xd7ff},
    {0xf900, 0xfaff},
    {0xfe10, 0xffff},
}};
constexpr char32_t first_of_emoji_and_later_planes = 0x10000;

bool is_visible_ascii(char32_t code) { return code >= 0x20 && code < 0x7f; }

bool is_visible(char32_t code)
{
    return is_visible_ascii(code) || (code < first_of_tags_and_private_use && !in(not_visible, code));
}

int columns(char32_t code)
{
    if (is_visible_ascii(code))
        return 1;
    return code >= first_of_emoji_and_later_planes || in(two_columns, code) ? 2 : 1;
}

std::string_view ellipsis(Characters characters) { return characters == Characters::utf8 ? "\u2026" : "..."; }

// As many whole characters as fit, from the front and from the back.
std::string_view head(std::string_view text, int columns_max)
{
    std::size_t end = 0;
    while (end < text.size()) {
        auto const character = first_character(text.substr(end));
        columns_max -= columns(character.code.value_or('?'));
        if (columns_max < 0)
            break;
        end += character.bytes.size();
    }
    return text.substr(0, end);
}

std::string_view tail(std::string_view text, int columns_max)
{
    auto rest = text;
    for (auto width = report::columns(text); width > columns_max;) {
        auto const character = first_character(rest);
        width -= columns(character.code.value_or('?'));
        rest.remove_prefix(character.bytes.size());
    }
    return rest;
}

} // namespace

std::string printable(std::string_view text, Characters characters)
{
    std::string shown;
    while (!text.empty()) {
        auto const [bytes, code] = first_character(text);
        text.remove_prefix(bytes.size());
        bool const ascii = code && *code < 0x80;
        if (code && is_visible(*code) && (ascii || characters == Characters::utf8))
            shown += bytes;
        else if (code && !ascii)
            shown += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(*code));
        else
            shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes[0]));
    }
    return shown;
}

int columns(std::string_view text)
{
    int sum = 0;
    while (!text.empty()) {
        auto const character = first_character(text);
        sum += columns(character.code.value_or('?'));
        text.remove_prefix(character.bytes.size());
    }
    return sum;
}

std::string cut_in_the_middle(std::string_view word, int columns_max, Characters characters)
{
    POSTERN_ASSERT(columns_max >= ellipsis_columns_min, "there is room for an ellipsis");
    if (columns(word) <= columns_max)
        return std::string(word);
    auto const kept = columns_max - columns(ellipsis(characters));
    auto const back = kept / 3; // the front says more: it has the host
    return fmt::format("{}{}{}", head(word, kept - back), ellipsis(characters), tail(word, back));
}

std::vector<std::string> wrapped(std::string_view text, int columns_max, Characters characters)
{
    std::vector<std::string> lines;
    std::string line;
    int width = 0;
    while (true) {
        auto const spaces = std::min(text.find_first_not_of(' '), text.size());
        text.remove_prefix(spaces);
        if (text.empty())
            break;
        auto const word = cut_in_the_middle(text.substr(0, text.find(' ')), columns_max, characters);
        text.remove_prefix(std::min(text.find(' '), text.size()));
        auto const gap = line.empty() ? 0 : spaces;
        auto const with_word = static_cast<std::size_t>(width + columns(word)) + gap;
        if (with_word > static_cast<std::size_t>(columns_max)) {
            lines.push_back(std::move(line));
            line = word;
            width = columns(word);
        } else {
            line.append(gap, ' ').append(word);
            width = static_cast<int>(with_word);
        }
    }
    if (!line.empty())
        lines.push_back(std::move(line));
    return lines;
}

} // namespace postern::report
