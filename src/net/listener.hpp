#pragma once

#include "net/server.hpp"
#include "net/session.hpp"

#include <boost/asio/steady_timer.hpp>

#include <list>
#include <memory>

namespace postern::net {

// Accepts connections and owns their sessions. Kept alive by its own coroutines until `close` has ended them.
class Server::Listener : public std::enable_shared_from_this<Server::Listener> {
public:
    Listener(boost::asio::ip::tcp::acceptor acceptor, SessionSettings settings);

    void start();
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] boost::asio::awaitable<void> stop(Deadline grace);
    void close(); // the acceptor and every session, at once

private:
    using Sessions = std::list<std::unique_ptr<Session>>;

    boost::asio::awaitable<void> accept();
    boost::asio::awaitable<void> until_changed(Deadline latest);
    void begin(boost::asio::ip::tcp::socket socket);
    void ended(Sessions::iterator session);

    boost::asio::ip::tcp::acceptor acceptor_;
    SessionSettings settings_;
    std::uint16_t port_;
    Sessions sessions_;
    std::list<boost::asio::steady_timer> waiting_; // for a session to end
};

} // namespace postern::net
