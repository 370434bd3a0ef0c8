#include "net/session.hpp"

#include "net/response_head.hpp"
#include "net/strict_request.hpp"

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include <array>
#include <exception>
#include <optional>
#include <utility>

namespace postern::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace beast_http = boost::beast::http;

using namespace boost::asio::experimental::awaitable_operators;

constexpr std::size_t read_bytes = 8 * 1024;
constexpr std::size_t body_read_max_bytes = 64 * 1024;
constexpr std::size_t drain_max_bytes = 256 * 1024;
constexpr std::chrono::milliseconds drain_max{500};
constexpr auto result = asio::as_tuple(asio::use_awaitable);

using Parser = beast_http::request_parser<beast_http::string_body>;

struct Incoming {
    http::Request request;
    Persistence persistence = Persistence::close;
};

enum class Gone { peer_closed, unreadable };         // there is nobody to answer
using NoRequest = std::variant<Gone, RequestDefect>; // a defect is answered
using Read = std::expected<Incoming, NoRequest>;

std::string_view view_of(beast::flat_buffer const& buffer)
{
    auto const data = buffer.data();
    return {static_cast<char const*>(data.data()), data.size()};
}

RequestDefect defect_of(beast::error_code const& error)
{
    if (error == beast_http::error::body_limit)
        return RequestDefect::body_too_large;
    if (error == beast_http::error::header_limit)
        return RequestDefect::header_too_large;
    if (error == beast_http::error::bad_version)
        return RequestDefect::version_unknown;
    return RequestDefect::parser_refused;
}

std::string authority_of(asio::ip::tcp::socket const& socket)
{
    beast::error_code error;
    auto const local = socket.local_endpoint(error);
    return error ? std::string("localhost")
                 : fmt::format(fmt::runtime(local.address().is_v6() ? "[{}]:{}" : "{}:{}"),
                               local.address().to_string(), local.port());
}

http::Response refusal(RequestDefect defect, ServerOptions const& options)
{
    auto const limit = defect == RequestDefect::body_too_large
                           ? fmt::format("; at most {} bytes are read", options.request_body_max_bytes)
                           : "";
    return http::make_response(status_of(defect), "text/plain; charset=utf-8",
                               fmt::format("{}{}\n", describe(defect), limit));
}

http::Response server_error()
{
    return http::make_response(500, "text/plain; charset=utf-8", "the request could not be answered\n");
}

} // namespace

Session::Session(asio::ip::tcp::socket socket, SessionSettings const& settings)
    : settings_(settings),
      socket_(std::move(socket)),
      buffer_(settings.options.request_header_max_bytes + body_read_max_bytes)
{
    beast::error_code ignored;
    socket_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
}

asio::awaitable<void> Session::run()
{
    if (!settings_.tls) {
        auto conversation = converse(socket_);
        co_await std::move(conversation);
        co_return;
    }
    asio::ssl::stream<beast::tcp_stream&> stream(socket_, *settings_.tls);
    socket_.expires_after(settings_.options.idle_timeout);
    auto handshake = stream.async_handshake(asio::ssl::stream_base::server, result);
    auto const [failed] = co_await std::move(handshake);
    if (failed)
        co_return;
    auto conversation = converse(stream);
    co_await std::move(conversation);
    socket_.expires_after(drain_max);
    auto farewell = stream.async_shutdown(result);
    co_await std::move(farewell);
}

void Session::finish()
{
    finishing_ = true;
    if (between_requests_)
        terminate();
}

void Session::terminate()
{
    terminated_.emit(asio::cancellation_type::terminal);
    socket_.close();
}

