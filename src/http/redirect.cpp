#include "http/redirect.hpp"

#include <fmt/format.h>

namespace postern::http {
namespace {

bool becomes_get(Request const& request, int status)
{
    return status == 303 || ((status == 301 || status == 302) && request.method == "POST");
}

bool on_own_port(Url const& url) { return url.port == (url.scheme == "https" ? 443 : 80); }

// Any byte of a token may be written as an escape, and the escape's own "%" once more.
constexpr int escapes_nested_max = 4;

bool carries(std::string_view address, std::string_view token)
{
    if (token.empty())
        return false;
    std::string text(address);
    for (auto depth = 0; depth <= escapes_nested_max; ++depth) {
        if (text.contains(token))
            return true;
        text = form_decode(text);
    }
    return false;
}

Headers without_credentials(Headers const& headers)
{
    Headers kept;
    for (auto const* name : {"Accept", "User-Agent"})
        if (auto const value = headers.get(name))
            kept.set(name, *value);
    return kept;
}

} // namespace

bool same_site(Url const& from, Url const& to)
{
    if (from.host != to.host)
        return false;
    if (from.scheme == to.scheme)
        return from.port == to.port;
    return to.scheme == "https" && on_own_port(from) && on_own_port(to);
}

std::variant<Request, Stop> next_hop(Request const& request, Response const& response, std::string_view token)
{
    auto const location = response.headers.get("Location");
    if (!location || location->empty())
        return Stop{fmt::format("the answer {} names no Location", response.status)};
    auto const from = parse_url(request.url);
    if (!from)
        return Stop{"the address that redirects is no absolute URL"};
    auto const to = resolve(*from, *location);
    if (!to)
        return Stop{fmt::format("its Location cannot be requested: {}", describe(to.error()))};

    Request next{.method = becomes_get(request, response.status) ? "GET" : request.method, .url = to->text()};
    if (same_site(*from, *to)) {
        next.headers = request.headers;
        if (next.method == request.method)
            next.body = request.body;
        else
            next.headers.remove("Content-Type");
        return next;
    }
    if (carries(*location, token))
        return Stop{fmt::format("it would carry the token to another site, {}", to->origin())};
    if (next.method != "GET" && next.method != "HEAD")
        return Stop{fmt::format("it would carry the request's body to another site, {}", to->origin())};
    next.headers = without_credentials(request.headers);
    return next;
}

} // namespace postern::http
