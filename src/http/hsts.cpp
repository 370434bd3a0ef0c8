#include "http/hsts.hpp"

#include "http/headers.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace postern::http {
namespace {

struct Directive {
    std::string name; // lower case
    std::optional<std::string> value;
};

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_token(std::string_view text)
{
    constexpr std::string_view others = "!#$%&'*+-.^_`|~"; // RFC 9110 section 5.6.2
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               others.contains(c);
    });
}

// Takes the text of a quoted string off `rest`, which begins with its first quote; nothing where it has no
// end.
std::optional<std::string> take_quoted(std::string_view& rest)
{
    std::string text;
    for (std::size_t at = 1; at < rest.size(); ++at) {
        if (rest[at] == '"') {
            rest.remove_prefix(at + 1);
            return text;
        }
        if (rest[at] == '\\' && ++at == rest.size())
            break;
        text.push_back(rest[at]);
    }
    return std::nullopt;
}

// The next directive, and what is behind its semicolon in `rest`; one without a name where there is none.
std::optional<Directive> take_directive(std::string_view& rest)
{
    auto const name_end = rest.find_first_of("=;");
    Directive directive{.name = lower_case(trimmed(rest.substr(0, name_end)))};
    if (name_end == std::string_view::npos || rest[name_end] == ';') {
        rest.remove_prefix(
            std::min(rest.size(), name_end == std::string_view::npos ? rest.size() : name_end + 1));
        if (!directive.name.empty() && !is_token(directive.name))
            return std::nullopt;
        return directive;
    }
    rest = trimmed(rest.substr(name_end + 1));
    if (!is_token(directive.name))
        return std::nullopt;
    if (rest.starts_with('"')) {
        directive.value = take_quoted(rest);
        if (!directive.value)
            return std::nullopt;
        rest = trimmed(rest);
        if (!rest.empty() && !rest.starts_with(';'))
            return std::nullopt;
    } else {
        auto const end = std::min(rest.find(';'), rest.size());
        directive.value = trimmed(rest.substr(0, end));
        rest.remove_prefix(end);
        if (!is_token(*directive.value))
            return std::nullopt;
    }
    if (!rest.empty())
        rest.remove_prefix(1);
    return directive;
}

std::expected<std::uint64_t, HstsError> seconds(std::optional<std::string> const& text)
{
    if (!text || text->empty() || text->find_first_not_of("0123456789") != std::string::npos)
        return std::unexpected(HstsError::max_age_no_number);
    std::uint64_t value = 0;
    auto const read = std::from_chars(text->data(), text->data() + text->size(), value);
    return read.ec == std::errc() ? value : std::numeric_limits<std::uint64_t>::max();
}

} // namespace

std::string_view describe(HstsError error)
{
    switch (error) {
    case HstsError::malformed:
        return "it is no list of directives";
    case HstsError::repeated:
        return "a directive stands in it twice";
    case HstsError::max_age_missing:
        return "it has no max-age";
    case HstsError::max_age_no_number:
        return "its max-age is no number of seconds";
    case HstsError::value_unexpected:
        return "its includeSubDomains has a value";
    }
    return "";
}

std::expected<Hsts, HstsError> parse_hsts(std::string_view value)
{
    Hsts hsts;
    std::vector<std::string> seen;
    auto max_age = std::optional<std::uint64_t>();
    auto rest = trimmed(value);
    while (!rest.empty()) {
        auto directive = take_directive(rest);
        if (!directive)
            return std::unexpected(HstsError::malformed);
        if (directive->name.empty())
            continue;
        if (std::ranges::find(seen, directive->name) != seen.end())
            return std::unexpected(HstsError::repeated);
        seen.push_back(directive->name);
        if (directive->name == "max-age") {
            auto const read = seconds(directive->value);
            if (!read)
                return std::unexpected(read.error());
            max_age = *read;
        } else if (directive->name == "includesubdomains") {
            if (directive->value)
                return std::unexpected(HstsError::value_unexpected);
            hsts.subdomains = Hsts::Subdomains::included;
        }
    }
    if (!max_age)
        return std::unexpected(HstsError::max_age_missing);
    hsts.max_age_seconds = *max_age;
    return hsts;
}

} // namespace postern::http