namespace {

// Reads until the header section is complete; gives its length.
template <typename Stream>
asio::awaitable<std::expected<std::size_t, NoRequest>>
receive_header(Stream& stream, beast::flat_buffer& buffer, std::size_t max_bytes, bool& between_requests)
{
    std::size_t searched = 0;
    for (;;) {
        auto const received = view_of(buffer);
        between_requests = received.empty();
        if (!may_be_request(received)) // a TLS handshake, say, would never come to an empty line
            co_return std::unexpected(RequestDefect::parser_refused);
        auto const end = header_section_end(received, searched);
        if (end.value_or(received.size()) > max_bytes || (!end && received.size() == max_bytes))
            co_return std::unexpected(RequestDefect::header_too_large);
        if (end)
            co_return *end;
        searched = received.size();
        auto reading = stream.async_read_some(buffer.prepare(read_bytes), result);
        auto const [failed, count] = co_await std::move(reading);
        buffer.commit(count);
        if (failed)
            co_return std::unexpected(failed == asio::error::eof ? Gone::peer_closed : Gone::unreadable);
    }
}

template <typename Stream>
asio::awaitable<std::optional<NoRequest>> receive_body(Stream& stream, beast::flat_buffer& buffer,
                                                       Parser& parser)
{
    auto const expects = parser.get()[beast_http::field::expect];
    if (buffer.size() == 0 && http::equal_ignoring_case({expects.data(), expects.size()}, "100-continue")) {
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        auto writing = asio::async_write(stream, asio::buffer(go_on), result);
        auto const [failed, count] = co_await std::move(writing);
        if (failed)
            co_return Gone::unreadable;
    }
    auto reading = beast_http::async_read(stream, buffer, parser, result);
    auto const [failed, count] = co_await std::move(reading);
    if (!failed)
        co_return std::nullopt;
    if (failed.category() == make_error_code(beast_http::error::bad_chunk).category() &&
        failed != beast_http::error::partial_message && failed != beast_http::error::end_of_stream)
        co_return defect_of(failed);
    co_return Gone::unreadable;
}

template <typename Stream>
asio::awaitable<Read> receive(Stream& stream, beast::flat_buffer& buffer, SessionSettings const& settings,
                              std::string local_authority, bool& between_requests)
{
    auto receiving =
        receive_header(stream, buffer, settings.options.request_header_max_bytes, between_requests);
    auto const length = co_await std::move(receiving);
    if (!length)
        co_return std::unexpected(length.error());
    if (auto const lines = check_lines(view_of(buffer).substr(0, *length)); !lines)
        co_return std::unexpected(lines.error());

    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(settings.options.request_header_max_bytes));
    parser.body_limit(settings.options.request_body_max_bytes);
    beast::error_code refused;
    auto const consumed = parser.put(asio::buffer(buffer.data(), *length), refused);
    if (refused)
        co_return std::unexpected(defect_of(refused));
    if (consumed != *length || !parser.is_header_done())
        co_return std::unexpected(RequestDefect::parser_refused);
    auto request = read_header(parser.get().base(), settings.tls ? "https://" : "http://", local_authority);
    if (!request)
        co_return std::unexpected(request.error());
    buffer.consume(*length);

    auto const persistence = parser.keep_alive() ? Persistence::keep_alive : Persistence::close;
    if (!parser.is_done()) {
        auto reading = receive_body(stream, buffer, parser);
        if (auto const failed = co_await std::move(reading))
            co_return std::unexpected(*failed);
    }
    request->body = std::move(parser.get().body());
    co_return Incoming{std::move(*request), persistence};
}

// A service that throws has a bug, or was cancelled; the connection must not depend on it.
asio::awaitable<std::optional<http::Response>> answer(Service& service, http::Request request)
{
    try {
        auto answering = service.handle(std::move(request));
        auto response = co_await std::move(answering);
        if (response.status >= 200 && response.status <= 999)
            co_return response;
    } catch (std::exception const&) { // told apart from an answer below
    }
    co_return std::nullopt;
}

