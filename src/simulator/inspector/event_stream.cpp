#include "simulator/inspector/event_stream.hpp"

#include "simulator/inspector/exchange_json.hpp"

#include <boost/asio.hpp>
#include <fmt/format.h>

#include <charconv>

namespace postern::simulator::inspector {
namespace {

namespace asio = boost::asio;

struct Position {
    std::uint64_t clearings = 0;
    std::uint64_t revision = 0;
};

std::optional<std::uint64_t> number(std::string_view text)
{
    std::uint64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// "3-1042". Nothing for a place that this log has not come to.
std::optional<Position> position_from(std::string_view id, ExchangeLog const& log)
{
    auto const dash = id.find('-');
    if (dash == std::string_view::npos)
        return std::nullopt;
    auto const clearings = number(id.substr(0, dash));
    auto const revision = number(id.substr(dash + 1));
    if (!clearings || !revision || *clearings != log.clearings() || *revision > log.revision())
        return std::nullopt;
    return Position{*clearings, *revision};
}

class EventStream final : public net::BodyStream {
public:
    EventStream(std::shared_ptr<ExchangeLog> log, std::optional<Position> position,
                std::chrono::milliseconds heartbeat)
        : log_(std::move(log)),
          position_(position),
          heartbeat_(heartbeat),
          reader_(log_->read([this] { wake(); }))
    {
    }

    asio::awaitable<std::optional<std::string>> next() override
    {
        auto const executor = co_await asio::this_coro::executor;
        if (auto part = news(); !part.empty())
            co_return part;
        timer_.emplace(executor, heartbeat_);
        auto waiting = timer_->async_wait(asio::as_tuple(asio::use_awaitable));
        co_await std::move(waiting);
        auto const cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none)
            co_return std::nullopt;
        auto part = news();
        co_return part.empty() ? ": nothing new\n\n" : std::move(part);
    }

private:
    void wake()
    {
        if (timer_)
            timer_->cancel();
    }

    // What happened since, as events; empty for nothing.
    std::string news()
    {
        std::string events;
        if (!position_ || position_->clearings != log_->clearings()) {
            position_ = Position{log_->clearings(), 0};
            events = fmt::format("event: reset\nid: {}\ndata: {{}}\n\n", id());
        }
        for (auto const* exchange : log_->changed_since(position_->revision, events_a_part_max)) {
            position_->revision = exchange->revision;
            auto json = summary_json(*exchange, log_->redactor());
            json["oldest"] = log_->exchanges().front().id;
            events += fmt::format("event: exchange\nid: {}\ndata: {}\n\n", id(), printed(json));
        }
        return events;
    }

    [[nodiscard]] std::string id() const
    {
        return fmt::format("{}-{}", position_->clearings, position_->revision);
    }

    std::shared_ptr<ExchangeLog> log_;
    std::optional<Position> position_;
    std::chrono::milliseconds heartbeat_;
    std::optional<asio::steady_timer> timer_;
    std::unique_ptr<ExchangeLog::Reader> reader_;
};

} // namespace

std::optional<net::StreamedResponse> open_stream(std::shared_ptr<ExchangeLog> log,
                                                 std::string_view last_event_id,
                                                 std::chrono::milliseconds heartbeat)
{
    if (!log->has_place_for_reader())
        return std::nullopt;
    auto head = http::make_response(200, "text/event-stream", "");
    head.headers.set("Cache-Control", "no-store");
    head.headers.set("X-Content-Type-Options", "nosniff");
    auto const position = position_from(last_event_id, *log);
    return net::StreamedResponse{.head = std::move(head),
                                 .body = std::make_unique<EventStream>(std::move(log), position, heartbeat)};
}

} // namespace postern::simulator::inspector
