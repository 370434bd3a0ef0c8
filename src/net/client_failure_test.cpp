#include "support/loopback.hpp"

#include <gmock/gmock.h>

namespace postern::net {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// The ways in which a request gets no response.
class ClientFailure : public Loopback {
protected:
    Client client_{io_.get_executor(), {.request_timeout = patience}};
};

TEST_F(ClientFailure, tells_a_refused_connection_without_the_token_of_the_url)
{
    Answering service;
    auto server = listen(service);
    auto const url = url_of(*server, "/x?jwt=secret.token.here");
    server.reset();
    auto const sent = get(client_, url);
    EXPECT_EQ(failure_in(sent), "connection_refused");
    EXPECT_THAT(message_in(sent), AllOf(HasSubstr("cannot connect to 127.0.0.1:"),
                                        HasSubstr("Connection refused"), Not(HasSubstr("secret"))));
}

TEST_F(ClientFailure, tells_a_connection_that_closes_without_a_response)
{
    RawServer server(io_, {{""}});
    auto const sent = get(client_, server.url());
    EXPECT_EQ(failure_in(sent), "connection_lost");
    EXPECT_THAT(message_in(sent), HasSubstr("closed the connection without a response"));
    EXPECT_EQ(server.received.size(), 1u); // it was a fresh one: not sent again
}

TEST_F(ClientFailure, tells_a_response_that_breaks_off)
{
    RawServer server(io_, {{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"},
                           {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}});
    EXPECT_EQ(failure_in(get(client_, server.url())), "connection_lost");
    EXPECT_EQ(failure_in(get(client_, server.url())), "connection_lost");
}

TEST_F(ClientFailure, tells_what_is_not_http)
{
    for (auto const* text : {"SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
                             "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
        RawServer server(io_, {{text}});
        EXPECT_EQ(failure_in(get(client_, server.url())), "protocol_violated") << text;
    }
}

TEST_F(ClientFailure, ends_a_request_after_its_own_time_limit)
{
    Slow service(1h);
    auto const server = listen(service);
    Client client(io_.get_executor(), {.request_timeout = 30ms});
    auto const sent = get(client, url_of(*server));
    EXPECT_EQ(failure_in(sent), "timed_out");
    EXPECT_THAT(message_in(sent), HasSubstr("did not answer in time"));
}

TEST_F(ClientFailure, ends_a_request_whose_body_never_ends)
{
    RawServer server(io_, {{"HTTP/1.1 200 OK\r\n\r\nabc", RawServer::Then::wait}});
    Client client(io_.get_executor(), {.request_timeout = 30ms});
    EXPECT_EQ(failure_in(get(client, server.url())), "timed_out");
}

TEST_F(ClientFailure, ends_a_request_at_the_deadline_of_the_whole_run)
{
    Slow service(1h);
    auto const server = listen(service);
    EXPECT_EQ(failure_in(send(client_, {.url = url_of(*server)}, in(30ms))), "deadline_passed");
}

TEST_F(ClientFailure, sends_nothing_once_the_deadline_has_passed)
{
    Answering service;
    auto const server = listen(service);
    EXPECT_EQ(failure_in(send(client_, {.url = url_of(*server)}, in(-1ms))), "deadline_passed");
    EXPECT_EQ(response_in(get(client_, url_of(*server))).status, 200);
    EXPECT_EQ(service.requests.size(), 1u);
}

TEST_F(ClientFailure, ends_at_the_deadline_also_while_it_waits_for_its_turn)
{
    Slow service(1h);
    auto const server = listen(service);
    Client client(io_.get_executor(), {.requests_per_host_max = 1});
    std::optional<Client::Sent> first;
    send_later(client, {.url = url_of(*server)}, far_away(), first);
    run_until([&] { return service.order.size() == 1; });
    auto const second = send(client, {.url = url_of(*server)}, in(30ms));
    EXPECT_EQ(failure_in(second), "deadline_passed");
    EXPECT_EQ(second.elapsed, 0us);
    EXPECT_FALSE(first);
    EXPECT_EQ(service.order.size(), 1u);
}

TEST_F(ClientFailure, cancels_requests_under_way_waiting_and_later_when_stopped)
{
    Slow service(1h);
    auto const server = listen(service);
    Client client(io_.get_executor(), {.requests_per_host_max = 1});
    std::optional<Client::Sent> running;
    std::optional<Client::Sent> waiting;
    send_later(client, {.url = url_of(*server)}, far_away(), running);
    send_later(client, {.url = url_of(*server)}, far_away(), waiting);
    run_until([&] { return service.order.size() == 1; });
    client.stop();
    client.stop();
    run_until([&] { return running && waiting; });
    EXPECT_EQ(failure_in(*running), "cancelled");
    EXPECT_EQ(failure_in(*waiting), "cancelled");
    EXPECT_EQ(failure_in(get(client, url_of(*server))), "cancelled");
    EXPECT_EQ(service.order.size(), 1u);
}

TEST_F(ClientFailure, cancels_what_is_outstanding_when_it_is_destroyed)
{
    Slow service(1h);
    auto const server = listen(service);
    auto client = std::make_unique<Client>(io_.get_executor(), ClientOptions{});
    std::optional<Client::Sent> sent;
    send_later(*client, {.url = url_of(*server)}, far_away(), sent);
    run_until([&] { return service.order.size() == 1; });
    client.reset();
    run_until([&] { return sent.has_value(); });
    EXPECT_EQ(failure_in(*sent), "cancelled");
}

TEST_F(ClientFailure, ends_as_cancelled_when_its_coroutine_is_cancelled_and_gives_its_turn_on)
{
    Slow service(1h);
    auto const server = listen(service);
    Client client(io_.get_executor(), {.requests_per_host_max = 1});
    asio::cancellation_signal cancel;
    std::optional<Client::Sent> first;
    std::optional<Client::Sent> second;
    asio::co_spawn(io_, client.send({.url = url_of(*server)}, far_away()),
                   asio::bind_cancellation_slot(
                       cancel.slot(), [&](std::exception_ptr, Client::Sent sent) { first = sent; }));
    send_later(client, {.url = url_of(*server, "/second")}, far_away(), second);
    run_until([&] { return service.order.size() == 1; });
    cancel.emit(asio::cancellation_type::terminal);
    run_until([&] { return first && service.order.size() == 2; });
    EXPECT_EQ(failure_in(*first), "cancelled");
    EXPECT_EQ(service.order.at(1), "/second");
    EXPECT_FALSE(second);
}

TEST_F(ClientFailure, may_end_with_its_loop_while_requests_are_under_way)
{
    Slow service(1h);
    asio::io_context io;
    auto const server = Server::listen(io.get_executor(), service, {});
    ASSERT_TRUE(server);
    auto client = std::make_unique<Client>(io.get_executor(), ClientOptions{.requests_per_host_max = 1});
    for (auto i = 0; i < 2; ++i)
        asio::co_spawn(io, client->send({.url = url_of(**server)}, far_away()),
                       [](std::exception_ptr, Client::Sent) { ADD_FAILURE() << "the loop has ended"; });
    while (service.order.empty())
        io.run_one_for(1s);
}

TEST_F(ClientFailure, sends_again_when_a_kept_connection_had_died)
{
    constexpr auto answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    RawServer server(io_, {{answer, RawServer::Then::close_at_next_request}, {answer}});
    EXPECT_EQ(response_in(get(client_, server.url("/1"))).status, 200);
    EXPECT_EQ(response_in(get(client_, server.url("/2"))).status, 200);
    EXPECT_THAT(server.received,
                testing::ElementsAre(testing::StartsWith("GET /1 "), testing::StartsWith("GET /2 ")));
}

TEST_F(ClientFailure, tries_a_connection_again_that_could_not_be_made)
{
    Answering service;
    auto server = listen(service);
    auto const port = server->port();
    server.reset();
    std::optional<Client::Sent> sent;
    send_later(client_, {.url = fmt::format("http://127.0.0.1:{}/", port)}, far_away(), sent);
    io_.restart();
    io_.poll(); // the first attempt is refused
    server = listen(service, {.port = port});
    run_until([&] { return sent.has_value(); });
    EXPECT_EQ(response_in(*sent).status, 200);
}

TEST_F(ClientFailure, tries_a_host_that_is_down_hard_only_once)
{
    Answering service;
    auto server = listen(service);
    auto other = listen(service);
    auto const known = url_of(*server);
    auto const unknown = url_of(*other);
    server.reset();
    other.reset();
    EXPECT_EQ(failure_in(get(client_, known)), "connection_refused");
    std::optional<Client::Sent> twice_paused;
    std::optional<Client::Sent> at_once;
    send_later(client_, {.url = unknown}, far_away(), twice_paused);
    send_later(client_, {.url = known}, far_away(), at_once);
    run_until([&] { return twice_paused || at_once; });
    EXPECT_TRUE(at_once) << "the other began first and pauses between its attempts";
    EXPECT_FALSE(twice_paused);
    run_until([&] { return twice_paused.has_value(); });
    EXPECT_EQ(failure_in(*twice_paused), "connection_refused");
}

} // namespace
} // namespace postern::net
