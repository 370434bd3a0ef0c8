#include "support/loopback.hpp"

#include <gmock/gmock.h>

namespace postern::net {
namespace {

// How many requests a host gets at the same time, how fast, and in which order.
class ClientTurns : public Loopback {
protected:
    // Sends one request to each target at the same time and waits for all.
    std::vector<Client::Sent> send_all(Client& client, std::vector<std::string> const& urls)
    {
        std::vector<std::optional<Client::Sent>> sent(urls.size());
        for (std::size_t i = 0; i < urls.size(); ++i)
            send_later(client, {.url = urls[i]}, far_away(), sent[i]);
        run_until([&] { return std::ranges::all_of(sent, [](auto const& one) { return one.has_value(); }); });
        std::vector<Client::Sent> out;
        for (auto& one : sent)
            if (one)
                out.push_back(std::move(*one));
        return out;
    }
};

TEST_F(ClientTurns, sends_no_more_at_once_than_allowed)
{
    Slow service(10ms);
    auto const server = listen(service);
    Client client(io_.get_executor(), {.requests_per_host_max = 3});
    for (auto const& sent : send_all(client, std::vector<std::string>(10, url_of(*server))))
        EXPECT_EQ(response_in(sent).status, 200);
    EXPECT_LE(service.at_once_max, 3);
}

TEST_F(ClientTurns, sends_as_many_at_once_as_allowed)
{
    Slow stuck(1h);
    auto const server = listen(stuck);
    Client client(io_.get_executor(), {.requests_per_host_max = 3});
    std::array<std::optional<Client::Sent>, 4> never;
    for (auto& each : never)
        send_later(client, {.url = url_of(*server)}, far_away(), each);
    run_until([&] { return stuck.at_once_max == 3; });
}

TEST_F(ClientTurns, sends_in_the_order_in_which_the_requests_came)
{
    Slow service(0ms);
    auto const server = listen(service);
    Client client(io_.get_executor(), {.requests_per_host_max = 1});
    (void)send_all(
        client, {url_of(*server, "/1"), url_of(*server, "/2"), url_of(*server, "/3"), url_of(*server, "/4")});
    EXPECT_THAT(service.order, testing::ElementsAre("/1", "/2", "/3", "/4"));
}

TEST_F(ClientTurns, lets_hosts_not_wait_for_each_other)
{
    Slow stuck(1h);
    Answering quick;
    auto const stuck_server = listen(stuck);
    auto const quick_server = listen(quick);
    Client client(io_.get_executor(), {.requests_per_host_max = 1});
    std::optional<Client::Sent> never;
    send_later(client, {.url = url_of(*stuck_server)}, far_away(), never);
    EXPECT_EQ(response_in(get(client, url_of(*quick_server))).status, 200);
    EXPECT_FALSE(never);
}

TEST_F(ClientTurns, does_not_count_the_wait_for_a_turn)
{
    Slow service(20ms);
    auto const server = listen(service);
    Client client(io_.get_executor(), {.requests_per_host_max = 1});
    auto const begun = std::chrono::steady_clock::now();
    auto const all = send_all(client, std::vector<std::string>(5, url_of(*server)));
    auto const wall = std::chrono::steady_clock::now() - begun;
    std::chrono::microseconds sum{};
    for (auto const& sent : all)
        sum += sent.elapsed;
    EXPECT_GE(sum, 5 * 19ms);
    EXPECT_LE(sum, wall);
}

TEST_F(ClientTurns, keeps_the_rate)
{
    Slow service(0ms);
    auto const server = listen(service);
    Client client(io_.get_executor(), {.requests_per_second = 100});
    // The first request may reach the server late, but none is sent before now.
    auto const begun = std::chrono::steady_clock::now();
    (void)send_all(client, std::vector<std::string>(5, url_of(*server)));
    ASSERT_EQ(service.starts.size(), 5u);
    EXPECT_GE(service.starts.back() - begun, 40ms);
}

TEST_F(ClientTurns, gives_a_turn_on_when_a_request_fails)
{
    Slow service(1h);
    auto const server = listen(service);
    Client client(io_.get_executor(), {.request_timeout = 10ms, .requests_per_host_max = 1});
    for (auto const& sent : send_all(client, std::vector<std::string>(4, url_of(*server))))
        EXPECT_EQ(failure_in(sent), "timed_out"); // each in a turn of its own: another ends at its deadline
}

} // namespace
} // namespace postern::net
