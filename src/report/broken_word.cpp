#include "report/broken_word.hpp"

#include "base/assert.hpp"
#include "http/curl.hpp"

#include <algorithm>
#include <cstddef>

namespace postern::report {
namespace {

enum class Quotes { open, closed };

// UTF-8.
bool begins_long_character(char c) { return static_cast<unsigned char>(c) >= 0xc0; }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

// What may not be torn: a quotation mark within quotation marks, a substitution between them, a character.
std::string_view next_unit(std::string_view rest, Quotes quotes)
{
    constexpr std::string_view quoted_mark = "'\\''";
    if (quotes == Quotes::open && rest.starts_with(quoted_mark))
        return rest.substr(0, quoted_mark.size());
    if (quotes == Quotes::closed && rest.starts_with(http::token_from_file))
        return http::token_from_file;
    std::size_t size = 1;
    constexpr std::size_t character_max_bytes = 4;
    while (begins_long_character(rest[0]) && size < std::min(rest.size(), character_max_bytes) &&
           continues_character(rest[size]))
        ++size;
    return rest.substr(0, size);
}

} // namespace

std::vector<std::string> broken_word(std::string_view word, int first_columns_max, int columns_max)
{
    POSTERN_ASSERT(std::min(first_columns_max, columns_max) >= broken_columns_min, "no piece would fit");
    constexpr std::size_t ending = 2; // '\ in the last columns
    std::vector<std::string> pieces{""};
    auto room = static_cast<std::size_t>(first_columns_max);
    auto quotes = Quotes::closed;
    while (!word.empty()) {
        auto const unit = next_unit(word, quotes);
        // Bytes are never fewer than columns.
        if (pieces.back().size() + unit.size() + ending > room) {
            pieces.back() += quotes == Quotes::open ? "'\\" : "\\";
            pieces.emplace_back(quotes == Quotes::open ? "'" : "''");
            room = static_cast<std::size_t>(columns_max);
        }
        if (unit == "'")
            quotes = quotes == Quotes::open ? Quotes::closed : Quotes::open;
        pieces.back() += unit;
        word.remove_prefix(unit.size());
    }
    return pieces;
}

} // namespace postern::report
