#include "base/base64.hpp"

#include "base/assert.hpp"

#include <array>

namespace postern {
namespace {

constexpr std::string_view standard_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// No value of 24 bits has this bit, so one test tells for four characters whether all belong to the alphabet.
constexpr std::uint32_t not_in_alphabet = 1U << 31;

// For each of the four places in a group, what a character contributes to the group's 24 bits.
using DecodeTable = std::array<std::array<std::uint32_t, 256>, 4>;

constexpr DecodeTable make_decode_table(std::string_view alphabet)
{
    DecodeTable table{};
    for (auto& place : table)
        place.fill(not_in_alphabet);
    for (std::uint32_t value = 0; value < 64; ++value) {
        auto const character = static_cast<unsigned char>(alphabet[value]);
        for (std::uint32_t place = 0; place < 4; ++place)
            table[place][character] = value << (18 - 6 * place);
    }
    return table;
}

constexpr DecodeTable standard_table = make_decode_table(standard_alphabet);
constexpr DecodeTable url_table = make_decode_table(url_alphabet);

constexpr char byte_of(std::uint32_t bits, int shift) { return static_cast<char>((bits >> shift) & 0xff); }

// The last two or three characters. Their unused bits must be zero: RFC 4648 section 3.5.
std::optional<std::size_t> decode_tail(std::string_view tail, DecodeTable const& table, char* out)
{
    if (tail.empty())
        return 0;
    if (tail.size() == 1)
        return std::nullopt;
    auto bits = table[0][static_cast<unsigned char>(tail[0])] | table[1][static_cast<unsigned char>(tail[1])];
    if (tail.size() == 3)
        bits |= table[2][static_cast<unsigned char>(tail[2])];
    auto const unused = tail.size() == 2 ? 0xffffU : 0xffU;
    if ((bits & (not_in_alphabet | unused)) != 0)
        return std::nullopt;
    out[0] = byte_of(bits, 16);
    if (tail.size() == 3)
        out[1] = byte_of(bits, 8);
    return tail.size() - 1;
}

std::optional<std::size_t> decode(std::string_view text, DecodeTable const& table, std::span<char> out)
{
    POSTERN_ASSERT(out.size() >= base64url_decoded_max_bytes(text.size()), "the buffer is too small");
    auto const* in = reinterpret_cast<unsigned char const*>(text.data());
    auto* to = out.data();
    auto const groups = text.size() / 4;
    for (std::size_t group = 0; group < groups; ++group, in += 4, to += 3) {
        auto const bits = table[0][in[0]] | table[1][in[1]] | table[2][in[2]] | table[3][in[3]];
        if ((bits & not_in_alphabet) != 0)
            return std::nullopt;
        to[0] = byte_of(bits, 16);
        to[1] = byte_of(bits, 8);
        to[2] = byte_of(bits, 0);
    }
    auto const tail = decode_tail(text.substr(groups * 4), table, to);
    if (!tail)
        return std::nullopt;
    return groups * 3 + *tail;
}

std::optional<std::string> decode_to_string(std::string_view text, DecodeTable const& table)
{
    std::string out(base64url_decoded_max_bytes(text.size()), '\0');
    auto const size = decode(text, table, out);
    if (!size)
        return std::nullopt;
    out.resize(*size);
    return out;
}

// Without padding.
std::string encode(std::string_view bytes, std::string_view alphabet)
{
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        auto const group = bytes.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < group.size(); ++i)
            bits |= static_cast<std::uint32_t>(static_cast<unsigned char>(group[i])) << (16 - 8 * i);
        for (std::size_t i = 0; i <= group.size(); ++i)
            out += alphabet[(bits >> (18 - 6 * i)) & 63];
    }
    return out;
}

} // namespace

std::string base64_encode(std::string_view bytes)
{
    auto out = encode(bytes, standard_alphabet);
    out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

std::optional<std::string> base64_decode(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
        text.remove_suffix(1);
    return decode_to_string(text, standard_table);
}

std::string base64url_encode(std::string_view bytes) { return encode(bytes, url_alphabet); }

std::string base64url_encode(std::span<std::uint8_t const> bytes)
{
    return encode({reinterpret_cast<char const*>(bytes.data()), bytes.size()}, url_alphabet);
}

std::optional<std::string> base64url_decode(std::string_view text)
{
    return decode_to_string(text, url_table);
}

std::optional<std::size_t> base64url_decode(std::string_view text, std::span<char> out)
{
    return decode(text, url_table, out);
}

} // namespace postern
