#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace postern::http {

enum class UrlError {
    empty,
    too_long,        // more than url_max_bytes
    malformed,       // RFC 3986
    relative,        // no scheme or no host where an absolute URL is needed
    scheme_not_http, // neither http nor https
    has_userinfo     // "user:password@": a secret in an address is refused
};

inline constexpr std::size_t url_max_bytes = 64 * 1024;

[[nodiscard]] std::string_view describe(UrlError error);

// An absolute http or https URL. Scheme and host are lower case; path and query stand as given, save that
// characters that may not stand in a URL at all (spaces, quotes, braces, non-ASCII bytes …) are
// percent-encoded as browsers do. There is no fragment.
struct Url {
    std::string scheme; // "http" or "https"
    std::string host;   // IPv6 literals with brackets
    std::uint16_t port = 0;
    std::string path;       // starts with "/", never empty
    std::string query;      // without "?"
    bool has_query = false; // "?" was there, even with nothing behind it
    bool operator==(Url const&) const = default;

    [[nodiscard]] std::string text() const;   // the whole URL; the port only where it is not the scheme's own
    [[nodiscard]] std::string origin() const; // scheme://host[:port], RFC 6454
    [[nodiscard]] std::string target() const; // path[?query]
    [[nodiscard]] std::string authority() const; // host[:port]
};

[[nodiscard]] std::expected<Url, UrlError> parse_url(std::string_view text);

// `reference` (absolute or relative) against `base`: RFC 3986 section 5.2.
[[nodiscard]] std::expected<Url, UrlError> resolve(Url const& base, std::string_view reference);

// Percent-encodes everything but A-Z a-z 0-9 - . _ ~ with upper-case digits (RFC 3986 section 2.3).
[[nodiscard]] std::string percent_encode(std::string_view text);

// As application/x-www-form-urlencoded is read: "+" is a space, and what is no escape stays as it is.
[[nodiscard]] std::string form_decode(std::string_view text);

} // namespace postern::http
