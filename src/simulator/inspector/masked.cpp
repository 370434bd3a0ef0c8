#include "simulator/inspector/masked.hpp"

#include "base/assert.hpp"
#include "http/redact_exchange.hpp"
#include "http/token_signature.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace postern::simulator::inspector {
namespace {

// Names without case, '_' and '-'.
constexpr auto secret_names =
    std::to_array<std::string_view>({"sharedsecret", "accesstoken", "refreshtoken", "idtoken", "clientsecret",
                                     "password", "token", "apikey", "apitoken", "authtoken", "xauthtoken",
                                     "xacpt", "acpt", "upmtoken", "xapikey", "csrftoken", "xcsrftoken"});
constexpr auto token_names = std::to_array<std::string_view>({"jwt", "assertion", "clientassertion"});
constexpr auto credential_headers = std::to_array<std::string_view>({"Authorization", "Proxy-Authorization"});
constexpr auto cookie_headers = std::to_array<std::string_view>({"Cookie", "Set-Cookie"});
constexpr std::size_t name_max_bytes = 32;

bool is_base64url(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_one_of(std::string_view name, auto const& names)
{
    return std::ranges::any_of(names, [&](auto each) { return http::equal_ignoring_case(each, name); });
}

enum class Kind { harmless, secret, token };

Kind kind_of(std::string_view name)
{
    if (name.size() > name_max_bytes)
        return Kind::harmless;
    std::string letters;
    for (auto const c : name)
        if (c != '_' && c != '-')
            letters += c;
    return is_one_of(letters, secret_names)  ? Kind::secret
           : is_one_of(letters, token_names) ? Kind::token
                                             : Kind::harmless;
}

std::string masked_value_of(Kind kind, std::string_view value)
{
    if (http::is_redacted_token(value))
        return std::string(value);
    if (kind == Kind::secret)
        return std::string(masked_value);
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

// The value of "name" : "value", whose name is at `name`.
std::optional<Span> value_of_member(std::string_view text, Span name)
{
    auto const quote = quote_before(text, name.begin);
    if (!quote || !quote->is_at(text, name.end))
        return std::nullopt;
    auto const before_colon = after_blanks(text, name.end + quote->size());
    auto const behind_colon = after_colon(text, before_colon);
    auto const at = after_blanks(text, behind_colon);
    if (behind_colon == before_colon || !quote->is_at(text, at))
        return std::nullopt;
    auto const begin = at + quote->size();
    return Span{begin, end_of_string(text, begin, *quote)};
}

// What no value in a form or a query holds as it is: there the address ends that stands in a text.
constexpr std::string_view value_ends = "&\r\n\"'<>\\";
constexpr std::string_view before_parameters = "&?#;\"'( \t\r\n";

// The value of name=value in a form, a query or a fragment, also of an address within an address.
std::optional<Span> value_of_parameter(std::string_view text, Span name)
{
    if (name.begin > 0 && !before_parameters.contains(text[name.begin - 1]) && text[name.begin - 1] != '%' &&
        text[name.begin - 1] != '\\')
        return std::nullopt;
    auto const rest = text.substr(name.end);
    if (rest.starts_with('='))
        return Span{name.end + 1, std::min(text.find_first_of(value_ends, name.end + 1), text.size())};
    if (!rest.starts_with("%3D") && !rest.starts_with("%3d"))
        return std::nullopt;
    auto const begin = name.end + 3;
    auto const end = std::min(text.find_first_of(value_ends, begin), text.size());
    return Span{begin, begin + std::min(text.substr(begin, end - begin).find("%26"), end - begin)};
}

// Of what stands behind '%', in "\u0026" or in "\u0022", the name that follows.
std::size_t escape_before(std::string_view text, std::size_t begin, std::string_view run)
{
    if (begin > 0 && text[begin - 1] == '%')
        return std::min<std::size_t>(run.size(), 2);
    auto const is_escape = run.starts_with("u0026") || run.starts_with("u0022");
    return begin > 0 && text[begin - 1] == '\\' && is_escape ? 5 : 0;
}

// One pass: what was masked is not looked at again.
std::string without_secret_names(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        Span name{at, at};
        while (name.end < text.size() && is_base64url(text[name.end]))
            ++name.end;
        auto const run = text.substr(at, name.end - at);
        auto const escape = escape_before(text, at, run);
        auto const kind = kind_of(run.substr(escape));
        auto value =
            kind == Kind::harmless ? std::nullopt : value_of_member(text, {name.begin + escape, name.end});
        if (kind != Kind::harmless && !value)
            value = value_of_parameter(text, name);
        auto const next = value ? value->begin : std::min(name.end + 1, text.size());
        out.append(text.substr(at, next - at));
        at = next;
        if (value) {
            out += masked_value_of(kind, text.substr(value->begin, value->end - value->begin));
            at = value->end;
        }
    }
    return out;
}

// "Bearer abc" without "abc". A token has lost its signature already, and stays.
std::string without_credentials(std::string const& value)
{
    auto const blank = value.find(' ');
    auto const rest = std::string_view(value).substr(blank == std::string::npos ? 0 : blank + 1);
    if (http::is_redacted_token(rest))
        return value;
    return value.substr(0, blank == std::string::npos ? 0 : blank + 1).append(masked_value);
}

http::Headers masked_headers(http::Headers const& headers)
{
    http::Headers out;
    for (auto const& [name, value] : headers) {
        auto const kept = is_one_of(name, credential_headers) ? without_credentials(value)
                          : is_one_of(name, cookie_headers)   ? value
                          : kind_of(name) != Kind::harmless   ? std::string(masked_value)
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
