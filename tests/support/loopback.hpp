#pragma once

// For the tests of this layer only: both sides of a conversation on one event loop, and raw sockets for what
// no well-behaved client or server would send.

#include "net/client.hpp"
#include "net/server.hpp"

#include <boost/asio.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postern::net {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Kind = http::TransportFailureKind;

constexpr auto patience = 60s; // nothing takes this long; a test that waits for ever fails

inline Deadline in(std::chrono::milliseconds time) { return std::chrono::steady_clock::now() + time; }
inline Deadline far_away() { return in(patience); }

// Answers with what a function says, and remembers the requests.
class Answering final : public Service {
public:
    using Answer = std::function<http::Response(http::Request const&)>;
    explicit Answering(Answer answer =
                           [](auto const&) { return http::make_response(200, "text/plain", "hello"); })
        : answer_(std::move(answer))
    {
    }

    asio::awaitable<http::Response> handle(http::Request request) override
    {
        requests.push_back(request);
        co_return answer_(request);
    }

    std::vector<http::Request> requests;

private:
    Answer answer_;
};

// Answers after `time`, and counts how many requests are at work together.
class Slow final : public Service {
public:
    explicit Slow(std::chrono::milliseconds time) : time_(time) {}

    asio::awaitable<http::Response> handle(http::Request request) override
    {
        order.push_back(request.url.substr(request.url.rfind('/')));
        starts.push_back(std::chrono::steady_clock::now());
        at_once_max = std::max(at_once_max, ++at_once_);
        auto const executor = co_await asio::this_coro::executor;
        asio::steady_timer timer(executor, time_);
        auto waiting = timer.async_wait(asio::as_tuple(asio::use_awaitable));
        co_await std::move(waiting);
        --at_once_;
        co_return http::make_response(200, "text/plain", "at last");
    }

    int at_once_max = 0;
    std::vector<std::string> order;
    std::vector<Deadline> starts;

private:
    std::chrono::milliseconds time_;
    int at_once_ = 0;
};

// Accepts one connection after the other; to each it says its next line, whatever was asked.
class RawServer {
public:
    enum class Then { close, wait, close_at_next_request };
    struct Reply {
        std::string text;
        Then then = Then::close;
    };

    RawServer(asio::io_context& io, std::vector<Reply> replies)
        : acceptor_(io, {asio::ip::address_v4::loopback(), 0}),
          replies_(std::move(replies))
    {
        asio::co_spawn(io, serve(), [](std::exception_ptr) {});
    }

    [[nodiscard]] std::string url(std::string_view target = "/") const
    {
        return fmt::format("http://127.0.0.1:{}{}", acceptor_.local_endpoint().port(), target);
    }

    std::vector<std::string> received; // the header section of each request, and what came with it

private:
    asio::awaitable<void> serve()
    {
        for (auto const& reply : replies_) {
            auto accepting = acceptor_.async_accept(asio::use_awaitable);
            auto socket = co_await std::move(accepting);
            std::string request;
            auto reading = asio::async_read_until(socket, asio::dynamic_buffer(request), "\r\n\r\n",
                                                  asio::use_awaitable);
            co_await std::move(reading);
            received.push_back(std::move(request));
            auto writing = asio::async_write(socket, asio::buffer(reply.text),
                                             asio::as_tuple(asio::use_awaitable)); // may be cut off
            co_await std::move(writing);
            if (reply.then == Then::wait)
                held_.push_back(std::move(socket));
            if (reply.then == Then::close_at_next_request) {
                std::string next;
                auto reading_next = asio::async_read_until(socket, asio::dynamic_buffer(next), "\r\n\r\n",
                                                           asio::use_awaitable);
                co_await std::move(reading_next);
            }
        }
    }

    asio::ip::tcp::acceptor acceptor_;
    std::vector<Reply> replies_;
    std::vector<asio::ip::tcp::socket> held_;
};

