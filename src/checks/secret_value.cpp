#include "checks/secret_value.hpp"

#include <algorithm>
#include <array>

namespace postern::checks {
namespace {

constexpr std::size_t name_max_bytes = 64;
constexpr std::size_t value_max_bytes = 512;
constexpr std::size_t spaces_max = 3;
constexpr std::size_t scheme_max_bytes = 16;
constexpr std::size_t userinfo_max_bytes = 320;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_lower(c) || is_upper(c); }
bool is_name(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.'; }
bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower_case(std::string_view text)
{
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), lower);
    return lowered;
}

// "awsSecretAccessKey", "AWS_SECRET_ACCESS_KEY", "aws.secret-access-key": the same words.
std::string words_of(std::string_view name)
{
    std::string words;
    for (std::size_t i = 0; i < name.size(); ++i) {
        char const c = name[i];
        if (c == '_' || c == '-' || c == '.') {
            if (!words.empty() && words.back() != ' ')
                words += ' ';
            continue;
        }
        bool const after_lower = i > 0 && (is_lower(name[i - 1]) || is_digit(name[i - 1]));
        bool const before_lower =
            i > 0 && is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1]);
        if (is_upper(c) && (after_lower || before_lower) && !words.empty() && words.back() != ' ')
            words += ' ';
        words += lower(c);
    }
    return words;
}

// Back from `end`: over at most `max` characters that `skipped` names.
std::size_t back_over(std::string_view text, std::size_t end, std::size_t max, std::string_view skipped)
{
    for (std::size_t count = 0; end > 0 && count < max && skipped.contains(text[end - 1]); ++count)
        --end;
    return end;
}

// The name before the operator at `at`; empty without one.
std::string_view name_before(std::string_view text, std::size_t at)
{
    auto end = back_over(text, at, spaces_max, " \t");
    if (end > 0 && text[end - 1] == ']')
        --end;
    if (end > 0 && is_quote(text[end - 1]))
        end = back_over(text, end - 1, spaces_max, "\\");
    auto begin = end;
    while (begin > 0 && end - begin < name_max_bytes && is_name(text[begin - 1]))
        --begin;
    bool const longer = begin > 0 && is_name(text[begin - 1]);
    return longer ? std::string_view() : text.substr(begin, end - begin);
}

// A quoted value that begins at `at`, the quote itself included.
Span quoted_value(std::string_view text, std::size_t at)
{
    std::size_t escapes = 0;
    while (at < text.size() && text[at] == '\\' && escapes < spaces_max) {
        ++at;
        ++escapes;
    }
    if (at >= text.size() || !is_quote(text[at]))
        return {};
    char const quote = text[at];
    auto const begin = at + 1;
    auto const rest = text.substr(begin, value_max_bytes);
    auto const end = rest.find_first_of(std::string_view("\"'`\\ \n\r\t<"));
    if (end == std::string_view::npos)
        return {};
    auto const closing = rest.find_first_not_of('\\', end);
    bool const closed =
        closing != std::string_view::npos && rest[closing] == quote && closing - end == escapes;
    return closed ? Span{begin, end} : Span{};
}

// "NAME=value" at the beginning of a line.
Span line_value(std::string_view text, std::size_t at, std::string_view name)
{
    auto const begin = static_cast<std::size_t>(name.data() - text.data());
    constexpr std::string_view exported = "export ";
    auto before = text.substr(0, begin);
    if (before.ends_with(exported))
        before.remove_suffix(exported.size());
    bool const line_begins = before.empty() || before.back() == '\n';
    bool const constant =
        std::ranges::all_of(name, [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
    if (!line_begins || !constant)
        return {};
    auto const rest = text.substr(at, value_max_bytes);
    auto const end = rest.find_first_of(std::string_view("\"'`\\ \n\r\t<"));
    auto const size = end == std::string_view::npos ? rest.size() : end;
    return size < value_max_bytes ? Span{at, size} : Span{};
}

} // namespace

Assignment read_assignment(std::string_view text, std::size_t at)
{
    auto const next = at + 1 < text.size() ? text[at + 1] : '\0';
    auto const before = at > 0 ? text[at - 1] : '\0';
    // ==, =>, :=, !=, <=, >=, ::
    if (next == '=' || next == '>' || next == ':' || std::string_view("=!<>:").contains(before))
        return {};
    auto begin = at + 1;
    while (begin < text.size() && begin - at <= spaces_max && (text[begin] == ' ' || text[begin] == '\t'))
        ++begin;
    if (begin >= text.size())
        return {};
    bool const quoted = is_quote(text[begin]) || text[begin] == '\\';
    if (!quoted && (text[at] != '=' || begin != at + 1))
        return {};
    auto const name = name_before(text, at);
    if (name.empty() || !std::ranges::any_of(name, is_letter))
        return {};
    auto const value = quoted ? quoted_value(text, begin) : line_value(text, begin, name);
    if (value.size == 0)
        return {};
    return {.words = words_of(name), .value = value};
}

bool ends_with_name(std::string_view words, std::span<std::string const> names)
{
    return std::ranges::any_of(names, [&](std::string const& name) {
        return words.ends_with(name) &&
               (words.size() == name.size() || words[words.size() - name.size() - 1] == ' ');
    });
}

std::string scheme_before(std::string_view text, std::size_t colon)
{
    auto begin = colon;
    while (begin > 0 && colon - begin < scheme_max_bytes &&
           (is_letter(text[begin - 1]) || text[begin - 1] == '+'))
        --begin;
    return lower_case(text.substr(begin, colon - begin));
}

Span password_behind(std::string_view text, std::size_t at)
{
    auto const rest = text.substr(std::min(at, text.size()), userinfo_max_bytes);
    auto const end = rest.find_first_of(std::string_view("@/?#\"'`<> \n\r\t\\"));
    if (end == std::string_view::npos || rest[end] != '@')
        return {};
    auto const colon = rest.substr(0, end).find(':');
    if (colon == std::string_view::npos)
        return {};
    return {at + colon + 1, end - colon - 1};
}

bool is_stand_in(std::string_view password)
{
    constexpr std::array<std::string_view, 8> names{"pass",   "passwd", "password", "pwd",
                                                    "secret", "user",   "token",    "key"};
    if (std::string_view("$%{[(:*").contains(password.front()))
        return true;
    auto const lowered = lower_case(password);
    return std::ranges::find(names, lowered) != names.end() ||
           std::ranges::all_of(password, [&](char c) { return c == password.front(); });
}

bool is_placeholder(std::string_view value, std::span<std::string const> placeholders)
{
    auto const lowered = lower_case(value);
    return std::ranges::any_of(placeholders,
                               [&](std::string const& known) { return lowered.contains(known); });
}

KeyBody read_key_body(std::string_view text)
{
    KeyBody body;
    auto const is_base64 = [](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '/' || c == '=';
    };
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == '\\' && at + 1 < text.size() && std::string_view("nrt\\").contains(text[at + 1])) {
            // "\\n": a string within a string escapes the backslash too.
            at += text[at + 1] == '\\' ? 1 : 2;
        } else if (std::string_view("\r\n\t ").contains(text[at])) {
            ++at;
        } else if (is_base64(text[at])) {
            if (body.base64.empty())
                body.skipped = at;
            body.base64 += text[at++];
            body.size = at - body.skipped;
        } else {
            break;
        }
    }
    return body;
}

} // namespace postern::checks
