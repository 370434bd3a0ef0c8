#pragma once

#include "net/deadline.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace postern::net {

enum class Woken { raised, deadline_passed, cancelled };

// Where one coroutine waits for one thing to happen. Never resumes the waiter from within `raise`.
class Signal {
public:
    explicit Signal(boost::asio::any_io_executor const& executor) : timer_(executor) {}

    void raise(); // wakes who waits, or who waits next
    void reset() { raised_ = false; }

    // Does not throw when the waiting coroutine is cancelled.
    [[nodiscard]] boost::asio::awaitable<Woken> wait(Deadline latest);

private:
    boost::asio::steady_timer timer_;
    bool raised_ = false;
};

} // namespace postern::net
