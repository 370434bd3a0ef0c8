#include "evidence/bytes_json.hpp"

#include "base/base64.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>

namespace postern::evidence {
namespace {

// The size of the character at the start of `text`, 0 if it is not well-formed: The Unicode Standard, table
// 3-7.
std::size_t utf8_character(std::string_view text)
{
    auto const byte = [&](std::size_t at) -> unsigned {
        return at < text.size() ? static_cast<std::uint8_t>(text[at]) : 0U;
    };
    auto const follows = [&](std::size_t at) { return (byte(at) & 0xc0U) == 0x80U; };
    auto const lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4 || !follows(1))
        return 0;
    if (lead < 0xe0)
        return 2;
    if ((lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) > 0x9f) || !follows(2))
        return 0;
    if (lead < 0xf0)
        return 3;
    if ((lead == 0xf0 && byte(1) < 0x90) || (lead == 0xf4 && byte(1) > 0x8f) || !follows(3))
        return 0;
    return 4;
}

bool is_utf8(std::string_view text)
{
    while (!text.empty()) {
        auto const size = utf8_character(text);
        if (size == 0)
            return false;
        text.remove_prefix(size);
    }
    return true;
}

} // namespace

nlohmann::ordered_json bytes_to_json(std::string_view bytes)
{
    if (is_utf8(bytes))
        return bytes;
    return {{"base64", base64_encode(bytes)}};
}

std::optional<std::string> bytes_from_json(nlohmann::json const& json)
{
    if (json.is_string())
        return json.get_ref<std::string const&>();
    if (!json.is_object())
        return std::nullopt;
    auto const found = json.find("base64");
    if (found == json.end() || !found->is_string())
        return std::nullopt;
    return base64_decode(found->get_ref<std::string const&>());
}

} // namespace postern::evidence
