#include "simulator/inspector/member_value.hpp"

#include "http/redact_exchange.hpp"

#include <algorithm>

namespace postern::simulator::inspector {
namespace {

constexpr std::string_view quote_in_address = "%22";
constexpr std::string_view quote_in_json = "u0022"; // behind a backslash, twice as many in each string around

// A quote of JSON, as it is spelled where JSON stands in a string of JSON, in HTML or in an address.
struct Quote {
    std::string_view spelling;  // "&quot;"
    std::string_view backslash; // "%5C" in an address
    std::size_t escapes;        // backslashes before it: JSON may stand in a string of JSON
    std::string_view ends;      // what its string cannot hold as it is

    // By the number of backslashes before one that is spelled so, within its string.
    [[nodiscard]] bool is_closed_by(std::size_t backslashes) const
    {
        auto const period = is_escape() ? 4 * escapes : 2 * (escapes + 1);
        return backslashes % period == escapes;
    }
    [[nodiscard]] bool is_within_what_ends_at(std::size_t backslashes) const
    {
        return !is_escape() && backslashes % (escapes + 1) != escapes;
    }

    [[nodiscard]] bool is_escape() const { return spelling == quote_in_json; }
    [[nodiscard]] std::size_t size() const { return escapes * backslash.size() + spelling.size(); }
    [[nodiscard]] bool is_at(std::string_view text, std::size_t at) const
    {
        for (std::size_t i = 0; i < escapes; ++i, at += backslash.size())
            if (!http::equal_ignoring_case(text.substr(at, backslash.size()), backslash))
                return false;
        return text.substr(at).starts_with(spelling);
    }
};

constexpr std::size_t entity_max_bytes = 16;

// "&quot;", "&#34;", "&#x22;", and what becomes of them in HTML within HTML.
bool is_quote_entity(std::string_view text)
{
    text.remove_prefix(1);
    while (text.starts_with("amp;"))
        text.remove_prefix(4);
    if (!text.starts_with('#'))
        return http::equal_ignoring_case(text, "quot;");
    text.remove_prefix(1);
    auto const hexadecimal = text.starts_with('x') || text.starts_with('X');
    text.remove_prefix(hexadecimal ? 1 : 0);
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size()));
    return text == (hexadecimal ? "22;" : "34;");
}

// The spelling of the entity that `text` begins with, if it is one of a quote.
std::string_view quote_entity(std::string_view text)
{
    auto const near = text.substr(0, entity_max_bytes);
    if (!near.starts_with('&'))
        return {};
    for (auto end = near.find(';'); end != std::string_view::npos; end = near.find(';', end + 1))
        if (is_quote_entity(near.substr(0, end + 1)))
            return near.substr(0, end + 1);
    return {};
}

// The quote that begins at `at`.
std::optional<Quote> quote_at(std::string_view text, std::size_t at)
{
    auto const is_in_address = text.substr(at).starts_with('%');
    std::string_view const backslash = is_in_address ? "%5C" : "\\";
    std::size_t escapes = 0;
    for (; http::equal_ignoring_case(text.substr(at, backslash.size()), backslash); at += backslash.size())
        ++escapes;
    auto const rest = text.substr(at);
    if (is_in_address && rest.starts_with(quote_in_address))
        return Quote{quote_in_address, backslash, escapes, "&\r\n\"<> "};
    if (!is_in_address && rest.starts_with('"'))
        return Quote{"\"", backslash, escapes, ""};
    if (!is_in_address && escapes > 0 && rest.starts_with(quote_in_json))
        return Quote{quote_in_json, backslash, escapes, "\""};
    auto const entity = is_in_address ? std::string_view() : quote_entity(rest);
    return entity.empty() ? std::nullopt : std::optional(Quote{entity, backslash, escapes, "\""});
}

// As they are or in an address.
std::size_t after_blanks(std::string_view text, std::size_t at)
{
    for (;;) {
        at = std::min(text.find_first_not_of(" \t\r\n+", at), text.size());
        if (!text.substr(at).starts_with("%20"))
            return at;
        at += 3;
    }
}

std::size_t after_colon(std::string_view text, std::size_t at)
{
    for (std::string_view const colon : {":", "%3A", "%3a"})
        if (text.substr(at).starts_with(colon))
            return at + colon.size();
    return at;
}

// Where a string ends that begins with `quote`. A cut text ends it too, and so does the end of the string,
// the attribute or the parameter around it.
std::size_t end_of_string(std::string_view text, std::size_t at, Quote const& quote)
{
    std::size_t backslashes = 0;
    while (at < text.size()) {
        if (text.substr(at).starts_with(quote.spelling)) {
            if (quote.is_closed_by(backslashes))
                return at - quote.escapes * quote.backslash.size();
            if (quote.is_within_what_ends_at(backslashes))
                return at;
        }
        if (quote.ends.contains(text[at]))
            return at;
        auto const is_backslash =
            http::equal_ignoring_case(text.substr(at, quote.backslash.size()), quote.backslash);
        backslashes = is_backslash ? backslashes + 1 : 0;
        at += is_backslash ? quote.backslash.size() : 1;
    }
    return text.size();
}

// Where the object or the array ends that begins at `at`, or the text around it.
std::size_t end_of_nested(std::string_view text, std::size_t at, Quote const& quote)
{
    std::size_t depth = 0;
    std::size_t backslashes = 0;
    while (at < text.size()) {
        if (text.substr(at).starts_with(quote.spelling)) {
            if (backslashes != quote.escapes)
                return at;
            auto const end = end_of_string(text, at + quote.spelling.size(), quote);
            if (!quote.is_at(text, end))
                return end;
            at = end + quote.size();
            backslashes = 0;
            continue;
        }
        if (quote.ends.contains(text[at]))
            return at;
        auto const [c, bytes] = character_at(text, at);
        backslashes = c == '\\' ? backslashes + 1 : 0;
        at += bytes;
        if (c == '{' || c == '[')
            ++depth;
        else if ((c == '}' || c == ']') && --depth == 0)
            return at;
    }
    return text.size();
}

} // namespace

std::optional<MemberValue> value_of_member(std::string_view text, std::size_t name_end)
{
    auto const quote = quote_at(text, name_end);
    if (!quote)
        return std::nullopt;
    auto const before_colon = after_blanks(text, name_end + quote->size());
    auto const behind_colon = after_colon(text, before_colon);
    auto const at = after_blanks(text, behind_colon);
    if (behind_colon == before_colon || at == text.size())
        return std::nullopt;
    if (quote->is_at(text, at)) {
        auto const begin = at + quote->size();
        return MemberValue{{begin, end_of_string(text, begin, *quote)}, ValueForm::text};
    }
    auto const spelling = text.substr(name_end, quote->size());
    auto const first = character_at(text, at).value;
    if (first == '{' || first == '[')
        return MemberValue{{at, end_of_nested(text, at, *quote)}, ValueForm::json, spelling};
    auto const end = std::min(text.find_first_not_of("0123456789+-.eE", at), text.size());
    if (end == at || text[at] == 'e' || text[at] == 'E')
        return std::nullopt;
    return MemberValue{{at, end}, ValueForm::json, spelling};
}

std::optional<Span> string_at(std::string_view text, std::size_t begin)
{
    auto const quote = quote_at(text, begin);
    if (!quote)
        return std::nullopt;
    auto const inside = begin + quote->size();
    return Span{inside, end_of_string(text, inside, *quote)};
}

} // namespace postern::simulator::inspector
