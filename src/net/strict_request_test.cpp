#include "support/loopback.hpp"

#include <gmock/gmock.h>

namespace postern::net {
namespace {

struct Row {
    char const* sentence;
    std::string request;
    int status;
};

std::string with(std::string_view lines) { return fmt::format("GET / HTTP/1.1\r\n{}\r\n", lines); }

class StrictRequest : public Loopback, public testing::WithParamInterface<Row> {};

TEST_P(StrictRequest, row)
{
    auto const& [sentence, request, status] = GetParam();
    Answering service;
    auto const server =
        listen(service,
               {.request_body_max_bytes = 1000, .request_header_max_bytes = 1000, .idle_timeout = patience});
    auto const answer = say(*server, request);
    EXPECT_THAT(answer, testing::StartsWith(fmt::format("HTTP/1.1 {} ", status))) << sentence;
    EXPECT_THAT(answer, testing::HasSubstr("Connection: close\r\n")) << sentence;
    EXPECT_EQ(service.requests.size(), status == 200 ? 1u : 0u) << sentence;
}

INSTANTIATE_TEST_SUITE_P(
    rows, StrictRequest,
    testing::Values(
        Row{"a plain request is answered", with("Host: a.example\r\nConnection: close\r\n"), 200},
        Row{"an IPv6 Host is answered", with("Host: [::1]:8080\r\nConnection: close\r\n"), 200},
        Row{"a folded field is refused", with("Host: a.example\r\nX: a\r\n b\r\n"), 400},
        Row{"a folded Host is refused", with("Host:\r\n a.example\r\n"), 400},
        Row{"a missing Host is refused", with("X: a\r\n"), 400},
        Row{"an empty Host is refused", with("Host:\r\n"), 400},
        Row{"a repeated Host is refused, even the same one", with("Host: a.example\r\nHost: a.example\r\n"),
            400},
        Row{"a list of hosts is refused", with("Host: a.example, b.example\r\n"), 400},
        Row{"a list without a blank is refused", with("Host: a.example,b.example\r\n"), 400},
        Row{"a Host with a user is refused", with("Host: user@a.example\r\n"), 400},
        Row{"a Host with a path is refused", with("Host: a.example/x\r\n"), 400},
        Row{"a Host with a query is refused", with("Host: a.example?x\r\n"), 400},
        Row{"a Host with two ports is refused", with("Host: a.example:80:81\r\n"), 400},
        Row{"a Host whose port is no port is refused", with("Host: a.example:99999\r\n"), 400},
        Row{"a Host whose port is a word is refused", with("Host: a.example:x\r\n"), 400},
        Row{"an IPv6 Host with more behind it is refused", with("Host: [::1]x\r\n"), 400},
        Row{"an IPv6 Host that does not end is refused", with("Host: [::1\r\n"), 400},
        Row{"a Host with brackets inside is refused", with("Host: a[b]\r\n"), 400},
        Row{"a NUL in a value is refused", with(std::string_view("Host: a.example\r\nX: a\0b\r\n", 25)), 400},
        Row{"a lone CR in a value is refused", with("Host: a.example\r\nX: a\rb\r\n"), 400},
        Row{"a control byte in a value is refused", with("Host: a.example\r\nX: a\x01\r\n"), 400},
        Row{"lines that end in LF alone are refused", "GET / HTTP/1.1\nHost: a.example\n\n", 400},
        Row{"one line that ends in LF alone is refused", with("X: a\nHost: a.example\r\n"), 400},
        Row{"a blank before the colon is refused", with("Host : a.example\r\n"), 400},
        Row{"a line without colon is refused", with("Host: a.example\r\nX\r\n"), 400},
        Row{"both kinds of length are refused",
            with("Host: a.example\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n"), 400},
        Row{"two lengths are refused, even the same",
            with("Host: a.example\r\nContent-Length: 1\r\nContent-Length: 1\r\n"), 400},
        Row{"a length with a sign is refused", with("Host: a.example\r\nContent-Length: +1\r\n"), 400},
        Row{"chunked twice is refused", with("Host: a.example\r\nTransfer-Encoding: chunked, chunked\r\n"),
            400},
        Row{"another transfer coding is refused", with("Host: a.example\r\nTransfer-Encoding: gzip\r\n"),
            400},
        Row{"a chunk size that is none is refused",
            with("Host: a.example\r\nTransfer-Encoding: chunked\r\n") + "zz\r\n", 400},
        Row{"a target that is an authority is refused",
            "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
        Row{"a target with a fragment is refused", "GET /#x HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
        Row{"an absolute target of another scheme is refused",
            "GET ftp://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
        Row{"another version is refused", "GET / HTTP/1.2\r\nHost: a.example\r\n\r\n", 505},
        Row{"what is not HTTP is refused", "hello\r\n\r\n", 400},
        Row{"a TLS handshake is refused at once", std::string("\x16\x03\x01\x02\0", 5), 400},
        Row{"a header section over the limit is refused",
            with(fmt::format("Host: a.example\r\nX: {}\r\n", std::string(1000, 'x'))), 431},
        Row{"a header section that does not end is refused",
            std::string("GET / HTTP/1.1\r\nX: ") + std::string(5000, 'x'), 431},
        Row{"a body over the limit is refused by its length",
            with("Host: a.example\r\nContent-Length: 1001\r\n") + std::string(1001, 'x'), 413},
        Row{"a chunked body over the limit is refused",
            with("Host: a.example\r\nTransfer-Encoding: chunked\r\n") + "7d0\r\n" + std::string(2000, 'x'),
            413}),
    [](auto const& row) { return fmt::format("row_{}", row.index); });

} // namespace
} // namespace postern::net
