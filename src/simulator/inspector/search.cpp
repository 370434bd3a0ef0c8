#include "simulator/inspector/search.hpp"

#include "jwt/token.hpp"
#include "simulator/inspector/token_json.hpp"

#include <algorithm>

namespace postern::simulator::inspector {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

} // namespace

Search::Search(std::string_view text) : text_(lowered(text)), searcher_(text_.begin(), text_.end()) {}

bool Search::is_in(std::string_view whole) const
{
    auto const text = lowered(whole);
    return std::search(text.begin(), text.end(), searcher_) != text.end();
}

bool Search::is_in(http::Headers const& headers) const
{
    return std::ranges::any_of(
        headers, [&](http::HeaderField const& field) { return is_in(field.name) || is_in(field.value); });
}

bool Search::is_in_answer(RecordedExchange const& exchange) const
{
    if (auto const* response = exchange.response())
        return std::to_string(response->status) == text_ || is_in(response->headers) || is_in(response->body);
    return exchange.outcome && is_in(std::get<http::TransportFailure>(*exchange.outcome).message);
}

bool Search::is_in(RecordedExchange const& exchange) const
{
    auto const& [at, site, direction, purpose, request, repeats, change] = exchange.start;
    if (is_in(request.url) || is_in(request.method) || is_in(purpose) || is_in(site) || is_in(change) ||
        is_in(exchange.note) || is_in(request.headers) || is_in(request.body) || is_in_answer(exchange))
        return true;
    return std::ranges::any_of(tokens_in(exchange), [&](FoundToken const& found) {
        auto const token = jwt::parse(found.compact);
        return token && (is_in(token->payload) || is_in(token->header));
    });
}

} // namespace postern::simulator::inspector