class Loopback : public testing::Test {
protected:
    Loopback()
    {
        for (auto const* name :
             {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"})
            ::unsetenv(name);
    }

    std::unique_ptr<Server> listen(Service& service, ServerOptions options = {})
    {
        auto server = Server::listen(io_.get_executor(), service, std::move(options));
        EXPECT_TRUE(server) << server.error();
        return server ? std::move(*server) : nullptr;
    }

    static std::string url_of(Server const& server, std::string_view target = "/")
    {
        return fmt::format("http://127.0.0.1:{}{}", server.port(), target);
    }

    // Runs the loop until `task` is done.
    template <typename Value>
    Value run(asio::awaitable<Value> task)
    {
        std::optional<Value> value;
        asio::co_spawn(io_, std::move(task), [&value](std::exception_ptr failed, Value result) {
            EXPECT_FALSE(failed);
            value = std::move(result);
        });
        run_until([&value] { return value.has_value(); });
        return value ? std::move(*value) : Value();
    }

    void run(asio::awaitable<void> task)
    {
        auto done = false;
        asio::co_spawn(io_, std::move(task), [&done](std::exception_ptr failed) {
            EXPECT_FALSE(failed);
            done = true;
        });
        run_until([&done] { return done; });
    }

    void run_until(std::function<bool()> const& done)
    {
        auto const latest = far_away();
        io_.restart();
        while (!done() && std::chrono::steady_clock::now() < latest)
            if (io_.run_one_for(1s) == 0)
                io_.restart();
        EXPECT_TRUE(done()) << "nothing happened any more";
    }

    // Sends the bytes and gives everything that comes back until the server closes.
    std::string say(Server const& server, std::string text)
    {
        auto talking = talk(server.port(), std::move(text));
        return run(std::move(talking));
    }

    static asio::awaitable<std::string> talk(std::uint16_t port, std::string text)
    {
        auto const executor = co_await asio::this_coro::executor;
        asio::ip::tcp::socket socket(executor);
        auto connecting = socket.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
        co_await std::move(connecting);
        auto writing = asio::async_write(socket, asio::buffer(text), asio::as_tuple(asio::use_awaitable));
        co_await std::move(writing);
        std::string answer;
        auto reading =
            asio::async_read(socket, asio::dynamic_buffer(answer), asio::as_tuple(asio::use_awaitable));
        co_await std::move(reading);
        co_return answer;
    }

    Client::Sent send(Client& client, http::Request request, Deadline deadline = far_away())
    {
        std::optional<Client::Sent> sent;
        send_later(client, std::move(request), deadline, sent);
        run_until([&sent] { return sent.has_value(); });
        return sent ? std::move(*sent) : Client::Sent{};
    }

    Client::Sent get(Client& client, std::string url) { return send(client, {.url = std::move(url)}); }

    void send_later(Client& client, http::Request request, Deadline deadline,
                    std::optional<Client::Sent>& sent)
    {
        asio::co_spawn(io_, client.send(std::move(request), deadline),
                       [&sent](std::exception_ptr failed, Client::Sent result) {
                           EXPECT_FALSE(failed);
                           sent = std::move(result);
                       });
    }

    asio::io_context io_;
};

inline http::Response const& response_in(Client::Sent const& sent)
{
    static http::Response const none{.status = 0};
    if (auto const* failure = std::get_if<http::TransportFailure>(&sent.outcome))
        ADD_FAILURE() << http::name(failure->kind) << ": " << failure->message;
    auto const* response = std::get_if<http::Response>(&sent.outcome);
    return response ? *response : none;
}

// Empty where a response came.
inline std::string failure_in(Client::Sent const& sent)
{
    auto const* failure = std::get_if<http::TransportFailure>(&sent.outcome);
    return failure ? std::string(http::name(failure->kind)) : "";
}

inline std::string message_in(Client::Sent const& sent)
{
    auto const* failure = std::get_if<http::TransportFailure>(&sent.outcome);
    return failure ? failure->message : "";
}

} // namespace postern::net
