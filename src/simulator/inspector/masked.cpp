#include "simulator/inspector/masked.hpp"

#include "base/assert.hpp"
#include "http/redact_exchange.hpp"
#include "http/token_signature.hpp"

#include <algorithm>
#include <array>
#include <optional>

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
constexpr auto cookie_headers = std::to_array<std::string_view>({"Cookie", "Set-Cookie"});
bool is_base64url(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_one_of(std::string_view name, auto const& names)
{
    return std::ranges::any_of(names, [&](auto each) { return http::equal_ignoring_case(each, name); });
}

std::optional<int> hexadecimal_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    auto const lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? std::optional(lower - 'a' + 10) : std::nullopt;
}

struct Character {
    char value;
    std::size_t bytes;
};

// As it is or percent-encoded.
Character character_at(std::string_view text, std::size_t at)
{
    if (text[at] == '%' && at + 2 < text.size()) {
        auto const high = hexadecimal_digit(text[at + 1]);
        auto const low = hexadecimal_digit(text[at + 2]);
        if (high && low)
            return {static_cast<char>(*high * 16 + *low), 3};
    }
    return {text[at], 1};
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
        auto const [c, bytes] = character_at(name, at);
        at += bytes;
        if (is_bracket(c))
            end_part();
        else if (c != '_' && c != '-')
            part += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    }
    end_part();
    return last;
}

enum class Kind { harmless, secret, credentials, token };

Kind kind_of(std::string_view name)
{
    if (name.empty())
        return Kind::harmless;
    auto const all = letters_of(name);
    auto const letters = std::string_view(all).substr(all.starts_with('x') ? 1 : 0);
    auto const ends_as_secret =
        std::ranges::any_of(secret_endings, [&](auto ending) { return letters.ends_with(ending); });
    return is_one_of(letters, token_names)                      ? Kind::token
           : is_one_of(letters, credential_names)               ? Kind::credentials
           : is_one_of(letters, harmless_names)                 ? Kind::harmless
           : ends_as_secret || is_one_of(letters, secret_names) ? Kind::secret
                                                                : Kind::harmless;
}

// "Bearer abc" without "abc". A token has lost its signature already, and stays.
std::string without_credentials(std::string_view value)
{
    auto const blank = value.find(' ');
    auto const begin = blank == std::string_view::npos ? 0 : blank + 1;
    return std::string(value.substr(0, begin))
        .append(http::is_redacted_token(value.substr(begin)) ? value.substr(begin) : masked_value);
}

std::string masked_value_of(Kind kind, std::string_view value)
{
    if (http::is_redacted_token(value))
        return std::string(value);
    if (kind == Kind::secret)
        return std::string(masked_value);
    if (kind == Kind::credentials)
        return without_credentials(value);
    auto const two_dots = std::ranges::count(value, '.') >= 2 && !value.ends_with(http::redacted_signature);
    return std::string(value.substr(0, two_dots ? value.rfind('.') + 1 : 0)).append(http::redacted_signature);
}

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

std::size_t backslashes_before(std::string_view text, std::size_t at, std::string_view backslash)
{
    std::size_t count = 0;
    for (; at >= backslash.size(); at -= backslash.size(), ++count)
        if (!http::equal_ignoring_case(text.substr(at - backslash.size(), backslash.size()), backslash))
            break;
    return count;
}

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

