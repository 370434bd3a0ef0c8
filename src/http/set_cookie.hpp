#pragma once

// A Set-Cookie field as browsers read it: RFC 6265bis section 5.6, with Partitioned (CHIPS).

#include "base/clock.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postern::http {

enum class SameSite { unset, none, lax, strict, unknown };
[[nodiscard]] std::string_view name(SameSite same_site); // "None"; "" for unset and unknown

enum class CookiePrefix {
    none,
    secure,
    host
}; // "__Secure-", "__Host-": section 4.1.3, without regard to case

// Which attributes without a value stand there.
struct CookieFlags {
    bool secure = false;
    bool http_only = false;
    bool partitioned = false;
    bool operator==(CookieFlags const&) const = default;
};

struct SetCookie {
    std::string name; // may be empty
    std::string value;
    std::string domain; // lower case, without a leading dot; empty: this host only
    std::string path;   // as given; empty: the directory of the request
    std::optional<std::int64_t> max_age_seconds;
    std::optional<TimePoint> expires;
    SameSite same_site = SameSite::unset;
    CookieFlags flags;
    bool operator==(SetCookie const&) const = default;

    [[nodiscard]] CookiePrefix prefix() const;
    // Whether browsers refuse it because its name promises what its attributes do not keep.
    [[nodiscard]] bool breaks_prefix() const;
    // How long it is kept; nothing until the browser is closed. Max-Age goes before Expires.
    [[nodiscard]] std::optional<std::chrono::seconds> lifetime(TimePoint now) const;
};

// Nothing where browsers ignore the whole field: neither a name nor a value.
[[nodiscard]] std::optional<SetCookie> parse_set_cookie(std::string_view value);

// Section 5.1.1: "Sun, 06 Nov 1994 08:49:37 GMT" and what servers make of it.
[[nodiscard]] std::optional<TimePoint> parse_cookie_date(std::string_view text);

} // namespace postern::http
