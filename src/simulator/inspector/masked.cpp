#include "simulator/inspector/masked.hpp"

#include "base/assert.hpp"
#include "http/redact_exchange.hpp"
#include "http/token_signature.hpp"
#include "simulator/inspector/member_value.hpp"
#include "simulator/inspector/secret_name.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace postern::simulator::inspector {
namespace {

constexpr auto cookie_headers = std::to_array<std::string_view>({"Cookie", "Set-Cookie"});

bool is_one_of(std::string_view name, auto const& names)
{
    return std::ranges::any_of(names, [&](auto each) { return http::equal_ignoring_case(each, name); });
}

// "Bearer abc" without "abc". A token has lost its signature already, and stays.
std::string without_credentials(std::string_view value)
{
    auto const blank = value.find(' ');
    auto const begin = blank == std::string_view::npos ? 0 : blank + 1;
    return std::string(value.substr(0, begin))
        .append(http::is_redacted_token(value.substr(begin)) ? value.substr(begin) : masked_value);
}

std::string masked_value_of(NameKind kind, std::string_view value)
{
    if (http::is_redacted_token(value))
        return std::string(value);
    if (kind == NameKind::secret)
        return std::string(masked_value);
    if (kind == NameKind::credentials)
        return without_credentials(value);
    auto const two_dots = std::ranges::count(value, '.') >= 2 && !value.ends_with(http::redacted_signature);
    return std::string(value.substr(0, two_dots ? value.rfind('.') + 1 : 0)).append(http::redacted_signature);
}

// What no value in a form or a query holds as it is: there the address ends that stands in a text.
constexpr std::string_view value_ends = "&\r\n\"<>\\";
constexpr std::string_view value_ends_in_apostrophes = "&\r\n\"<>\\'";
constexpr std::string_view before_parameters = "&?#;\"'([+ \t\r\n"; // a form has + for a blank
constexpr std::string_view blanks = " \t\r\n";

// Whether a place of a text stands in apostrophes. A form holds apostrophes as they are ("it's"), so one
// opens only at the start, or behind what is no word where something stood that no form holds.
class Apostrophes {
public:
    explicit Apostrophes(std::string_view text) : text_(text) {}

    // Places are asked for in order.
    [[nodiscard]] bool are_open_at(std::size_t place)
    {
        for (; at_ < place; ++at_)
            pass(text_[at_]);
        return open_;
    }

private:
    void pass(char c)
    {
        auto const before = at_ > 0 ? text_[at_ - 1] : '"';
        if (c == '\'')
            open_ = !open_ && (before == '"' || (is_no_form_ && !is_base64url(before)));
        else if (c == '"' || c == '\n')
            open_ = false;
        is_no_form_ = c != '"' && (is_no_form_ || std::string_view(" \t\r\n<>{").contains(c));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool open_ = false;
    bool is_no_form_ = false;
};

// The value of name="value" or name='value', as of an attribute, that begins at `at`.
std::optional<Span> value_in_quotes(std::string_view text, Span name, std::size_t at)
{
    if (name.begin == 0 || !blanks.contains(text[name.begin - 1]))
        return std::nullopt;
    if (text.substr(at).starts_with('\''))
        return Span{at + 1, std::min(text.find_first_of("\r\n'", at + 1), text.size())};
    auto const mark = text.substr(std::min(text.find_first_not_of('\\', at), text.size()));
    return mark.starts_with('"') || mark.starts_with("u0022") ? string_at(text, at) : std::nullopt;
}

// In a value, of which a string of JSON has some characters as escapes.
Character character_of_value(std::string_view text, std::size_t at)
{
    if (text.substr(at).starts_with("\\/"))
        return {'/', 2};
    return text[at] == '\\' ? unescaped_at(text, at) : Character{text[at], 1};
}

// The value of name=value in a form, a query or a fragment, also of an address within an address or a string.
std::optional<Span> value_of_parameter(std::string_view text, Span name, Apostrophes& apostrophes)
{
    auto const is_encoded_name =
        text.substr(name.begin, name.end - name.begin).contains('%') || is_behind_escape(text, name.begin);
    if (name.begin > 0 && !before_parameters.contains(text[name.begin - 1]) && !is_encoded_name &&
        text[name.begin - 1] != '\\')
        return std::nullopt;
    auto const sign = name.end < text.size() ? unescaped_at(text, name.end) : Character{'\0', 0};
    if (sign.value != '=')
        return std::nullopt;
    auto const is_encoded = text[name.end] == '%';
    auto const begin = name.end + sign.bytes;
    if (auto const quoted = is_encoded ? std::nullopt : value_in_quotes(text, name, begin))
        return quoted;
    auto const ends = apostrophes.are_open_at(name.begin) ? value_ends_in_apostrophes : value_ends;
    auto end = begin;
    while (end < text.size()) {
        auto const [c, bytes] = character_of_value(text, end);
        if (ends.contains(c) || (is_encoded && text.substr(end).starts_with("%26")))
            break;
        end += bytes;
    }
    return Span{begin, end};
}

std::string masked_value_of(NameKind kind, std::string_view text, MemberValue const& value)
{
    if (value.form == ValueForm::text)
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
        auto const kind = kind_of(text.substr(at, name.end - at));
        auto value = kind == NameKind::harmless ? std::nullopt : value_of_member(text, name.end);
        if (kind != NameKind::harmless && !value)
            if (auto const parameter = value_of_parameter(text, name, apostrophes))
                value = MemberValue{*parameter, ValueForm::text};
        auto const behind = name.end > at ? name.end : at + unescaped_at(text, at).bytes;
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
                          : kind == NameKind::credentials ? without_credentials(value)
                          : kind != NameKind::harmless    ? std::string(masked_value)
                                                          : without_secret_names(value);
        auto const added = out.add(name, kept);
        POSTERN_ASSERT(added.has_value(), "masking made a header value malformed");
    }
    return out;
}

} // namespace

bool is_secret_name(std::string_view name) { return kind_of(name) != NameKind::harmless; }

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
