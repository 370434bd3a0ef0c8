#include "net/signal.hpp"

#include <boost/asio.hpp>

namespace postern::net {

namespace asio = boost::asio;

void Signal::raise()
{
    raised_ = true;
    timer_.cancel();
}

asio::awaitable<Woken> Signal::wait(Deadline latest)
{
    if (raised_)
        co_return Woken::raised;
    timer_.expires_at(latest);
    auto waiting = timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    auto const [aborted] = co_await std::move(waiting);
    if (raised_)
        co_return Woken::raised;
    co_return aborted ? Woken::cancelled : Woken::deadline_passed;
}

} // namespace postern::net
