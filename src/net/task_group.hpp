#pragma once

#include "net/deadline.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>

namespace postern::net {

// Owns work that goes on in the background, so that nothing of it outlives who asked for it. Lives on one
// executor (one thread).
class TaskGroup {
public:
    TaskGroup(boost::asio::any_io_executor executor, std::size_t tasks_max);
    ~TaskGroup(); // cancels what is left
    TaskGroup(TaskGroup const&) = delete;
    TaskGroup& operator=(TaskGroup const&) = delete;

    enum class Start { begun, refused };
    // The task runs from the executor's next turn on; refused, and never run, where tasks_max are under way
    // or the group was stopped. What the task refers to must outlive it or be its own. It may end by
    // cancellation; any other exception leaves the executor's run().
    [[nodiscard]] Start start(boost::asio::awaitable<void> task);

    // Begins no more, waits for the tasks until `grace`, cancels what is left and waits for its end.
    [[nodiscard]] boost::asio::awaitable<void> stop(Deadline grace);

    [[nodiscard]] std::size_t size() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace postern::net
