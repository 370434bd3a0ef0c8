#include "net/tls_connection.hpp"

#include "net/tls_session.hpp"
#include "tls/server_flight.hpp"

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/error.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tls::Reply;

constexpr auto result = asio::as_tuple(asio::use_awaitable);

HelloAnswer answer_of(tls::ServerFlight const& flight, tls::Version asked)
{
    if (auto const* hello = std::get_if<tls::ServerHello>(&flight)) {
        if (hello->version == tls::wire(asked))
            return {.reply = Reply::accepted, .suite = hello->suite};
        auto const other = tls::version_from_wire(hello->version);
        return {.reply = Reply::refused,
                .detail = other ? fmt::format("answered with {}", tls::name(*other))
                                : fmt::format("answered with version 0x{:04x}", hello->version)};
    }
    if (auto const* alert = std::get_if<tls::Alert>(&flight))
        return {.reply = Reply::refused, .detail = in_words(*alert), .alert = alert->description};
    return {.reply = Reply::not_tls, .detail = std::get<tls::NotTls>(flight).reason};
}

} // namespace

void OpenConnections::stop()
{
    stopped_ = true;
    for (auto* stream : streams_)
        stream->cancel();
}

TlsConnection::TlsConnection(asio::any_io_executor const& executor, OpenConnections& open, TlsTimes times)
    : open_(open),
      times_(times),
      stream_(executor)
{
    open_.streams_.insert(&stream_);
}

TlsConnection::~TlsConnection() { open_.streams_.erase(&stream_); }

asio::awaitable<std::string> TlsConnection::connect(asio::ip::tcp::endpoint endpoint)
{
    if (open_.stopped())
        co_return "interrupted";
    stream_.expires_at(std::min(times_.deadline, std::chrono::steady_clock::now() + times_.connect));
    auto connecting = stream_.async_connect(endpoint, result);
    auto const [failed] = co_await std::move(connecting);
    if (!failed)
        co_return "";
    co_return failed == beast::error::timeout ? std::string("no connection in time") : failed.message();
}

asio::awaitable<HelloAnswer> TlsConnection::ask(std::string hello, tls::Version version)
{
    stream_.expires_at(std::min(times_.deadline, std::chrono::steady_clock::now() + times_.handshake));
    auto writing = asio::async_write(stream_, asio::buffer(hello), result);
    auto const [not_written, written] = co_await std::move(writing);
    std::string received;
    std::array<char, 4096> piece;
    while (!not_written) {
        auto reading = stream_.async_read_some(asio::buffer(piece), result);
        auto const [failed, count] = co_await std::move(reading);
        received.append(piece.data(), count);
        if (failed == beast::error::timeout)
            co_return HelloAnswer{.reply = Reply::silent};
        if (failed)
            break;
        auto const flight = tls::read_server_flight(received);
        if (!std::holds_alternative<tls::MoreNeeded>(flight))
            co_return answer_of(flight, version);
    }
    co_return HelloAnswer{.reply = Reply::closed, .detail = "closed the connection"};
}

asio::awaitable<SessionAnswer> TlsConnection::shake_hands(std::string host, TrustStore const& trust,
                                                          TimePoint now)
{
    auto context = observing_context();
    asio::ssl::stream<beast::tcp_stream&> stream(stream_, context);
    if (auto const problem = prepare(stream.native_handle(), host); !problem.empty())
        co_return SessionAnswer{.failure = problem};
    stream_.expires_at(std::min(times_.deadline, std::chrono::steady_clock::now() + times_.handshake));
    auto shaking = stream.async_handshake(asio::ssl::stream_base::client, result);
    auto const [failed] = co_await std::move(shaking);
    if (failed == beast::error::timeout)
        co_return SessionAnswer{.failure = "the handshake did not end in time"};
    if (failed)
        co_return SessionAnswer{.failure = failed.message()};
    co_return SessionAnswer{.session = session_of(stream.native_handle(), host, trust, now)};
}

} // namespace postern::net
