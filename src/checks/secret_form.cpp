#include "checks/secret_form.hpp"

#include "base/base64.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace postern::checks {
namespace {

constexpr std::size_t checksum_digits = 6;
constexpr std::size_t long_secret_min_bytes = 16;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

constexpr std::array<std::uint32_t, 256> crc_table = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        auto value = byte;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1) != 0 ? 0xedb88320U ^ (value >> 1) : value >> 1;
        table[byte] = value;
    }
    return table;
}();

// "aaaa-bbbb…": 8-4-4-4-12 hex digits (RFC 9562 section 4).
bool is_uuid(std::string_view text)
{
    constexpr std::size_t uuid_bytes = 36;
    if (text.size() != uuid_bytes)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !is_hex(text[i]))
            return false;
    }
    return true;
}

// "forgot_password.label2": letters with separators, and digits only at the end.
bool is_words(std::string_view text)
{
    while (!text.empty() && is_digit(text.back()))
        text.remove_suffix(1);
    return std::ranges::all_of(
        text, [](char c) { return is_letter(c) || std::string_view("-_. /:,!?").contains(c); });
}

} // namespace

std::uint32_t crc32(std::string_view bytes)
{
    std::uint32_t value = 0xffffffffU;
    for (char const c : bytes)
        value = crc_table[(value ^ static_cast<unsigned char>(c)) & 0xff] ^ (value >> 8);
    return ~value;
}

bool has_base62_checksum(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    if (text.size() <= checksum_digits)
        return false;
    std::uint64_t sum = 0;
    for (char const c : text.substr(text.size() - checksum_digits)) {
        auto const digit = digits.find(c);
        if (digit == std::string_view::npos)
            return false;
        sum = sum * digits.size() + digit;
    }
    return sum == crc32(text.substr(0, text.size() - checksum_digits));
}

bool begins_like_private_key(std::string_view body)
{
    // 0x30, a DER sequence, is "M" in base64, its length in the long form "I"; short keys have "C" or "F".
    constexpr std::array<std::string_view, 7> begins{
        "MII", "MIG", "MIH", "MC4", "MFE", "MHc", "b3BlbnNzaC1rZXk"};
    return std::ranges::any_of(begins, [&](std::string_view begin) { return body.starts_with(begin); });
}

double entropy_bits(std::string_view text)
{
    std::array<std::size_t, 256> counts{};
    for (char const c : text)
        ++counts[static_cast<unsigned char>(c)];
    double bits = 0;
    for (auto const count : counts)
        if (count > 0) {
            auto const share = static_cast<double>(count) / static_cast<double>(text.size());
            bits -= share * std::log2(share);
        }
    return bits;
}

bool is_no_random_value(std::string_view text)
{
    auto const begins_with = [&](std::string_view start) { return text.starts_with(start); };
    constexpr std::array<std::string_view, 10> starts{"http:", "https:", "/",       "./",      "../",
                                                      "#",     "data:",  "sha256-", "sha384-", "sha512-"};
    return std::ranges::any_of(starts, begins_with) || is_uuid(text) || is_words(text) ||
           std::ranges::none_of(text, is_digit) || std::ranges::none_of(text, is_letter);
}

std::optional<std::string> claims_of_token(std::string_view token)
{
    auto const header_end = token.find('.');
    auto const claims_end =
        header_end == std::string_view::npos ? header_end : token.find('.', header_end + 1);
    if (claims_end == std::string_view::npos)
        return std::nullopt;
    auto const header = base64url_decode(token.substr(0, header_end));
    auto claims = base64url_decode(token.substr(header_end + 1, claims_end - header_end - 1));
    if (!header || !claims)
        return std::nullopt;
    auto const read = nlohmann::json::parse(*header, nullptr, false);
    if (!read.is_object() || !read.contains("alg") || !read["alg"].is_string() ||
        !nlohmann::json::accept(*claims))
        return std::nullopt;
    auto algorithm = read["alg"].get<std::string>();
    std::ranges::transform(algorithm, algorithm.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    return algorithm == "none" ? std::nullopt : std::move(claims);
}

std::size_t shown_bytes(std::size_t secret_bytes)
{
    constexpr std::size_t of_a_long_one = 4;
    return secret_bytes >= long_secret_min_bytes ? of_a_long_one : 1;
}

std::string shown(std::string_view secret)
{
    return fmt::format("{}…", secret.substr(0, shown_bytes(secret.size())));
}

} // namespace postern::checks
