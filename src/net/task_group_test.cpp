#include "net/task_group.hpp"
#include "support/loopback.hpp"

namespace postern::net {
namespace {

class Tasks : public Loopback {
protected:
    static asio::awaitable<void> wait(std::chrono::milliseconds time, std::string& log)
    {
        auto const executor = co_await asio::this_coro::executor;
        asio::steady_timer timer(executor, time);
        auto waiting = timer.async_wait(asio::as_tuple(asio::use_awaitable));
        auto const [failed] = co_await std::move(waiting);
        log += failed ? "cancelled " : "done ";
    }

    std::string log_;
};

TEST_F(Tasks, go_on_in_the_background)
{
    TaskGroup group(io_.get_executor(), 2);
    EXPECT_EQ(group.start(wait(0ms, log_)), TaskGroup::Start::begun);
    EXPECT_EQ(group.start(wait(1ms, log_)), TaskGroup::Start::begun);
    EXPECT_EQ(log_, "");
    EXPECT_EQ(group.start(wait(0ms, log_)), TaskGroup::Start::refused) << "more than its maximum";
    run_until([&] { return group.size() == 0; });
    EXPECT_EQ(log_, "done done ");
    EXPECT_EQ(group.start(wait(0ms, log_)), TaskGroup::Start::begun);
    run_until([&] { return group.size() == 0; });
}

TEST_F(Tasks, that_end_within_the_grace_are_waited_for)
{
    TaskGroup group(io_.get_executor(), 2);
    (void)group.start(wait(5ms, log_));
    run(group.stop(far_away()));
    EXPECT_EQ(log_, "done ");
    EXPECT_EQ(group.start(wait(0ms, log_)), TaskGroup::Start::refused) << "a stopped group begins nothing";
}

TEST_F(Tasks, that_do_not_are_cancelled)
{
    TaskGroup group(io_.get_executor(), 2);
    (void)group.start(wait(1h, log_));
    run(group.stop(in(5ms)));
    EXPECT_EQ(log_, "cancelled ");
    EXPECT_EQ(group.size(), 0U);
}

TEST_F(Tasks, do_not_outlive_their_group)
{
    {
        TaskGroup group(io_.get_executor(), 2);
        (void)group.start(wait(1h, log_));
        io_.poll();
    }
    run_until([&] { return !log_.empty(); });
    EXPECT_EQ(log_, "cancelled ");
}

} // namespace
} // namespace postern::net
