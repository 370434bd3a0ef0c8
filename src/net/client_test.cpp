#include "support/loopback.hpp"

#include <gmock/gmock.h>

namespace postern::net {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// What goes out, and what of the answer is kept.
class ClientTest : public Loopback {
protected:
    Client client_{io_.get_executor(), {.user_agent = "postern/test", .request_timeout = patience}};
};

constexpr auto plain = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

TEST_F(ClientTest, sends_the_target_byte_for_byte)
{
    for (auto const* target : {"/", "/a%2fB/../c/./d//e", "/?", "/x?a=b+c%20d&&=&e",
                               "/x?jwt=a.b.c&f[x]={1}|^`\"<>\\", "/%7e~;p=1"}) {
        RawServer server(io_, {{plain}});
        EXPECT_EQ(response_in(get(client_, server.url(target))).status, 200);
        EXPECT_THAT(server.received, ElementsAre(StartsWith(fmt::format("GET {} HTTP/1.1\r\n", target))));
    }
}

TEST_F(ClientTest, keeps_the_fragment_to_itself)
{
    RawServer server(io_, {{plain}});
    EXPECT_EQ(response_in(get(client_, server.url("/a#b"))).status, 200);
    EXPECT_THAT(server.received, ElementsAre(StartsWith("GET /a HTTP/1.1\r\n")));
}

TEST_F(ClientTest, sends_the_headers_of_the_request_and_few_of_its_own)
{
    RawServer server(io_, {{plain}});
    http::Request request{.url = server.url("/x")};
    request.headers.set("Authorization", "JWT a.b.c");
    request.headers.set("X-Empty", "");
    request.headers.set("Transfer-Encoding", "chunked");
    EXPECT_EQ(response_in(send(client_, request)).status, 200);
    auto const host = server.url("").substr(7);
    EXPECT_THAT(server.received,
                ElementsAre(fmt::format("GET /x HTTP/1.1\r\nHost: {}\r\nUser-Agent: postern/test\r\n"
                                        "Accept-Encoding: deflate, gzip, br, zstd\r\n"
                                        "Authorization: JWT a.b.c\r\nX-Empty:\r\n\r\n",
                                        host)));
}

TEST_F(ClientTest, lets_the_request_replace_the_headers_that_are_usual)
{
    RawServer server(io_, {{plain}});
    http::Request request{.url = server.url()};
    for (auto const* name : {"Accept", "User-Agent", "Accept-Encoding", "Host"})
        request.headers.set(name, "other.example");
    EXPECT_EQ(response_in(send(client_, request)).status, 200);
    EXPECT_THAT(server.received, ElementsAre(AllOf(HasSubstr("\r\nAccept: other.example\r\n"),
                                                   HasSubstr("\r\nUser-Agent: other.example\r\n"),
                                                   HasSubstr("\r\nHost: other.example\r\n"),
                                                   HasSubstr("\r\nAccept-Encoding: other.example\r\n"),
                                                   Not(HasSubstr("postern")), Not(HasSubstr("127.0.0.1")))));
}

TEST_F(ClientTest, sends_any_method_with_or_without_a_body)
{
    Answering service([](http::Request const& request) {
        return http::make_response(200, "text/plain", request.method + ":" + request.body);
    });
    auto const server = listen(service);
    for (auto const* method : {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "REPORT"})
        for (auto const* body : {"", "key=value"}) {
            auto const sent = send(client_, {.method = method, .url = url_of(*server), .body = body});
            EXPECT_EQ(response_in(sent).body, fmt::format("{}:{}", method, body));
        }
    for (auto const& request : service.requests) {
        EXPECT_EQ(request.headers.get("Expect"), std::nullopt);
        EXPECT_EQ(request.headers.get("Content-Type"), std::nullopt);
        auto const must_tell = !request.body.empty() || request.method.starts_with('P');
        EXPECT_EQ(request.headers.get("Content-Length").has_value(), must_tell) << request.method;
    }
}

TEST_F(ClientTest, sends_a_body_of_a_megabyte_without_asking_first)
{
    Answering service;
    auto const server = listen(service, {.request_body_max_bytes = 2'000'000});
    auto const sent =
        send(client_, {.method = "POST", .url = url_of(*server), .body = std::string(1'500'000, 'b')});
    EXPECT_EQ(response_in(sent).status, 200);
    ASSERT_EQ(service.requests.size(), 1u);
    EXPECT_EQ(service.requests[0].body.size(), 1'500'000u);
}

TEST_F(ClientTest, expects_no_body_after_head)
{
    Answering service;
    auto const server = listen(service);
    auto const sent = send(client_, {.method = "HEAD", .url = url_of(*server)});
    EXPECT_EQ(response_in(sent).headers.get("Content-Length"), "5");
    EXPECT_EQ(response_in(sent).body, "");
    EXPECT_EQ(service.requests.at(0).method, "HEAD");
}

TEST_F(ClientTest, refuses_a_method_that_would_split_the_request)
{
    Answering service;
    auto const server = listen(service);
    for (auto const* method : {"GET / HTTP/1.1\r\nX:", "", "A B"})
        EXPECT_EQ(failure_in(send(client_, {.method = method, .url = url_of(*server)})), "protocol_violated");
    EXPECT_EQ(failure_in(get(client_, url_of(*server, "/a b"))), "protocol_violated");
    EXPECT_EQ(failure_in(get(client_, url_of(*server, "/a\r\nX: b"))), "protocol_violated");
    EXPECT_TRUE(service.requests.empty());
}

TEST_F(ClientTest, speaks_only_http)
{
    for (auto const* url :
         {"file:///etc/hostname", "ftp://127.0.0.1/", "/relative", "", "http://user:secret@127.0.0.1/"}) {
        auto const sent = get(client_, url);
        EXPECT_EQ(failure_in(sent), "protocol_violated") << url;
        EXPECT_THAT(message_in(sent), Not(HasSubstr("secret")));
    }
}

TEST_F(ClientTest, gives_the_header_in_order_with_repeated_fields)
{
    RawServer server(io_, {{"HTTP/1.1 404 Nope\r\nSet-Cookie: a=1\r\nX: 1\r\nset-cookie: b=2\r\n"
                            "Content-Length: 0\r\n\r\n"}});
    auto const sent = get(client_, server.url());
    auto const& response = response_in(sent);
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.version, "1.1");
    EXPECT_EQ(
        response.headers,
        (http::Headers{{"Set-Cookie", "a=1"}, {"X", "1"}, {"set-cookie", "b=2"}, {"Content-Length", "0"}}));
}

