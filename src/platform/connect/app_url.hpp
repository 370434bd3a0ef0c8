#pragma once

// Where a URL of the descriptor leads: to the app, or to another host, to which nothing is ever sent.

#include "http/url.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace postern::platform::connect {

// Longer ones are not requested. Real ones are below 500 bytes.
inline constexpr std::size_t url_template_max_bytes = 4 * 1024;

// Origin and path of a base URL, without a slash at the end: "https://app.example/base".
[[nodiscard]] std::string base_address(http::Url const& base_url);

// Why no request goes to an address.
struct NoRequest {
    enum class Why {
        elsewhere, // it leads to something else than the app
        unusable   // it stands for the app and leads nowhere
    };
    Why why = Why::elsewhere;
    std::string reason; // half a sentence
};

// `url_template` as an absolute address, its placeholders kept; or why no request goes there.
//  - A relative URL is put behind the base URL as text, with one slash between them unless it starts with
//    "?": "/foo" under https://app.example/base is /base/foo, not /foo as in RFC 3986. That slash also keeps
//    a URL such as "@evil.example" or ".evil.example" on the app's host.
//  - An absolute URL is the app's own if its origin is that of the base URL. Its scheme and host must stand
//    there in full; a placeholder in them makes it another host.
//  - `declared_base_url` is the descriptor's own text, which may be a template ("{{localBaseUrl}}"): a URL
//    that starts with the same template is relative to it.
[[nodiscard]] std::expected<std::string, NoRequest>
locate(std::string_view url_template, http::Url const& base_url, std::string_view declared_base_url);

// Whether a text holds something that a template engine was meant to replace: "{{", "{%" or "${".
[[nodiscard]] bool is_unrendered(std::string_view text);

} // namespace postern::platform::connect
