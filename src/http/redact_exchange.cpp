#include "http/redact_exchange.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

namespace postern::http {
namespace {

constexpr std::string_view token_start = "eyJ"; // base64url of '{"'
constexpr std::string_view signature_placeholder = "[redacted signature]";

bool is_base64url(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::size_t end_of_segment(std::string_view text, std::size_t at)
{
    while (at < text.size() && is_base64url(text[at]))
        ++at;
    return at;
}

// Behind further segments that begin at `at`: which of them is the signature cannot be told.
std::size_t end_of_chain(std::string_view text, std::size_t at)
{
    while (text.substr(at).starts_with('.')) {
        auto const end = end_of_segment(text, at + 1);
        if (end == at + 1)
            break;
        at = end;
    }
    return at;
}

// Where a token stands in a text; the signature has at least one byte.
struct TokenPlace {
    std::size_t begin;
    std::size_t signature;
    std::size_t end;
};

// Calls `found` with each token. Linear: no byte is looked at by two searches.
template <typename Found>
void each_token(std::string_view text, Found found)
{
    auto at = text.find(token_start);
    while (at != std::string_view::npos) {
        auto const header_end = end_of_segment(text, at);
        auto next = header_end;
        if (text.substr(header_end).starts_with('.') &&
            text.substr(header_end + 1).starts_with(token_start)) {
            auto const payload_end = end_of_segment(text, header_end + 1);
            next = header_end + 1;
            if (text.substr(payload_end).starts_with('.')) {
                auto const end = end_of_segment(text, payload_end + 1);
                if (end > payload_end + 1) {
                    found(TokenPlace{at, payload_end + 1, end});
                    next = end;
                }
            }
        }
        at = text.find(token_start, next);
    }
}

using Tokens = std::set<std::string, std::less<>>;

void collect_tokens(std::string_view text, Tokens& tokens)
{
    each_token(text,
               [&](TokenPlace place) { tokens.emplace(text.substr(place.begin, place.end - place.begin)); });
}

Tokens tokens_of(Request const& request)
{
    Tokens tokens;
    collect_tokens(request.url, tokens);
    collect_tokens(request.body, tokens);
    for (auto const& field : request.headers)
        collect_tokens(field.value, tokens);
    return tokens;
}

std::string without_signatures(std::string text, Tokens const& kept)
{
    std::string out;
    std::string_view const all = text;
    std::size_t copied = 0;
    each_token(all, [&](TokenPlace place) {
        if (place.begin < copied || kept.contains(all.substr(place.begin, place.end - place.begin)))
            return;
        out.append(all.substr(copied, place.signature - copied)).append(signature_placeholder);
        copied = end_of_chain(all, place.end);
    });
    if (copied == 0)
        return text;
    return out.append(all.substr(copied));
}

// "name=value" with the value masked; without a name all of it is value (RFC 6265 section 5.2).
std::string masked_pair(std::string_view pair)
{
    auto const equals = pair.find('=');
    auto const value = equals == std::string_view::npos ? 0 : equals + 1;
    return std::string(pair.substr(0, value)).append(pair.size() - value, '*');
}

std::string masked_set_cookie(std::string_view value)
{
    auto const attributes = std::min(value.find(';'), value.size());
    return masked_pair(value.substr(0, attributes)).append(value.substr(attributes));
}

std::string masked_cookies(std::string_view value)
{
    std::string out;
    while (true) {
        auto const end = value.find(';');
        out += masked_pair(value.substr(0, end));
        if (end == std::string_view::npos)
            return out;
        out += ';';
        value.remove_prefix(end + 1);
        if (value.starts_with(' ')) {
            out += ' ';
            value.remove_prefix(1);
        }
    }
}

template <typename Redact>
Headers redacted_headers(Headers const& headers, Redact redact)
{
    Headers out;
    for (auto const& [name, value] : headers) {
        auto kept = equal_ignoring_case(name, "Set-Cookie") ? masked_set_cookie(value)
                    : equal_ignoring_case(name, "Cookie")   ? masked_cookies(value)
                                                            : value;
        auto const added = out.add(name, redact(std::move(kept)));
        POSTERN_ASSERT(added.has_value(), "redaction made a header value malformed");
    }
    return out;
}

} // namespace

Exchange redacted(Exchange exchange, Redactor const& redactor)
{
    auto const request = exchange.request;
    return redacted_hop(std::move(exchange), redactor, request);
}

Exchange redacted_hop(Exchange exchange, Redactor const& redactor, Request const& first)
{
    auto const own = tokens_of(first);
    auto const all = [&](std::string text) {
        return without_signatures(redactor.redacted(std::move(text)), own);
    };
    auto& request = exchange.request;
    request.url = all(std::move(request.url));
    request.body = all(std::move(request.body));
    request.headers = redacted_headers(request.headers, all);

    if (auto* failure = std::get_if<TransportFailure>(&exchange.outcome)) {
        failure->message = all(std::move(failure->message));
        return exchange;
    }
    auto& response = std::get<Response>(exchange.outcome);
    auto const bytes_not_kept =
        response.body_bytes - std::min<std::uint64_t>(response.body_bytes, response.body.size());
    response.body = all(std::move(response.body));
    response.body_bytes = response.body.size() + bytes_not_kept;
    response.headers = redacted_headers(response.headers, all);
    return exchange;
}

} // namespace postern::http
