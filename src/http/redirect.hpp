#pragma once

// What may follow a redirect. A token never goes to another site, be it in a header, in a body or copied into
// the Location by the app (threat model: "a redirect carries a token to another site").

#include "http/message.hpp"
#include "http/url.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace postern::http {

// Hops after the first request.
inline constexpr int redirect_hops_max = 10;

// A redirect that is not followed; `reason` stands after "not followed: ".
struct Stop {
    std::string reason;
    bool operator==(Stop const&) const = default;
};

// Whether a token that `from` was sent may also be sent to `to`: the same host, not from https to http, and
// the same port, or from http's own to https's own.
[[nodiscard]] bool same_site(Url const& from, Url const& to);

// The request that follows `response` (a redirect, RFC 9110 section 15.4) to `request`, whose URL is
// absolute. 303 and, for POST, 301 and 302 become GET without a body. On the same site the headers stay;
// elsewhere only Accept and User-Agent do. `token` is what must not get there; empty where none was sent.
// Stops where the Location is missing, is no http(s) URL, would carry the token or a body to another site.
[[nodiscard]] std::variant<Request, Stop> next_hop(Request const& request, Response const& response,
                                                   std::string_view token);

} // namespace postern::http
