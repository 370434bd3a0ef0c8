#include "http/headers.hpp"

#include "base/assert.hpp"

#include <algorithm>

namespace postern::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// tchar, RFC 9110 section 5.6.2.
bool is_token_char(char c)
{
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

bool is_control(char c)
{
    auto const byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

std::string_view trim(std::string_view text)
{
    constexpr std::string_view blanks = " \t";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

} // namespace

std::string_view describe(HeaderError error)
{
    switch (error) {
    case HeaderError::name_not_a_token:
        return "the header's name is empty or has a character that a header name cannot have";
    case HeaderError::value_has_control_bytes:
        return "the header's value has a line break or another control character";
    }
    return "";
}

bool equal_ignoring_case(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

std::string lower_case(std::string_view text)
{
    std::string out(text);
    for (auto& c : out)
        c = lower(c);
    return out;
}

Headers::Headers(std::initializer_list<HeaderField> fields)
{
    for (auto const& field : fields) {
        auto const added = add(field.name, field.value);
        POSTERN_ASSERT(added.has_value(), "a literal header field is malformed");
    }
}

std::expected<void, HeaderError> Headers::add(std::string_view name, std::string_view value)
{
    if (name.empty() || !std::ranges::all_of(name, is_token_char))
        return std::unexpected(HeaderError::name_not_a_token);
    auto const trimmed = trim(value);
    if (std::ranges::any_of(trimmed, is_control))
        return std::unexpected(HeaderError::value_has_control_bytes);
    fields_.push_back({std::string(name), std::string(trimmed)});
    return {};
}

void Headers::set(std::string_view name, std::string_view value)
{
    remove(name);
    auto const added = add(name, value);
    POSTERN_ASSERT(added.has_value(), "a header field set by the program is malformed");
}

void Headers::remove(std::string_view name)
{
    std::erase_if(fields_, [&](HeaderField const& field) { return equal_ignoring_case(field.name, name); });
}

std::optional<std::string_view> Headers::get(std::string_view name) const
{
    for (auto const& field : fields_)
        if (equal_ignoring_case(field.name, name))
            return field.value;
    return std::nullopt;
}

std::vector<std::string_view> Headers::all(std::string_view name) const
{
    std::vector<std::string_view> values;
    for (auto const& field : fields_)
        if (equal_ignoring_case(field.name, name))
            values.push_back(field.value);
    return values;
}

std::optional<std::string> Headers::joined(std::string_view name) const
{
    std::optional<std::string> out;
    for (auto const value : all(name)) {
        if (out)
            *out += ", ";
        else
            out.emplace();
        *out += value;
    }
    return out;
}

} // namespace postern::http
