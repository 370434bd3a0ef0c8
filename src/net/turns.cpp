#include "net/turns.hpp"

#include <boost/asio.hpp>

namespace postern::net {

Turns::Turns(boost::asio::any_io_executor executor, TurnLimits limits)
    : executor_(std::move(executor)),
      limits_(limits)
{
}

Turns::Turn::Turn(std::shared_ptr<Turns> turns, Host& host, Signal& signal)
    : turns_(std::move(turns)),
      host_(host),
      signal_(signal)
{
    host_.line.push_back(this);
}

Turns::Turn::~Turn()
{
    if (granted_)
        --host_.running;
    else
        host_.line.remove(this);
    turns_->grant(host_);
}

std::unique_ptr<Turns::Turn> Turns::join(std::string const& origin, Signal& signal)
{
    auto& host = hosts_.try_emplace(origin, executor_).first->second;
    auto turn = std::make_unique<Turn>(shared_from_this(), host, signal);
    grant(host);
    return turn;
}

void Turns::grant(Host& host)
{
    while (host.running < limits_.at_once_max && !host.line.empty()) {
        auto const now = std::chrono::steady_clock::now();
        if (now < host.next_start)
            return grant_later(host);
        auto* const turn = host.line.front();
        host.line.pop_front();
        ++host.running;
        host.next_start = now + std::chrono::duration_cast<Deadline::duration>(limits_.interval_min);
        turn->granted_ = true;
        turn->signal_.raise();
    }
}

void Turns::grant_later(Host& host)
{
    host.timer.expires_at(host.next_start);
    host.timer.async_wait([weak = weak_from_this(), &host](boost::system::error_code const& aborted) {
        if (auto const self = weak.lock(); self && !aborted)
            self->grant(host);
    });
}

} // namespace postern::net
