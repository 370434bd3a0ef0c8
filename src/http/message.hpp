#pragma once

#include "http/headers.hpp"

#include <cstdint>
#include <string>

namespace postern::http {

// A request as plain values. `url` is absolute, with path and query exactly as on the wire (a query hash is
// taken over them); `body` is complete.
struct Request {
    std::string method = "GET";
    std::string url;
    Headers headers;
    std::string body;
    bool operator==(Request const&) const = default;
};

// A response as plain values. `body` is what was kept, decoded from its transfer and content codings;
// `body_bytes` counts all of the decoded body that was received, kept or not.
struct Response {
    int status = 200;
    std::string version = "1.1"; // "1.0", "1.1" or "2"
    Headers headers;
    std::string body;
    std::uint64_t body_bytes = 0;
    bool operator==(Response const&) const = default;

    [[nodiscard]] bool body_truncated() const { return body_bytes > body.size(); }
};

// A whole response for servers; sets body_bytes and, if `type` is not empty, Content-Type.
[[nodiscard]] Response make_response(int status, std::string_view type, std::string body);

[[nodiscard]] bool is_redirect(int status); // 301, 302, 303, 307, 308: RFC 9110 section 15.4

} // namespace postern::http
