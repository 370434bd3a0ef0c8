#include "base/redact.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace postern {
namespace {

int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 16;
}

// The number that the first `digits` characters of `text` are in hexadecimal.
std::optional<int> hex_number(std::string_view text, std::size_t digits)
{
    if (text.size() < digits)
        return std::nullopt;
    int number = 0;
    for (char const c : text.substr(0, digits)) {
        if (digit(c) == 16)
            return std::nullopt;
        number = number * 16 + digit(c);
    }
    return number;
}

// Each of the following says how many bytes at the start of `text` write `byte` in one notation; 0: none.

// "%2B", "%252B" …
std::size_t percent_encoded(std::string_view text, std::uint8_t byte)
{
    constexpr std::size_t nested_max = 3;
    std::size_t at = 1;
    for (std::size_t nested = 0; nested <= nested_max; ++nested, at += 2) {
        if (hex_number(text.substr(std::min(at, text.size())), 2) == byte)
            return at + 2;
        if (!text.substr(std::min(at, text.size())).starts_with("25"))
            return 0;
    }
    return 0;
}

// "\u002b", "\x2b", "\/"; with several backslashes where one string holds another.
std::size_t backslash_escaped(std::string_view text, std::uint8_t byte)
{
    constexpr std::size_t backslashes_max = 8;
    auto const end = std::min(text.substr(0, backslashes_max + 1).find_first_not_of('\\'), text.size());
    if (byte == '\\')
        return end >= 2 ? 2 : 0;
    if (end == text.size() || end > backslashes_max)
        return 0;
    auto const rest = text.substr(end + 1);
    if (text[end] == 'u' && hex_number(rest, 4) == byte)
        return end + 5;
    if (text[end] == 'x' && hex_number(rest, 2) == byte)
        return end + 3;
    return text[end] == static_cast<char>(byte) && std::string_view("\"'/&<>=+-").contains(text[end])
               ? end + 1
               : 0;
}

// "&amp;", "&#43;", "&#x2b;"
std::size_t html_reference(std::string_view text, std::uint8_t byte)
{
    constexpr std::size_t reference_max_bytes = 12;
    static constexpr std::array<std::pair<std::string_view, char>, 11> names{{{"amp", '&'},
                                                                              {"lt", '<'},
                                                                              {"gt", '>'},
                                                                              {"quot", '"'},
                                                                              {"apos", '\''},
                                                                              {"plus", '+'},
                                                                              {"sol", '/'},
                                                                              {"equals", '='},
                                                                              {"period", '.'},
                                                                              {"lowbar", '_'},
                                                                              {"percnt", '%'}}};
    auto const end = text.substr(0, reference_max_bytes).find(';');
    if (end == std::string_view::npos)
        return 0;
    auto name = text.substr(1, end - 1);
    for (auto const& [known, character] : names)
        if (known == name)
            return character == static_cast<char>(byte) ? end + 1 : 0;
    if (!name.starts_with('#'))
        return 0;
    name.remove_prefix(1);
    int const base = name.starts_with('x') || name.starts_with('X') ? 16 : 10;
    if (base == 16)
        name.remove_prefix(1);
    if (name.empty())
        return 0;
    std::int64_t number = 0; // reference_max_bytes keeps it far from an overflow
    for (char const c : name) {
        if (digit(c) >= base)
            return 0;
        number = number * base + digit(c);
    }
    return number == byte ? end + 1 : 0;
}

std::size_t written_as(std::string_view text, char c)
{
    auto const byte = static_cast<std::uint8_t>(c);
    std::size_t size = 0;
    switch (text.front()) {
    case '%':
        size = percent_encoded(text, byte);
        break;
    case '\\':
        size = backslash_escaped(text, byte);
        break;
    case '&':
        size = html_reference(text, byte);
        break;
    case '+':
        size = c == ' ' ? 1 : 0; // form encoding
        break;
    default:
        break;
    }
    return size > 0 ? size : (text.front() == c ? 1 : 0);
}

// The size of the occurrence of `secret` at the start of `text`; 0: there is none.
std::size_t occurrence(std::string_view text, std::string_view secret)
{
    if (text.starts_with(secret))
        return secret.size();
    std::size_t at = 0;
    for (std::size_t matched = 0; matched < secret.size(); ++matched) {
        if (at == text.size())
            return matched >= cut_secret_min_bytes ? at : 0;
        auto const size = written_as(text.substr(at), secret[matched]);
        if (size == 0)
            return 0;
        at += size;
    }
    return at;
}

bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == '-';
}

} // namespace

std::string_view describe(SecretError error)
{
    switch (error) {
    case SecretError::too_short:
        return "a secret must have at least 8 bytes to be kept out of what is written";
    case SecretError::what_not_words:
        return "the name of a secret may have only letters, digits, spaces and hyphens";
    }
    return "";
}

std::expected<Redactor, SecretError> Redactor::make(std::vector<Secret> secrets)
{
    Redactor redactor;
    for (auto& [what, value] : secrets) {
        if (value.size() < secret_min_bytes)
            return std::unexpected(SecretError::too_short);
        if (what.empty() || !std::ranges::all_of(what, is_word_char))
            return std::unexpected(SecretError::what_not_words);
        redactor.begins_[static_cast<std::uint8_t>(value.front())] = true;
        redactor.known_.push_back({"[redacted " + what + "]", std::move(value)});
    }
    for (char const c : {'%', '\\', '&', '+'})
        redactor.begins_[static_cast<std::uint8_t>(c)] = !redactor.known_.empty();
    std::ranges::sort(redactor.known_, std::ranges::greater{},
                      [](Known const& known) { return known.value.size(); });
    return redactor;
}

std::string Redactor::redacted(std::string text) const
{
    if (known_.empty())
        return text;
    std::string out;
    std::string_view const all = text;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < all.size();) {
        std::size_t size = 0;
        if (begins_[static_cast<std::uint8_t>(all[at])]) {
            for (auto const& known : known_) {
                size = occurrence(all.substr(at), known.value);
                if (size == 0)
                    continue;
                out.append(all.substr(copied, at - copied)).append(known.placeholder);
                copied = at + size;
                break;
            }
        }
        at += size > 0 ? size : 1;
    }
    if (copied == 0)
        return text;
    return out.append(all.substr(copied));
}

} // namespace postern
