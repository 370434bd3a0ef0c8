#include "report/character.hpp"

#include <array>

namespace postern::report {
namespace {

Character invalid(std::string_view text) { return {text.substr(0, 1), std::nullopt}; }

} // namespace

Character first_character(std::string_view text)
{
    auto const lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80)
        return {text.substr(0, 1), lead};
    std::size_t const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length)
        return invalid(text);
    char32_t code = lead & (0x7fu >> length);
    for (auto const c : text.substr(1, length - 1)) {
        auto const byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0) != 0x80)
            return invalid(text);
        code = code << 6 | (byte & 0x3f);
    }
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    if (code < smallest[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
        return invalid(text);
    return {text.substr(0, length), code};
}

std::string valid_utf8(std::string_view text)
{
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        auto const character = first_character(text);
        valid += character.code ? character.bytes : std::string_view("\ufffd");
        text.remove_prefix(character.bytes.size());
    }
    return valid;
}

} // namespace postern::report
