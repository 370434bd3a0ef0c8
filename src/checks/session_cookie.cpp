#include "checks/session_cookie.hpp"

#include "http/headers.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace postern::checks {
namespace {

// Session ids have at least 64 bits of randomness (OWASP): 16 hexadecimal digits.
constexpr std::size_t session_value_min_bytes = 16;

// Set by load balancers, shields and statistics in front of the app, or read by the page's own scripts: they
// open nothing by themselves.
constexpr std::array<std::string_view, 18> no_session{
    "awsalb", "awselb", "__cf", "_cfuvid", "cf_clearance", "arraffinity", "incap_", "visid_incap",
    "nlbi_",  "_ga",    "_gid", "_fbp",    "xsrf",         "csrf",        "_csrf",  "heroku-session-affinity",
    "gclb",   "x-csrf"};

constexpr std::array<std::string_view, 14> words{"sess",  "sid",     "auth", "token",   "jwt",
                                                 "login", "logon",   "user", "acpt",    "ident",
                                                 "cfid",  "cftoken", "sso",  "remember"};

} // namespace

std::optional<std::string_view> session_sign(http::SetCookie const& cookie)
{
    auto name = http::lower_case(cookie.name);
    for (auto const* const prefix : {"__host-", "__secure-"})
        if (name.starts_with(prefix))
            name.erase(0, std::string_view(prefix).size());
    if (std::ranges::any_of(no_session, [&](std::string_view known) { return name.starts_with(known); }))
        return std::nullopt;
    if (std::ranges::any_of(words, [&](std::string_view word) { return name.contains(word); }))
        return "its name";
    if (cookie.value.size() >= session_value_min_bytes)
        return "the length of its value";
    if (cookie.flags.http_only)
        return "its HttpOnly";
    return std::nullopt;
}

} // namespace postern::checks