// The quote that ends at `at`.
std::optional<Quote> quote_before(std::string_view text, std::size_t at)
{
    auto const before = text.substr(0, at);
    auto const quote = [&](std::size_t size, std::string_view backslash, std::string_view ends) {
        auto const escapes = backslashes_before(text, at - size, backslash);
        return Quote{before.substr(at - size), backslash, escapes, ends};
    };
    if (before.ends_with('"'))
        return quote(1, "\\", "");
    if (before.ends_with(quote_in_address))
        return quote(quote_in_address.size(), "%5C", "&\r\n\"<> ");
    if (before.ends_with(quote_in_json)) {
        auto const found = quote(quote_in_json.size(), "\\", "\"");
        return found.escapes > 0 ? std::optional(found) : std::nullopt;
    }
    auto const near = before.substr(at - std::min(at, entity_max_bytes));
    auto const entity = near.substr(std::min(near.rfind('&'), near.size()));
    if (entity.empty() || !is_quote_entity(entity))
        return std::nullopt;
    return quote(entity.size(), "\\", "\"");
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

struct Span {
    std::size_t begin;
    std::size_t end;
};

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

enum class Form { text, json };

struct Value {
    Span span;
    Form form; // whether the span is only the text of a value, or an array, an object or a number of JSON
    std::string_view quote = {};
};

// The value of "name" : value, whose name is at `name`. null, true and false are no secrets.
std::optional<Value> value_of_member(std::string_view text, Span name)
{
    auto const quote = quote_before(text, name.begin);
    if (!quote || !quote->is_at(text, name.end))
        return std::nullopt;
    auto const before_colon = after_blanks(text, name.end + quote->size());
    auto const behind_colon = after_colon(text, before_colon);
    auto const at = after_blanks(text, behind_colon);
    if (behind_colon == before_colon || at == text.size())
        return std::nullopt;
    if (quote->is_at(text, at)) {
        auto const begin = at + quote->size();
        return Value{{begin, end_of_string(text, begin, *quote)}, Form::text};
    }
    auto const spelling = text.substr(name.end, quote->size());
    auto const first = character_at(text, at).value;
    if (first == '{' || first == '[')
        return Value{{at, end_of_nested(text, at, *quote)}, Form::json, spelling};
    auto const end = std::min(text.find_first_not_of("0123456789+-.eE", at), text.size());
    if (end == at || text[at] == 'e' || text[at] == 'E')
        return std::nullopt;
    return Value{{at, end}, Form::json, spelling};
}

// What no value in a form or a query holds as it is: there the address ends that stands in a text.
constexpr std::string_view value_ends = "&\r\n\"<>\\";
constexpr std::string_view value_ends_in_apostrophes = "&\r\n\"<>\\'";
constexpr std::string_view before_parameters = "&?#;\"'([ \t\r\n";
constexpr std::string_view blanks = " \t\r\n";

// Whether a place of a text stands in apostrophes. A form holds apostrophes as they are ("it's"), so one
// opens only at the start, or behind what is no word where something stood that no form holds.
class Apostrophes {
public:
    explicit Apostrophes(std::string_view text) : m_text(text) {}

    // Places are asked for in order.
    [[nodiscard]] bool are_open_at(std::size_t place)
    {
        for (; m_at < place; ++m_at)
            pass(m_text[m_at]);
        return m_open;
    }

private:
    void pass(char c)
    {
        auto const before = m_at > 0 ? m_text[m_at - 1] : '"';
        if (c == '\'')
            m_open = !m_open && (before == '"' || (m_is_no_form && !is_base64url(before)));
        else if (c == '"' || c == '\n')
            m_open = false;
        m_is_no_form = c != '"' && (m_is_no_form || std::string_view(" \t\r\n<>{").contains(c));
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_open = false;
    bool m_is_no_form = false;
};

// The value of name="value" or name='value', as of an attribute.
std::optional<Span> value_in_quotes(std::string_view text, Span name)
{
    if (name.begin == 0 || !blanks.contains(text[name.begin - 1]))
        return std::nullopt;
    auto const at = name.end + 1;
    if (text.substr(at).starts_with('\''))
        return Span{at + 1, std::min(text.find_first_of("\r\n'", at + 1), text.size())};
    auto const mark = std::min(text.find_first_not_of('\\', at), text.size());
    if (!text.substr(mark).starts_with('"'))
        return std::nullopt;
    auto const quote = quote_before(text, mark + 1);
    return Span{mark + 1, end_of_string(text, mark + 1, *quote)};
}

// The value of name=value in a form, a query or a fragment, also of an address within an address.
std::optional<Span> value_of_parameter(std::string_view text, Span name, Apostrophes& apostrophes)
{
    auto const is_behind_escape = name.begin >= 3 && character_at(text, name.begin - 3).bytes == 3;
    if (name.begin > 0 && !before_parameters.contains(text[name.begin - 1]) && !is_behind_escape &&
        text[name.begin - 1] != '\\')
        return std::nullopt;
    auto const sign = name.end < text.size() ? character_at(text, name.end) : Character{'\0', 0};
    if (sign.value != '=')
        return std::nullopt;
    if (auto const quoted = sign.bytes == 1 ? value_in_quotes(text, name) : std::nullopt)
        return quoted;
    auto const begin = name.end + sign.bytes;
    auto const ends = apostrophes.are_open_at(name.begin) ? value_ends_in_apostrophes : value_ends;
    auto const is_encoded = sign.bytes > 1;
    auto end = begin;
    while (end < text.size() && !ends.contains(text[end]) &&
           !(is_encoded && text.substr(end).starts_with("%26")))
        ++end;
    return Span{begin, end};
}

// Of "\u0026" or "\u0022" before a name, what looks like a part of it.
std::size_t escape_before(std::string_view text, std::size_t begin, std::string_view run)
{
    auto const is_escape = run.starts_with("u0026") || run.starts_with("u0022");
    return begin > 0 && text[begin - 1] == '\\' && is_escape ? 5 : 0;
}

// From `at` on: letters, digits, '_', '-' and, but for the first, brackets, each also percent-encoded.
Span name_at(std::string_view text, std::size_t at)
{
    Span name{at, at};
    while (name.end < text.size()) {
        auto const [c, bytes] = character_at(text, name.end);
        if (!is_base64url(c) && (name.end == at || !is_bracket(c)))
            break;
        name.end += bytes;
    }
    return name;
}

std::string masked_value_of(Kind kind, std::string_view text, Value const& value)
{
    if (value.form == Form::text)
        return masked_value_of(kind, text.substr(value.span.begin, value.span.end - value.span.begin));
    return std::string(value.quote).append(masked_value).append(value.quote);
}

// One pass: what was masked is not looked at again.
std::string without_secret_names(std::string_view text)
{
    std::string out;
    Apostrophes apostrophes(text);
    for (std::size_t at = 0; at < text.size();) {
        auto const name = name_at(text, at);
        auto const run = text.substr(at, name.end - at);
        auto const escape = escape_before(text, at, run);
        auto const kind = kind_of(run.substr(escape));
        auto value =
            kind == Kind::harmless ? std::nullopt : value_of_member(text, {name.begin + escape, name.end});
        if (kind != Kind::harmless && !value)
            if (auto const parameter = value_of_parameter(text, name, apostrophes))
                value = Value{*parameter, Form::text};
        auto const behind = name.end > at ? name.end : at + character_at(text, at).bytes;
        auto const next = value ? value->span.begin : behind;
        out.append(text.substr(at, next - at));
        at = next;
        if (value) {
            out += masked_value_of(kind, text, *value);
            at = value->span.end;
        }
    }
    return out;
}

http::Headers masked_headers(http::Headers const& headers)
{
    http::Headers out;
    for (auto const& [name, value] : headers) {
        auto const kind = kind_of(name);
        auto const kept = is_one_of(name, cookie_headers) ? value
                          : kind == Kind::credentials     ? without_credentials(value)
                          : kind != Kind::harmless        ? std::string(masked_value)
                                                          : without_secret_names(value);
        auto const added = out.add(name, kept);
        POSTERN_ASSERT(added.has_value(), "masking made a header value malformed");
    }
    return out;
}

} // namespace

bool is_secret_name(std::string_view name) { return kind_of(name) != Kind::harmless; }

std::string masked_text(std::string text, Redactor const& redactor)
{
    return without_secret_names(http::without_signatures(redactor.redacted(std::move(text))));
}

RecordedExchange masked(RecordedExchange recorded, Redactor const& redactor)
{
    auto const text = [&](std::string& each) { each = masked_text(std::move(each), redactor); };
    auto const cut_bytes = recorded.request_body_bytes - recorded.start.request.body.size();
    // The tokens of no request are the reader's own: all lose their signature.
    auto exchange = http::redacted_hop({.id = "",
                                        .request = std::move(recorded.start.request),
                                        .outcome = recorded.outcome.value_or(http::Response())},
                                       redactor, http::Request());
    auto& request = exchange.request;
    text(request.url);
    text(request.body);
    request.headers = masked_headers(request.headers);
    recorded.request_body_bytes = request.body.size() + cut_bytes;
    if (auto* response = std::get_if<http::Response>(&exchange.outcome)) {
        auto const rest = response->body_bytes - response->body.size();
        text(response->body);
        response->body_bytes = response->body.size() + rest;
        response->headers = masked_headers(response->headers);
    } else {
        text(std::get<http::TransportFailure>(exchange.outcome).message);
    }
    for (auto* const words : {&recorded.start.purpose, &recorded.start.change, &recorded.note})
        text(*words);
    recorded.start.request = std::move(request);
    if (recorded.outcome)
        recorded.outcome = std::move(exchange.outcome);
    return recorded;
}

} // namespace postern::simulator::inspector
