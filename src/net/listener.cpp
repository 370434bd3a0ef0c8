#include "net/listener.hpp"

#include <boost/asio.hpp>

#include <vector>

namespace postern::net {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds accept_retry{50};     // after "too many open files" and its like
constexpr std::chrono::milliseconds termination_max{200}; // for cancelled services to unwind
constexpr auto result = asio::as_tuple(asio::use_awaitable);

} // namespace

Server::Listener::Listener(asio::ip::tcp::acceptor acceptor, SessionSettings settings)
    : acceptor_(std::move(acceptor)),
      settings_(std::move(settings)),
      port_(acceptor_.local_endpoint().port())
{
}

void Server::Listener::start()
{
    asio::co_spawn(acceptor_.get_executor(), accept(), [self = shared_from_this()](std::exception_ptr) {});
}

asio::awaitable<void> Server::Listener::accept()
{
    while (acceptor_.is_open()) {
        if (sessions_.size() >= settings_.options.connections_max) {
            auto waiting = until_changed(Deadline::max());
            co_await std::move(waiting);
            continue;
        }
        auto accepting = acceptor_.async_accept(result);
        auto [failed, socket] = co_await std::move(accepting);
        if (!failed) {
            begin(std::move(socket));
        } else if (acceptor_.is_open() && failed != asio::error::connection_aborted) {
            auto waiting = until_changed(std::chrono::steady_clock::now() + accept_retry);
            co_await std::move(waiting);
        }
    }
}

// Until a session ended, the listener was closed, or `latest`.
asio::awaitable<void> Server::Listener::until_changed(Deadline latest)
{
    auto const timer = waiting_.emplace(waiting_.end(), acceptor_.get_executor(), latest);
    auto waiting = timer->async_wait(result);
    co_await std::move(waiting);
    waiting_.erase(timer);
}

void Server::Listener::begin(asio::ip::tcp::socket socket)
{
    auto const session =
        sessions_.insert(sessions_.end(), std::make_unique<Session>(std::move(socket), settings_));
    auto on_end = [self = shared_from_this(), session](std::exception_ptr) { self->ended(session); };
    asio::co_spawn(acceptor_.get_executor(), (*session)->run(),
                   asio::bind_cancellation_slot((*session)->slot(), std::move(on_end)));
}

void Server::Listener::ended(Sessions::iterator session)
{
    sessions_.erase(session);
    for (auto& timer : waiting_)
        timer.cancel();
}

asio::awaitable<void> Server::Listener::stop(Deadline grace)
{
    auto const self = shared_from_this(); // the server may be destroyed meanwhile
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    for (auto const& session : sessions_)
        session->finish();
    while (!sessions_.empty() && std::chrono::steady_clock::now() < grace) {
        auto waiting = until_changed(grace);
        co_await std::move(waiting);
    }
    close();
    auto const latest = std::chrono::steady_clock::now() + termination_max;
    while (!sessions_.empty() && std::chrono::steady_clock::now() < latest) {
        auto waiting = until_changed(latest);
        co_await std::move(waiting);
    }
}

void Server::Listener::close()
{
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    for (auto const& session : sessions_)
        session->terminate();
    for (auto& timer : waiting_)
        timer.cancel();
}

} // namespace postern::net
