#include "http/redact_exchange.hpp"

#include "base/assert.hpp"
#include "http/token_signature.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace postern::http {
namespace {

Tokens tokens_of(Request const& request)
{
    Tokens tokens;
    collect_tokens(request.url, tokens);
    collect_tokens(request.body, tokens);
    for (auto const& field : request.headers)
        collect_tokens(field.value, tokens);
    return tokens;
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
