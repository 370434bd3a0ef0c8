#pragma once

// Who may send to a host now: a number at the same time, a rate, and the order in which they came.

#include "net/signal.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace postern::net {

struct TurnLimits {
    int at_once_max = 1;
    std::chrono::nanoseconds interval_min{}; // between two starts
};

class Turns : public std::enable_shared_from_this<Turns> {
    struct Host;

public:
    Turns(boost::asio::any_io_executor executor, TurnLimits limits);

    // A place in the line of one host, and the turn once `granted`; given back when it is destroyed.
    class Turn {
    public:
        Turn(std::shared_ptr<Turns> turns, Host& host, Signal& signal);
        ~Turn();
        Turn(Turn const&) = delete;
        Turn& operator=(Turn const&) = delete;

        [[nodiscard]] bool granted() const { return granted_; }

    private:
        friend class Turns;
        std::shared_ptr<Turns> turns_;
        Host& host_;
        Signal& signal_;
        bool granted_ = false;
    };

    // Joins the end of the line; `signal` is raised when the turn is granted, which may be at once. It must
    // outlive the turn.
    [[nodiscard]] std::unique_ptr<Turn> join(std::string const& origin, Signal& signal);

private:
    struct Host {
        explicit Host(boost::asio::any_io_executor const& executor) : timer(executor) {}
        int running = 0;
        std::list<Turn*> line;
        Deadline next_start = Deadline::min();
        boost::asio::steady_timer timer;
    };

    void grant(Host& host);
    void grant_later(Host& host);

    boost::asio::any_io_executor executor_;
    TurnLimits limits_;
    std::map<std::string, Host> hosts_; // as many as a scan meets origins
};

} // namespace postern::net
