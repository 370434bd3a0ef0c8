#include "support/loopback.hpp"

#include <gmock/gmock.h>

namespace postern::net {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using ServerTest = Loopback;

constexpr auto last_request = "GET /last HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n";

TEST_F(ServerTest, gives_the_service_the_url_as_it_is_on_the_wire)
{
    Answering service;
    auto const server = listen(service);
    (void)say(*server,
              "GET /a%2fB/../c?x=%7e&y=a+b&& HTTP/1.1\r\nHost: A.example:81\r\nConnection: close\r\n\r\n");
    ASSERT_EQ(service.requests.size(), 1u);
    EXPECT_EQ(service.requests[0].url, "http://A.example:81/a%2fB/../c?x=%7e&y=a+b&&");
    EXPECT_EQ(service.requests[0].headers.get("host"), "A.example:81");
}

TEST_F(ServerTest, takes_a_target_in_absolute_form_as_the_url)
{
    Answering service;
    auto const server = listen(service);
    (void)say(*server, "GET http://b.example/x HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");
    ASSERT_EQ(service.requests.size(), 1u);
    EXPECT_EQ(service.requests[0].url, "http://b.example/x");
}

TEST_F(ServerTest, sends_header_fields_in_order_and_each_cookie_on_its_own)
{
    Answering service([](auto const&) {
        auto response = http::make_response(201, "text/html", "<p>");
        for (auto const* value : {"a=1", "b=2"}) {
            EXPECT_TRUE(response.headers.add("Set-Cookie", value));
            EXPECT_TRUE(response.headers.add("X-Between", value));
        }
        EXPECT_TRUE(response.headers.add("Content-Length", "999"));
        return response;
    });
    auto const server = listen(service);
    EXPECT_EQ(say(*server, last_request),
              "HTTP/1.1 201 Created\r\nContent-Type: text/html\r\nSet-Cookie: a=1\r\nX-Between: a=1\r\n"
              "Set-Cookie: b=2\r\nX-Between: b=2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n<p>");
}

TEST_F(ServerTest, answers_several_requests_on_one_connection)
{
    Answering service;
    auto const server = listen(service);
    auto const answer =
        say(*server,
            std::string("POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc") + last_request);
    EXPECT_THAT(answer, HasSubstr("helloHTTP/1.1 200 OK"));
    ASSERT_EQ(service.requests.size(), 2u);
    EXPECT_EQ(service.requests[0].body, "abc");
    EXPECT_EQ(service.requests[1].url, "http://a.example/last");
}

TEST_F(ServerTest, answers_head_with_the_length_and_without_the_body)
{
    Answering service;
    auto const server = listen(service);
    auto const answer = say(*server, "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(answer, HasSubstr("Content-Length: 5\r\n"));
    EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(ServerTest, sends_neither_length_nor_body_with_204)
{
    Answering service([](auto const&) { return http::make_response(204, "", "no"); });
    auto const server = listen(service);
    EXPECT_EQ(say(*server, last_request), "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST_F(ServerTest, reads_a_chunked_body_and_keeps_its_trailer_out_of_the_header)
{
    Answering service;
    auto const server = listen(service);
    (void)say(*server, std::string("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                   "3\r\nabc\r\n2\r\nde\r\n0\r\nX-Late: 1\r\n\r\n") +
                           last_request);
    ASSERT_EQ(service.requests.size(), 2u);
    EXPECT_EQ(service.requests[0].body, "abcde");
    EXPECT_EQ(service.requests[0].headers.get("X-Late"), std::nullopt);
}

TEST_F(ServerTest, tells_a_client_that_waits_to_go_on_with_its_body)
{
    Answering service;
    auto const server = listen(service);
    auto talking = [](std::uint16_t port) -> asio::awaitable<std::string> {
        auto const executor = co_await asio::this_coro::executor;
        asio::ip::tcp::socket socket(executor);
        auto connecting = socket.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
        co_await std::move(connecting);
        std::string const head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n"
                                 "Connection: close\r\n\r\n";
        auto writing = asio::async_write(socket, asio::buffer(head), asio::use_awaitable);
        co_await std::move(writing);
        std::string answer;
        auto reading =
            asio::async_read_until(socket, asio::dynamic_buffer(answer), "\r\n\r\n", asio::use_awaitable);
        co_await std::move(reading);
        auto writing_body = asio::async_write(socket, asio::buffer("ok", 2), asio::use_awaitable);
        co_await std::move(writing_body);
        auto reading_rest =
            asio::async_read(socket, asio::dynamic_buffer(answer), asio::as_tuple(asio::use_awaitable));
        co_await std::move(reading_rest);
        co_return answer;
    }(server->port());
    EXPECT_THAT(run(std::move(talking)), StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"));
    ASSERT_EQ(service.requests.size(), 1u);
    EXPECT_EQ(service.requests[0].body, "ok");
}

TEST_F(ServerTest, serves_http_1_0_without_host_and_closes)
{
    Answering service;
    auto const server = listen(service);
    auto const answer = say(*server, "GET /x HTTP/1.0\r\n\r\n");
    EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
    ASSERT_EQ(service.requests.size(), 1u);
    EXPECT_EQ(service.requests[0].url, url_of(*server, "/x"));
}

TEST_F(ServerTest, sends_a_body_of_several_megabytes_whole)
{
    Answering service(
        [](auto const&) { return http::make_response(200, "text/plain", std::string(8'000'000, 'x')); });
    auto const server = listen(service);
    auto const answer = say(*server, last_request);
    EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, 8'000'000u);
}

TEST_F(ServerTest, survives_a_service_that_throws)
{
    Answering service([](http::Request const& request) {
        if (request.url.ends_with("/throw"))
            throw std::runtime_error("a bug");
        return http::make_response(200, "text/plain", "fine");
    });
    auto const server = listen(service);
    auto const answer = say(*server, "GET /throw HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 "));
    EXPECT_THAT(answer, Not(HasSubstr("a bug")));
    EXPECT_THAT(say(*server, last_request), EndsWith("fine"));
}

TEST_F(ServerTest, survives_a_service_whose_status_is_no_final_one)
{
    Answering service([](auto const&) { return http::make_response(100, "", ""); });
    auto const server = listen(service);
    EXPECT_THAT(say(*server, last_request), StartsWith("HTTP/1.1 500 "));
}

TEST_F(ServerTest, says_why_it_cannot_listen)
{
    Answering service;
    auto const server = listen(service);
    auto const second = Server::listen(io_.get_executor(), service, {.port = server->port()});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error(),
              fmt::format("cannot listen on 127.0.0.1:{}: Address already in use", server->port()));
    auto const nowhere = Server::listen(io_.get_executor(), service, {.address = "nowhere"});
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error(), "cannot listen on nowhere:0: nowhere is not an IP address");
}

} // namespace
} // namespace postern::net