template <typename Stream>
asio::awaitable<bool> write(Stream& stream, std::string method, http::Response response,
                            Persistence persistence)
{
    auto const head = response_head(response, persistence);
    auto const body =
        sends_body(method, response.status) ? asio::buffer(response.body) : asio::const_buffer();
    std::array<asio::const_buffer, 2> const message{asio::buffer(head), body};
    auto writing = asio::async_write(stream, message, result);
    auto const [failed, count] = co_await std::move(writing);
    co_return !failed;
}

template <typename Stream>
asio::awaitable<void> write_streamed(Stream& stream, beast::tcp_stream& socket,
                                     std::chrono::seconds write_timeout, std::string method,
                                     StreamedResponse response)
{
    auto const has_body = sends_body(method, response.head.status);
    std::optional<std::string> part = streamed_response_head(response.head);
    while (part) {
        socket.expires_after(write_timeout);
        auto writing = asio::async_write(stream, asio::buffer(*part), result);
        auto const [failed, count] = co_await std::move(writing);
        if (failed || !has_body)
            co_return;
        socket.expires_never();
        auto waiting = response.body->next();
        part = co_await std::move(waiting);
    }
}

// Until there is something to read: that the peer has closed its side, or what nobody sends who only listens.
// The socket is waited for by itself, since the timeouts of its stream are those of the writing.
asio::awaitable<void> until_heard_of(beast::tcp_stream& socket)
{
    auto waiting = socket.socket().async_wait(asio::ip::tcp::socket::wait_read, result);
    co_await std::move(waiting);
}

// Closing while the peer still sends would reset the connection, and it might never read its refusal.
template <typename Stream>
asio::awaitable<void> drain(Stream& stream, beast::tcp_stream& socket)
{
    socket.expires_after(drain_max);
    beast::error_code ignored;
    socket.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    std::array<char, read_bytes> dropped;
    for (std::size_t drained = 0; drained < drain_max_bytes;) {
        auto reading = stream.async_read_some(asio::buffer(dropped), result);
        auto const [failed, count] = co_await std::move(reading);
        if (failed)
            co_return;
        drained += count;
    }
}

} // namespace

template <typename Stream>
asio::awaitable<void> Session::converse(Stream& stream)
{
    auto persistence = Persistence::keep_alive;
    while (persistence == Persistence::keep_alive) {
        socket_.expires_after(settings_.options.idle_timeout);
        auto receiving =
            receive(stream, buffer_, settings_, authority_of(socket_.socket()), between_requests_);
        auto incoming = co_await std::move(receiving);
        between_requests_ = false;
        if (!incoming) {
            auto const* defect = std::get_if<RequestDefect>(&incoming.error());
            if (!defect)
                co_return;
            auto writing = write(stream, "GET", refusal(*defect, settings_.options), Persistence::close);
            if (co_await std::move(writing)) {
                auto draining = drain(stream, socket_);
                co_await std::move(draining);
            }
            co_return;
        }
        socket_.expires_never();
        auto method = incoming->request.method;
        if (auto streamed = settings_.service.stream(incoming->request)) {
            between_requests_ = true; // whoever waits for this connection to end would wait for ever
            auto writing = write_streamed(stream, socket_, settings_.options.idle_timeout, std::move(method),
                                          *std::move(streamed));
            auto leaving = until_heard_of(socket_);
            auto either = std::move(writing) || std::move(leaving);
            co_await std::move(either);
            co_return;
        }
        auto answering = answer(settings_.service, std::move(incoming->request));
        auto response = co_await std::move(answering);
        auto const asked_to_close =
            response && http::equal_ignoring_case(response->headers.get("Connection").value_or(""), "close");
        persistence = finishing_ || !response || asked_to_close ? Persistence::close : incoming->persistence;
        socket_.expires_after(settings_.options.idle_timeout);
        auto writing =
            write(stream, std::move(method), response ? std::move(*response) : server_error(), persistence);
        if (!co_await std::move(writing))
            co_return;
        between_requests_ = true;
        if (finishing_)
            co_return;
    }
}

} // namespace postern::net
