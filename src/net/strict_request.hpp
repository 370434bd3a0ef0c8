#pragma once

// What a server must refuse before it believes a request (RFC 9112). Beast's parser already refuses bare LF,
// spaces before the colon, Transfer-Encoding beside Content-Length and differing lengths; this is the rest.

#include "http/message.hpp"

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace postern::net {

enum class RequestDefect {
    line_malformed,  // a line that does not end in CRLF, or holds a lone CR or NUL
    line_folded,     // obs-fold: RFC 9112 section 5.2
    parser_refused,  // what Beast's parser refuses
    version_unknown, // neither HTTP/1.0 nor HTTP/1.1
    host_missing,    // RFC 9112 section 3.2
    host_repeated,   //
    host_not_one_authority,
    target_malformed, // neither origin-form nor an absolute http(s) URL: RFC 9112 section 3.2
    length_ambiguous, // repeated Content-Length, Transfer-Encoding other than one "chunked"
    header_field_malformed,
    header_too_large,
    body_too_large
};

[[nodiscard]] int status_of(RequestDefect defect);             // 400, 413, 431 or 505
[[nodiscard]] std::string_view describe(RequestDefect defect); // one sentence, without the request's text

// Whether `received` can be, or become, the start of a request: its method starts with a visible character.
[[nodiscard]] bool may_be_request(std::string_view received);

// The length of the header section that starts `received`, with its empty line, however its lines end;
// nothing while that line has not come. Bytes before `searched` are known not to end it.
[[nodiscard]] std::optional<std::size_t> header_section_end(std::string_view received, std::size_t searched);

// The lines of a whole header section, before a parser interprets them.
[[nodiscard]] std::expected<void, RequestDefect> check_lines(std::string_view header_section);

// The request without its body. `origin` is "http://" or "https://"; `local_authority` stands in for the Host
// that HTTP/1.0 may omit. A target in absolute form is the URL (RFC 9112 section 3.2.2).
[[nodiscard]] std::expected<http::Request, RequestDefect>
read_header(boost::beast::http::request_header<> const& header, std::string_view origin,
            std::string_view local_authority);

} // namespace postern::net
