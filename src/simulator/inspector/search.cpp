#include "simulator/inspector/search.hpp"

#include "jwt/token.hpp"
#include "simulator/inspector/token_json.hpp"

#include <algorithm>

namespace postern::simulator::inspector {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool holds(std::string_view whole, std::string_view text)
{
    return !std::ranges::search(whole, text, {}, lower, lower).empty();
}

bool holds(http::Headers const& headers, std::string_view text)
{
    return std::ranges::any_of(headers, [&](http::HeaderField const& field) {
        return holds(field.name, text) || holds(field.value, text);
    });
}

bool holds_answer(RecordedExchange const& exchange, std::string_view text)
{
    if (auto const* response = exchange.response())
        return std::to_string(response->status) == text || holds(response->headers, text) ||
               holds(response->body, text);
    return exchange.outcome && holds(std::get<http::TransportFailure>(*exchange.outcome).message, text);
}

} // namespace

bool contains(RecordedExchange const& exchange, std::string_view text)
{
    auto const& [at, site, direction, purpose, request, repeats, change] = exchange.start;
    if (holds(request.url, text) || holds(request.method, text) || holds(purpose, text) ||
        holds(site, text) || holds(change, text) || holds(exchange.note, text) ||
        holds(request.headers, text) || holds(request.body, text) || holds_answer(exchange, text))
        return true;
    return std::ranges::any_of(tokens_in(exchange), [&](FoundToken const& found) {
        auto const token = jwt::parse(found.compact);
        return token && (holds(token->payload, text) || holds(token->header, text));
    });
}

} // namespace postern::simulator::inspector
