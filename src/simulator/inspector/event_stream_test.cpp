#include "simulator/inspector/event_stream.hpp"

#include <boost/asio.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::simulator::inspector {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class EventStream : public testing::Test {
protected:
    ExchangeId begin(std::string url)
    {
        return log_->begin(
            {.at = TimePoint(5ms), .site = "alpha", .purpose = "page", .request = {.url = std::move(url)}});
    }

    // The next part; nothing if there is none before `before` has been done either.
    std::string next(net::BodyStream& stream, std::function<void()> const& before = [] {})
    {
        std::optional<std::string> part;
        asio::co_spawn(io_, stream.next(), [&part](std::exception_ptr, std::optional<std::string> text) {
            part = text.value_or("the end");
        });
        io_.restart();
        io_.poll();
        if (!part) {
            before();
            io_.run_for(20s);
        }
        return part.value_or("none");
    }

    std::unique_ptr<net::BodyStream> open(std::string_view last_id = "",
                                          std::chrono::milliseconds heartbeat = 1h)
    {
        auto stream = open_stream(log_, last_id, heartbeat);
        EXPECT_TRUE(stream);
        return std::move(stream->body);
    }

    asio::io_context io_;
    std::shared_ptr<ExchangeLog> log_ = std::make_shared<ExchangeLog>(Redactor());
};

TEST_F(EventStream, begins_with_all_that_is_kept)
{
    begin("http://a.example/1");
    begin("http://a.example/2");
    auto const stream = open();
    auto const part = next(*stream);
    EXPECT_THAT(part, StartsWith("event: reset\nid: 0-0\ndata: {}\n\nevent: exchange\nid: 0-1\ndata: {"));
    EXPECT_THAT(part, HasSubstr(R"("url":"http://a.example/2")"));
    EXPECT_THAT(part, testing::EndsWith("\n\n"));
}

TEST_F(EventStream, is_kept_by_nobody_on_its_way)
{
    auto const stream = open_stream(log_, "", 1h);
    ASSERT_TRUE(stream);
    EXPECT_EQ(stream->head.headers.get("Content-Type"), "text/event-stream");
    EXPECT_EQ(stream->head.headers.get("Cache-Control"), "no-store");
    EXPECT_EQ(stream->head.headers.get("X-Content-Type-Options"), "nosniff");
}

TEST_F(EventStream, tells_of_what_happens_while_it_waits)
{
    auto const stream = open();
    EXPECT_THAT(next(*stream), StartsWith("event: reset"));
    auto const part = next(*stream, [&] { begin("http://a.example/"); });
    EXPECT_THAT(part, StartsWith("event: exchange\nid: 0-1\n"));
    EXPECT_THAT(next(*stream, [&] { log_->clear(); }), StartsWith("event: reset\nid: 1-0\n"));
}

TEST_F(EventStream, says_that_nothing_happened)
{
    auto const stream = open("", 0ms);
    EXPECT_THAT(next(*stream), StartsWith("event: reset"));
    EXPECT_EQ(next(*stream), ": nothing new\n\n");
}

TEST_F(EventStream, resumes_where_a_reader_was)
{
    begin("http://a.example/1");
    begin("http://a.example/2");
    EXPECT_THAT(next(*open("0-1")), StartsWith("event: exchange\nid: 0-2\n"));
    EXPECT_THAT(next(*open("0-2"), [&] { begin("http://a.example/3"); }),
                StartsWith("event: exchange\nid: 0-3\n"))
        << "it had all";
    for (auto const* id : {"", "x", "0-x", "0-4", "1-1", "-", "0-1 "})
        EXPECT_THAT(next(*open(id)), StartsWith("event: reset\nid: 0-0\n")) << id;
}

TEST_F(EventStream, begins_again_for_a_reader_of_what_was_cleared)
{
    begin("http://a.example/1");
    log_->clear();
    begin("http://a.example/2");
    auto const part = next(*open("0-1"));
    EXPECT_THAT(part, StartsWith("event: reset\nid: 1-0\n"));
    EXPECT_THAT(part, HasSubstr("http://a.example/2"));
}

TEST_F(EventStream, tells_no_secret)
{
    log_->remember_secret("shared secret", "0123456789abcdef");
    begin("http://a.example/?a=0123456789abcdef&token=s3cr3t");
    auto const part = next(*open());
    EXPECT_THAT(part, HasSubstr("?a=[redacted shared secret]&token=[masked]"));
}

TEST_F(EventStream, tells_a_bounded_number_at_once_and_which_are_gone)
{
    for (std::size_t i = 0; i <= ExchangeLog::exchanges_max; ++i)
        begin("http://a.example/");
    auto const stream = open();
    auto const part = next(*stream);
    EXPECT_THAT(part, HasSubstr("\nid: 0-51\n"));
    EXPECT_THAT(part, Not(HasSubstr("\nid: 0-52\n")));
    EXPECT_THAT(part, HasSubstr(R"("oldest":2,)"));
    EXPECT_THAT(part, Not(HasSubstr(R"("oldest":3)")));
    EXPECT_THAT(next(*stream), StartsWith("event: exchange\nid: 0-52\n"));
}

TEST_F(EventStream, ends_when_it_is_cancelled)
{
    auto const stream = open();
    next(*stream);
    asio::cancellation_signal stop;
    std::string part;
    asio::co_spawn(io_, stream->next(),
                   asio::bind_cancellation_slot(stop.slot(),
                                                [&part](std::exception_ptr, std::optional<std::string> text) {
                                                    part = text.value_or("the end");
                                                }));
    io_.restart();
    io_.poll();
    stop.emit(asio::cancellation_type::terminal);
    io_.run_for(20s);
    EXPECT_EQ(part, "the end");
}

TEST_F(EventStream, is_refused_where_there_are_readers_enough)
{
    std::vector<std::unique_ptr<net::BodyStream>> open_ones;
    for (std::size_t i = 0; i < ExchangeLog::readers_max; ++i)
        open_ones.push_back(open());
    EXPECT_FALSE(open_stream(log_, "", 1h));
    open_ones.pop_back();
    EXPECT_TRUE(open_stream(log_, "", 1h));
}

} // namespace
} // namespace postern::simulator::inspector
