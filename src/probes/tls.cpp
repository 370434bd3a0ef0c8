#include "probes/tls.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace postern::probes {
namespace {

namespace asio = boost::asio;
using evidence::Host;
using evidence::TlsHost;

constexpr int https_port = 443;

Step step(std::string what, std::string url)
{
    Step step{
        .what = std::move(what), .request = {.url = std::move(url)}, .redirects = Redirects::not_followed};
    step.request.headers.set("Accept", "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8");
    return step;
}

void add_steps(Host const& host, TlsTarget& target, std::vector<Step>& steps)
{
    if (host.role == Host::Role::named) {
        target.seen.plain_not_sent = "the host is only named in the descriptor";
        return;
    }
    // Plain first: what refuses it must not be the last that a host answers.
    if (host.port == https_port) {
        target.plain = steps.size();
        steps.push_back(
            step("nothing, over plain HTTP: for a redirect to HTTPS", fmt::format("http://{}/", host.name)));
    } else {
        target.seen.plain_not_sent =
            fmt::format("HTTPS is on port {}, to which no port for plain HTTP belongs", host.port);
    }
    target.secure = steps.size();
    steps.push_back(step("nothing, over HTTPS: for Strict-Transport-Security",
                         host.port == https_port ? fmt::format("https://{}/", host.name)
                                                 : fmt::format("https://{}:{}/", host.name, host.port)));
}

// Lives in gather_tls, which ends after the last of its workers.
struct Queue {
    std::vector<TlsTarget>& targets;
    net::TlsObserver& observer;
    net::Deadline deadline;
    std::size_t next = 0;
};

asio::awaitable<void> work(Queue& queue)
{
    while (queue.next < queue.targets.size()) {
        auto& target = queue.targets[queue.next++];
        if (!target.seen.not_looked_at.empty())
            continue;
        auto observing = queue.observer.observe(target.name, target.port, queue.deadline);
        auto observed = co_await std::move(observing);
        target.seen.unresolved = std::move(observed.unresolved);
        target.seen.addresses = std::move(observed.addresses);
        target.seen.addresses_left_out = std::move(observed.left_out);
        target.seen.cut_off = std::move(observed.cut_off);
    }
}

asio::awaitable<void> observe_all(Queue& queue)
{
    auto const executor = co_await asio::this_coro::executor;
    auto const workers = std::min(queue.targets.size(), tls_hosts_at_once);
    using Operation = decltype(asio::co_spawn(executor, work(queue), asio::deferred));
    std::vector<Operation> operations;
    for (std::size_t i = 0; i < workers; ++i)
        operations.push_back(asio::co_spawn(executor, work(queue), asio::deferred));
    auto group = asio::experimental::make_parallel_group(std::move(operations));
    auto all = group.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    auto const [order, failures] = co_await std::move(all);
    for (auto const& failure : failures)
        if (failure)
            std::rethrow_exception(failure);
}

} // namespace

TlsPlan plan_tls(TlsPlanInput const& input)
{
    TlsPlan plan;
    for (auto const& host : input.hosts) {
        if (!host.skipped.empty())
            continue;
        TlsTarget target{
            .seen = {.host = evidence::address(host),
                     .reach = input.is_local(host.name) ? TlsHost::Reach::local : TlsHost::Reach::elsewhere},
            .name = host.name,
            .port = static_cast<std::uint16_t>(host.port)};
        if (host.scheme == Host::Scheme::http) {
            target.seen.not_looked_at = "its address is http, not https";
            target.seen.plain_not_sent = target.seen.not_looked_at;
        } else {
            if (input.through_a_proxy && input.through_a_proxy(host))
                target.seen.not_looked_at =
                    "the way there is through a proxy, with which there are no handshakes of our own";
            add_steps(host, target, plan.steps);
        }
        plan.targets.push_back(std::move(target));
    }
    return plan;
}

asio::awaitable<evidence::TlsHosts> gather_tls(TlsPlan plan, Conversation& conversation,
                                               net::TlsObserver& observer, net::Deadline deadline)
{
    auto hearing = conversation.hear_all(std::move(plan.steps));
    auto heard = co_await std::move(hearing);
    if (!plan.targets.empty()) {
        Queue queue{plan.targets, observer, deadline};
        auto observing = observe_all(queue);
        co_await std::move(observing);
    }
    evidence::TlsHosts gathered;
    for (auto& target : plan.targets) {
        if (target.plain)
            target.seen.plain = std::move(heard[*target.plain].hops.front());
        if (target.secure)
            target.seen.secure = std::move(heard[*target.secure].hops.front());
        gathered.hosts.push_back(std::move(target.seen));
    }
    co_return gathered;
}

} // namespace postern::probes
