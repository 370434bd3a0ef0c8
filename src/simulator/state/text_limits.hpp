#pragma once

// How long the texts of issues and pages may be, whoever writes them, in characters as the products count.

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace postern::simulator {

inline constexpr std::size_t summary_max_characters = 255; // of one line; also a page's title
inline constexpr std::size_t display_name_max_characters = 255;
inline constexpr std::size_t issue_text_max_characters = 32'767; // descriptions, comments
inline constexpr std::size_t page_text_max_characters = std::size_t{512} * 1024;

// Of text in UTF-8.
[[nodiscard]] inline std::size_t character_count(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

} // namespace postern::simulator