TEST_F(ClientTest, repairs_fields_as_the_rfc_has_it_and_leaves_out_what_is_none)
{
    RawServer server(io_, {{"HTTP/1.1 200 OK\r\nX-Folded: a\r\n  b\r\nX-Control: a\x01z\r\nX-Blank : c\r\n"
                            "X(Y): d\r\nContent-Length: 0\r\n\r\n"}});
    auto const sent = get(client_, server.url());
    auto const& headers = response_in(sent).headers;
    EXPECT_EQ(headers,
              (http::Headers{
                  {"X-Folded", "a  b"}, {"X-Control", "a z"}, {"X-Blank", "c"}, {"Content-Length", "0"}}));
}

TEST_F(ClientTest, passes_over_interim_responses_and_trailers)
{
    RawServer server(io_, {{"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nX: 1\r\n"
                            "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Late: 1\r\n\r\n"}});
    auto const sent = get(client_, server.url());
    EXPECT_EQ(response_in(sent).headers, (http::Headers{{"X", "1"}, {"Transfer-Encoding", "chunked"}}));
    EXPECT_EQ(response_in(sent).body, "ok");
}

TEST_F(ClientTest, gives_the_version_of_the_status_line)
{
    RawServer server(io_, {{"HTTP/1.0 200 OK\r\n\r\nuntil the end"}});
    auto const sent = get(client_, server.url());
    EXPECT_EQ(response_in(sent).version, "1.0");
    EXPECT_EQ(response_in(sent).body, "until the end");
}

TEST_F(ClientTest, does_not_follow_a_redirect)
{
    Answering service([](auto const&) {
        auto response = http::make_response(302, "", "");
        response.headers.set("Location", "/elsewhere");
        return response;
    });
    auto const server = listen(service);
    auto const sent = get(client_, url_of(*server));
    EXPECT_EQ(response_in(sent).status, 302);
    EXPECT_EQ(response_in(sent).headers.get("Location"), "/elsewhere");
    EXPECT_EQ(service.requests.size(), 1u);
}

TEST_F(ClientTest, uses_a_connection_again)
{
    Answering service;
    auto const server = listen(service, {.connections_max = 1}); // a second connection would wait for ever
    for (auto i = 0; i < 5; ++i)
        EXPECT_EQ(response_in(get(client_, url_of(*server))).status, 200);
    EXPECT_EQ(service.requests.size(), 5u);
}

TEST_F(ClientTest, measures_from_the_first_byte_out_to_the_last_byte_in)
{
    Slow service(40ms);
    auto const server = listen(service);
    auto const sent = get(client_, url_of(*server));
    EXPECT_EQ(response_in(sent).status, 200);
    EXPECT_GE(sent.elapsed, 39ms);
}

TEST_F(ClientTest, speaks_to_an_ipv6_address)
{
    Answering service;
    auto const server = Server::listen(io_.get_executor(), service, {.address = "::1"});
    if (!server)
        GTEST_SKIP() << server.error();
    auto const url = fmt::format("http://[::1]:{}/x", (*server)->port());
    EXPECT_EQ(response_in(get(client_, url)).status, 200);
    EXPECT_EQ(service.requests.at(0).url, url);
}

} // namespace
} // namespace postern::net
