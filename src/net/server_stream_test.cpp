#include "support/loopback.hpp"

#include <gmock/gmock.h>

#include <deque>

namespace postern::net {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

// A response whose body comes over time.
class ServerStream : public Loopback {
protected:
    // Asks for the stream and reads until its head is there.
    static asio::awaitable<std::unique_ptr<asio::ip::tcp::socket>> open(Server const& server,
                                                                        std::string& received)
    {
        auto const executor = co_await asio::this_coro::executor;
        auto socket = std::make_unique<asio::ip::tcp::socket>(executor);
        auto connecting =
            socket->async_connect({asio::ip::address_v4::loopback(), server.port()}, asio::use_awaitable);
        co_await std::move(connecting);
        std::string const request = "GET /events HTTP/1.1\r\nHost: a.example\r\n\r\n";
        auto writing = asio::async_write(*socket, asio::buffer(request), asio::use_awaitable);
        co_await std::move(writing);
        auto reading =
            asio::async_read_until(*socket, asio::dynamic_buffer(received), "\r\n\r\n", asio::use_awaitable);
        co_await std::move(reading);
        co_return socket;
    }
};

// Answers every request with a body of the parts that a test gives, in order; ends it after the last one, or
// waits for more.
class Telling final : public Service {
public:
    enum class After { end, wait };

    Telling(asio::io_context& io, std::deque<std::string> parts, After after)
        : parts_(std::move(parts)),
          after_(after),
          more_(io, Deadline::max())
    {
    }

    asio::awaitable<http::Response> handle(http::Request /*request*/) override
    {
        co_return http::make_response(500, "text/plain", "not streamed");
    }

    std::optional<StreamedResponse> stream(http::Request const& request) override
    {
        if (request.url.ends_with("/plain"))
            return std::nullopt;
        ++*open;
        return StreamedResponse{.head = http::make_response(200, "text/event-stream", ""),
                                .body = std::make_unique<Parts>(*this)};
    }

    void tell(std::string part)
    {
        parts_.push_back(std::move(part));
        more_.cancel();
    }

    // How many bodies are open. They end with their connections, which may be after this.
    std::shared_ptr<int> open = std::make_shared<int>(0);

private:
    class Parts final : public BodyStream {
    public:
        explicit Parts(Telling& owner) : owner_(owner), open_(owner.open) {}
        ~Parts() override { --*open_; }

        asio::awaitable<std::optional<std::string>> next() override
        {
            if (owner_.parts_.empty() && owner_.after_ == After::wait) {
                auto waiting = owner_.more_.async_wait(asio::as_tuple(asio::use_awaitable));
                co_await std::move(waiting);
            }
            if (owner_.parts_.empty())
                co_return std::nullopt;
            auto part = std::move(owner_.parts_.front());
            owner_.parts_.pop_front();
            co_return part;
        }

    private:
        Telling& owner_;
        std::shared_ptr<int> open_;
    };

    std::deque<std::string> parts_;
    After after_;
    asio::steady_timer more_;
};

constexpr auto request = "GET /events HTTP/1.1\r\nHost: a.example\r\n\r\n";

TEST_F(ServerStream, sends_the_parts_and_closes_after_the_last)
{
    Telling service(io_, {"data: 1\n\n", "data: 2\n\n"}, Telling::After::end);
    auto const server = listen(service);
    EXPECT_EQ(say(*server, request), "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: "
                                     "close\r\n\r\ndata: 1\n\ndata: 2\n\n");
    EXPECT_EQ(*service.open, 0);
}

TEST_F(ServerStream, sends_a_part_as_soon_as_there_is_one)
{
    Telling service(io_, {}, Telling::After::wait);
    auto const server = listen(service);
    std::string received;
    auto converse = [&]() -> asio::awaitable<void> {
        auto opening = open(*server, received);
        auto const socket = co_await std::move(opening);
        for (auto const* part : {"data: first\n\n", "data: second\n\n"}) {
            service.tell(part);
            auto reading =
                asio::async_read_until(*socket, asio::dynamic_buffer(received), part, asio::use_awaitable);
            co_await std::move(reading);
        }
    };
    run(converse());
    EXPECT_THAT(received, EndsWith("\r\n\r\ndata: first\n\ndata: second\n\n"));
}

TEST_F(ServerStream, gives_a_head_alone_where_only_that_is_asked_for)
{
    Telling service(io_, {"data: 1\n\n"}, Telling::After::wait);
    auto const server = listen(service);
    EXPECT_THAT(say(*server, "HEAD /events HTTP/1.1\r\nHost: a.example\r\n\r\n"),
                testing::AllOf(HasSubstr("text/event-stream"), EndsWith("\r\n\r\n")));
}

TEST_F(ServerStream, leaves_other_requests_to_handle)
{
    Telling service(io_, {}, Telling::After::end);
    auto const server = listen(service);
    EXPECT_THAT(say(*server, "GET /plain HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n"),
                EndsWith("not streamed"));
}

TEST_F(ServerStream, ends_at_once_when_the_server_stops)
{
    Telling service(io_, {}, Telling::After::wait);
    auto const server = listen(service);
    std::optional<std::string> answer;
    asio::co_spawn(io_, talk(server->port(), request),
                   [&answer](std::exception_ptr, std::string text) { answer = text; });
    run_until([&] { return *service.open == 1; });
    run(server->stop(Deadline::max()));
    run_until([&] { return answer.has_value(); });
    EXPECT_THAT(*answer, Not(HasSubstr("data")));
    EXPECT_EQ(*service.open, 0);
}

TEST_F(ServerStream, ends_when_its_peer_leaves_though_there_is_nothing_to_write)
{
    enum class Way { close, reset, say_more };
    for (auto const way : {Way::close, Way::reset, Way::say_more}) {
        Telling service(io_, {}, Telling::After::wait);
        auto const server = listen(service);
        std::string head;
        std::unique_ptr<asio::ip::tcp::socket> socket;
        auto leave = [&]() -> asio::awaitable<void> {
            auto opening = open(*server, head);
            socket = co_await std::move(opening);
            if (way == Way::say_more) {
                auto writing = asio::async_write(*socket, asio::buffer(head), asio::use_awaitable);
                co_await std::move(writing);
                co_return;
            }
            socket->set_option(asio::socket_base::linger(way == Way::reset, 0));
            socket->close();
        };
        run(leave());
        run_until([&] { return *service.open == 0; });
    }
}

TEST_F(ServerStream, goes_on_for_a_peer_that_listens)
{
    Telling service(io_, {}, Telling::After::wait);
    auto const server = listen(service);
    std::string received;
    std::unique_ptr<asio::ip::tcp::socket> socket;
    auto connect = [&]() -> asio::awaitable<void> {
        auto opening = open(*server, received);
        socket = co_await std::move(opening);
    };
    run(connect());
    for (auto i = 0; i < 20; ++i) {
        io_.restart();
        io_.poll();
    }
    EXPECT_EQ(*service.open, 1);
}

} // namespace
} // namespace postern::net
