#include "simulator/inspector/secret_name.hpp"

#include "base/hex.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace postern::simulator::inspector {
namespace {

// Names in lower case, without '_', '-' and an 'x' before them.
constexpr auto secret_endings =
    std::to_array<std::string_view>({"token", "password", "passwd", "secret", "apikey", "privatekey"});
constexpr auto secret_names = std::to_array<std::string_view>({"acpt", "cookie", "setcookie"});
constexpr auto credential_names =
    std::to_array<std::string_view>({"authorization", "proxyauthorization", "forwardedauthorization"});
constexpr auto token_names = std::to_array<std::string_view>({"jwt", "assertion", "clientassertion"});
constexpr auto harmless_names = std::to_array<std::string_view>({"nextpagetoken"}); // a place in a list

bool is_one_of(std::string_view name, auto const& names)
{
    return std::ranges::find(names, name) != names.end();
}

constexpr std::size_t escape_bytes = 6;    // "\u003d"
constexpr std::size_t backslashes_max = 8; // a string within a string has twice as many

std::optional<Character> escape_at(std::string_view text, std::size_t at)
{
    auto const rest = text.substr(at, backslashes_max + escape_bytes);
    auto const backslashes = std::min(rest.find_first_not_of('\\'), rest.size());
    auto const code = rest.substr(backslashes, escape_bytes - 1);
    if (backslashes == 0 || code.size() < escape_bytes - 1 || !code.starts_with("u00"))
        return std::nullopt;
    auto const high = hex_value(code[3]);
    auto const low = hex_value(code[4]);
    if (high < 0 || low < 0)
        return std::nullopt;
    return Character{static_cast<char>(high * 16 + low), backslashes + code.size()};
}

bool is_bracket(char c) { return c == '[' || c == ']'; }

// The letters and digits by which `name` is known: "user[new_password][0]" by its last part that is no
// number.
std::string letters_of(std::string_view name)
{
    std::string last;
    std::string part;
    auto const end_part = [&] {
        if (part.find_first_not_of("0123456789") != std::string::npos)
            last = part;
        part.clear();
    };
    for (std::size_t at = 0; at < name.size();) {
        auto const [c, bytes] = unescaped_at(name, at);
        at += bytes;
        if (is_bracket(c))
            end_part();
        else if (c != '_' && c != '-')
            part += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    end_part();
    return last;
}

} // namespace

bool is_base64url(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

Character character_at(std::string_view text, std::size_t at)
{
    if (text[at] == '%' && at + 2 < text.size()) {
        auto const high = hex_value(text[at + 1]);
        auto const low = hex_value(text[at + 2]);
        if (high >= 0 && low >= 0)
            return {static_cast<char>(high * 16 + low), 3};
    }
    return {text[at], 1};
}

Character unescaped_at(std::string_view text, std::size_t at)
{
    if (auto const escape = escape_at(text, at))
        return *escape;
    return character_at(text, at);
}

bool is_behind_escape(std::string_view text, std::size_t at)
{
    return (at >= 3 && character_at(text, at - 3).bytes == 3) ||
           (at >= escape_bytes && unescaped_at(text, at - escape_bytes).bytes == escape_bytes);
}

NameKind kind_of(std::string_view name)
{
    if (name.empty())
        return NameKind::harmless;
    auto const all = letters_of(name);
    auto const letters = std::string_view(all).substr(all.starts_with('x') ? 1 : 0);
    auto const ends_as_secret =
        std::ranges::any_of(secret_endings, [&](auto ending) { return letters.ends_with(ending); });
    return is_one_of(letters, token_names)                      ? NameKind::token
           : is_one_of(letters, credential_names)               ? NameKind::credentials
           : is_one_of(letters, harmless_names)                 ? NameKind::harmless
           : ends_as_secret || is_one_of(letters, secret_names) ? NameKind::secret
                                                                : NameKind::harmless;
}

Span name_at(std::string_view text, std::size_t at)
{
    Span name{at, at};
    while (name.end < text.size()) {
        auto const [c, bytes] = unescaped_at(text, name.end);
        if (!is_base64url(c) && (name.end == at || !is_bracket(c)))
            break;
        name.end += bytes;
    }
    return name;
}

} // namespace postern::simulator::inspector
