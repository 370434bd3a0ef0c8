#include "net/task_group.hpp"

#include <boost/asio.hpp>

#include <list>

namespace postern::net {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds termination_max{200}; // for cancelled tasks to unwind

void pass_on(std::exception_ptr const& failure)
try {
    if (failure)
        std::rethrow_exception(failure);
} catch (boost::system::system_error const& error) {
    if (error.code() != asio::error::operation_aborted)
        throw;
}

} // namespace

struct TaskGroup::State {
    asio::any_io_executor executor;
    std::size_t tasks_max;
    enum class Phase { open, stopped } phase = Phase::open;
    std::list<asio::cancellation_signal> tasks;
    std::list<asio::steady_timer> waiting; // for a task to end

    void cancel()
    {
        phase = Phase::stopped;
        for (auto task = tasks.begin(); task != tasks.end();) {
            auto const current = task++;
            current->emit(asio::cancellation_type::terminal);
        }
    }

    void ended(std::list<asio::cancellation_signal>::iterator task)
    {
        tasks.erase(task);
        for (auto& timer : waiting)
            timer.cancel();
    }

    static asio::awaitable<void> until_empty(std::shared_ptr<State> state, Deadline latest)
    {
        while (!state->tasks.empty() && std::chrono::steady_clock::now() < latest) {
            auto const timer = state->waiting.emplace(state->waiting.end(), state->executor, latest);
            auto waiting = timer->async_wait(asio::as_tuple(asio::use_awaitable));
            co_await std::move(waiting);
            state->waiting.erase(timer);
        }
    }
};

TaskGroup::TaskGroup(asio::any_io_executor executor, std::size_t tasks_max)
    : state_(std::make_shared<State>(std::move(executor), tasks_max))
{
}

TaskGroup::~TaskGroup() { state_->cancel(); }

TaskGroup::Start TaskGroup::start(asio::awaitable<void> task)
{
    if (state_->phase == State::Phase::stopped || state_->tasks.size() >= state_->tasks_max)
        return Start::refused;
    auto const signal = state_->tasks.emplace(state_->tasks.end());
    auto on_end = [state = state_, signal](std::exception_ptr failure) {
        state->ended(signal);
        pass_on(failure);
    };
    asio::co_spawn(state_->executor, std::move(task),
                   asio::bind_cancellation_slot(signal->slot(), std::move(on_end)));
    return Start::begun;
}

asio::awaitable<void> TaskGroup::stop(Deadline grace)
{
    auto const state = state_; // the group may be destroyed meanwhile
    state->phase = State::Phase::stopped;
    auto finishing = State::until_empty(state, grace);
    co_await std::move(finishing);
    state->cancel();
    auto unwinding = State::until_empty(state, std::chrono::steady_clock::now() + termination_max);
    co_await std::move(unwinding);
}

std::size_t TaskGroup::size() const { return state_->tasks.size(); }

} // namespace postern::net
