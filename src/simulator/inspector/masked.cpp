#include "simulator/inspector/masked.hpp"

#include "base/assert.hpp"
#include "http/redact_exchange.hpp"

#include <algorithm>
#include <array>

namespace postern::simulator::inspector {
namespace {

constexpr auto secret_members = std::to_array<std::string_view>(
    {"sharedSecret", "access_token", "refresh_token", "client_secret", "password"});
constexpr auto token_parameters = std::to_array<std::string_view>({"jwt", "assertion", "client_assertion"});
constexpr auto secret_headers = std::to_array<std::string_view>({"upm-token", "X-Api-Key", "X-Csrf-Token"});
constexpr auto credential_headers = std::to_array<std::string_view>({"Authorization", "Proxy-Authorization"});

std::size_t after_blanks(std::string_view text, std::size_t at)
{
    return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

// Where the string ends whose first character is at `at`; a cut text ends it too.
std::size_t end_of_string(std::string_view text, std::size_t at)
{
    while (at < text.size() && text[at] != '"')
        at += text[at] == '\\' ? 2 : 1;
    return std::min(at, text.size());
}

// "name" : "value" in JSON.
std::string without_member(std::string text, std::string_view name)
{
    auto const quoted = '"' + std::string(name) + '"';
    for (auto at = text.find(quoted); at != std::string::npos; at = text.find(quoted, at)) {
        at = after_blanks(text, at + quoted.size());
        if (at == text.size() || text[at] != ':')
            continue;
        at = after_blanks(text, at + 1);
        if (at == text.size() || text[at] != '"')
            continue;
        auto const end = end_of_string(text, ++at);
        text.replace(at, end - at, masked_value);
        at += masked_value.size();
    }
    return text;
}

// What no value in a form or a query holds as it is: there the address ends that stands in a text.
constexpr std::string_view value_ends = "&\r\n\"'<>\\";

// name=value in a form or a query.
template <typename Mask>
std::string with_parameter(std::string text, std::string_view name, Mask mask)
{
    auto const assigned = std::string(name) + '=';
    for (auto at = text.find(assigned); at != std::string::npos; at = text.find(assigned, at)) {
        auto const begins = at == 0 || text[at - 1] == '&' || text[at - 1] == '?';
        at += assigned.size();
        if (!begins)
            continue;
        auto const end = std::min(text.find_first_of(value_ends, at), text.size());
        auto const shown = mask(std::string_view(text).substr(at, end - at));
        text.replace(at, end - at, shown);
        at += shown.size();
    }
    return text;
}

std::string without_parameter(std::string text, std::string_view name)
{
    return with_parameter(std::move(text), name, [](auto) { return std::string(masked_value); });
}

// What is a token by its name loses its signature however it is written.
std::string without_signature_of(std::string text, std::string_view name)
{
    return with_parameter(std::move(text), name, [](std::string_view value) {
        if (value.ends_with(masked_signature))
            return std::string(value);
        auto const dot = value.rfind('.');
        return std::string(value.substr(0, dot == std::string_view::npos ? 0 : dot + 1))
            .append(masked_signature);
    });
}

std::string without_secret_names(std::string text)
{
    for (auto const name : secret_members)
        text = without_parameter(without_member(std::move(text), name), name);
    for (auto const name : token_parameters)
        text = without_signature_of(std::move(text), name);
    return text;
}

bool is_one_of(std::string_view name, auto const& names)
{
    return std::ranges::any_of(names, [&](auto each) { return http::equal_ignoring_case(each, name); });
}

// "Bearer abc" without "abc". A token has lost its signature already, and stays.
std::string without_credentials(std::string const& value)
{
    auto const blank = value.find(' ');
    auto const rest = std::string_view(value).substr(blank == std::string::npos ? 0 : blank + 1);
    if (rest.ends_with(masked_signature) &&
        !rest.substr(0, rest.size() - masked_signature.size()).contains(' '))
        return value;
    return value.substr(0, blank == std::string::npos ? 0 : blank + 1).append(masked_value);
}

http::Headers masked_headers(http::Headers const& headers)
{
    http::Headers out;
    for (auto const& [name, value] : headers) {
        auto const kept = is_one_of(name, credential_headers) ? without_credentials(value)
                          : is_one_of(name, secret_headers)   ? std::string(masked_value)
                                                              : value;
        auto const added = out.add(name, kept);
        POSTERN_ASSERT(added.has_value(), "masking made a header value malformed");
    }
    return out;
}

// The tokens of no request are the reader's own: all lose their signature.
http::Exchange without_signatures(http::Exchange exchange, Redactor const& redactor)
{
    return http::redacted_hop(std::move(exchange), redactor, http::Request());
}

// The app manager's endpoint takes its token in the query.
std::string masked_query(std::string url)
{
    return without_secret_names(without_parameter(std::move(url), "token"));
}

} // namespace

std::string masked_url(std::string url, Redactor const& redactor)
{
    auto exchange = without_signatures(
        {.id = "", .request = {.url = std::move(url)}, .outcome = http::Response()}, redactor);
    return masked_query(std::move(exchange.request.url));
}

RecordedExchange masked(RecordedExchange recorded, Redactor const& redactor)
{
    auto const cut_bytes = recorded.request_body_bytes - recorded.start.request.body.size();
    auto exchange = without_signatures({.id = "",
                                        .request = std::move(recorded.start.request),
                                        .outcome = recorded.outcome.value_or(http::Response())},
                                       redactor);
    auto& request = exchange.request;
    request.url = masked_query(std::move(request.url));
    request.body = without_secret_names(std::move(request.body));
    request.headers = masked_headers(request.headers);
    recorded.request_body_bytes = request.body.size() + cut_bytes;
    if (auto* response = std::get_if<http::Response>(&exchange.outcome)) {
        auto const rest = response->body_bytes - response->body.size();
        response->body = without_secret_names(std::move(response->body));
        response->body_bytes = response->body.size() + rest;
        response->headers = masked_headers(response->headers);
    }
    recorded.start.request = std::move(request);
    if (recorded.outcome)
        recorded.outcome = std::move(exchange.outcome);
    return recorded;
}

} // namespace postern::simulator::inspector
