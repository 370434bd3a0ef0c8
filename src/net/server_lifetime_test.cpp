#include "support/loopback.hpp"

#include <gmock/gmock.h>

namespace postern::net {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

// How a server bounds, ends and survives its connections.
using ServerLifetime = Loopback;

constexpr auto request = "GET /x HTTP/1.1\r\nHost: a.example\r\n\r\n"; // keeps the connection

TEST_F(ServerLifetime, closes_a_connection_that_stays_idle)
{
    Answering service;
    auto const server = listen(service, {.idle_timeout = 0s});
    EXPECT_EQ(say(*server, ""), "");
}

TEST_F(ServerLifetime, lets_a_connection_over_the_maximum_wait_for_one_to_end)
{
    Slow service(10ms);
    auto const server = listen(service, {.connections_max = 1});
    std::vector<std::string> answers;
    for (auto i = 0; i < 3; ++i)
        asio::co_spawn(io_, talk(server->port(), "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                       [&answers](std::exception_ptr, std::string answer) { answers.push_back(answer); });
    run_until([&] { return answers.size() == 3; });
    EXPECT_THAT(answers, testing::Each(EndsWith("at last")));
    EXPECT_EQ(service.at_once_max, 1);
}

TEST_F(ServerLifetime, finishes_the_request_under_way_when_it_stops)
{
    Slow service(30ms);
    auto const server = listen(service);
    std::optional<std::string> answer;
    asio::co_spawn(io_, talk(server->port(), request),
                   [&answer](std::exception_ptr, std::string text) { answer = text; });
    run_until([&] { return service.order.size() == 1; });
    run(server->stop(far_away()));
    run_until([&] { return answer.has_value(); });
    EXPECT_THAT(*answer, EndsWith("at last"));
    EXPECT_THAT(*answer, HasSubstr("Connection: close\r\n"));
}

TEST_F(ServerLifetime, cuts_a_request_off_that_outlives_the_grace)
{
    Slow service(1h);
    auto const server = listen(service);
    std::optional<std::string> answer;
    asio::co_spawn(io_, talk(server->port(), request),
                   [&answer](std::exception_ptr, std::string text) { answer = text; });
    run_until([&] { return service.order.size() == 1; });
    run(server->stop(in(5ms)));
    run_until([&] { return answer.has_value(); });
    EXPECT_EQ(*answer, "");
}

TEST_F(ServerLifetime, closes_idle_connections_at_once_and_accepts_no_more_when_it_stops)
{
    Answering service;
    auto const server = listen(service, {.idle_timeout = 2 * patience}); // beyond what is waited for
    std::optional<std::string> answer;
    asio::co_spawn(io_, talk(server->port(), request),
                   [&answer](std::exception_ptr, std::string text) { answer = text; });
    run_until([&] { return service.requests.size() == 1; });
    run(server->stop(in(2 * patience)));
    run_until([&] { return answer.has_value(); });
    EXPECT_THAT(*answer, EndsWith("hello"));
    Client client(io_.get_executor(), {.connection_retries_max = 0});
    EXPECT_EQ(failure_in(get(client, url_of(*server))), "connection_refused");
}

TEST_F(ServerLifetime, closes_everything_when_it_is_destroyed)
{
    Slow service(1h);
    auto server = listen(service);
    std::optional<std::string> answer;
    asio::co_spawn(io_, talk(server->port(), request),
                   [&answer](std::exception_ptr, std::string text) { answer = text; });
    run_until([&] { return service.order.size() == 1; });
    server.reset();
    run_until([&] { return answer.has_value(); });
    EXPECT_EQ(*answer, "");
}

TEST_F(ServerLifetime, may_end_with_its_loop_while_requests_are_under_way)
{
    Slow service(1h);
    asio::io_context io;
    auto server = Server::listen(io.get_executor(), service, {});
    ASSERT_TRUE(server);
    asio::co_spawn(io, talk((*server)->port(), request), [](std::exception_ptr, std::string) {});
    while (service.order.empty())
        io.run_one_for(1s);
    EXPECT_EQ(service.at_once_max, 1);
}

} // namespace
} // namespace postern::net
