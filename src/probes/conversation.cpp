#include "probes/conversation.hpp"

#include "http/redact_exchange.hpp"
#include "http/redirect.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace postern::probes {

namespace asio = boost::asio;

// Lives in hear_all, which ends after the last of its workers.
struct Conversation::Queue {
    std::vector<Step> steps;
    std::vector<Heard> heard;
    std::size_t next = 0;
};

asio::awaitable<Heard> Conversation::hear(Step step)
{
    Heard heard;
    auto const first = step.request;
    auto request = std::move(step.request);
    while (true) {
        auto sending = input_.client.send(request, input_.deadline);
        auto sent = co_await std::move(sending);
        http::Exchange exchange{
            .request = request, .outcome = std::move(sent.outcome), .elapsed = sent.elapsed};
        auto const* response = exchange.response();
        auto const redirects = response && http::is_redirect(response->status);
        auto next = redirects && step.redirects == Redirects::followed
                        ? http::next_hop(request, *response, step.token)
                        : http::Stop{};
        heard.hops.push_back(http::redacted_hop(std::move(exchange), input_.redactor, first));
        if (input_.on_exchange)
            input_.on_exchange(heard.hops.back());
        if (auto* stop = std::get_if<http::Stop>(&next)) {
            heard.stopped = std::move(stop->reason);
            co_return heard;
        }
        if (static_cast<int>(heard.hops.size()) > http::redirect_hops_max) {
            heard.stopped = fmt::format("it is the last of {} redirects in a row", heard.hops.size());
            co_return heard;
        }
        request = std::get<http::Request>(std::move(next));
    }
}

asio::awaitable<void> Conversation::work(Queue& queue)
{
    while (queue.next < queue.steps.size()) {
        auto const index = queue.next++;
        auto const endpoint = queue.steps[index].endpoint;
        auto hearing = hear(std::move(queue.steps[index]));
        queue.heard[index] = co_await std::move(hearing);
        if (input_.on_answer)
            input_.on_answer(endpoint);
    }
}

asio::awaitable<std::vector<Heard>> Conversation::hear_all(std::vector<Step> steps)
{
    Queue queue{.steps = std::move(steps)};
    queue.heard.resize(queue.steps.size());
    if (queue.steps.empty())
        co_return std::move(queue.heard);

    auto const executor = co_await asio::this_coro::executor;
    auto const workers = std::min(queue.steps.size(), static_cast<std::size_t>(std::max(1, input_.at_once)));
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
    co_return std::move(queue.heard);
}

} // namespace postern::probes
