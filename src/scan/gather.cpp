#include "scan/gather.hpp"

#include "scan/settle.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace postern::scan {
namespace {

namespace asio = boost::asio;

// Counts answers: an endpoint is done when all of its steps are.
class Counter {
public:
    Counter(Plan const& plan, std::function<void(Progress const&)> const& report) : report_(report)
    {
        for (auto const* step : plan.steps())
            if (!step->endpoint.empty())
                ++left_[step->endpoint];
        progress_.requests_planned = plan.steps().size();
        progress_.endpoints_planned = left_.size();
    }

    void answered(std::string const& endpoint)
    {
        ++progress_.requests_answered;
        // What a page or a name leads to was not planned.
        progress_.requests_planned = std::max(progress_.requests_planned, progress_.requests_answered);
        if (!endpoint.empty() && --left_[endpoint] == 0)
            ++progress_.endpoints_done;
        if (report_)
            report_(progress_);
    }

private:
    std::function<void(Progress const&)> const& report_;
    std::map<std::string, std::size_t> left_;
    Progress progress_;
};

// Everything that only reads from the app.
asio::awaitable<void> read_app(Plan& plan, GatherInput const& input, probes::Conversation& conversation,
                               evidence::Evidence& evidence)
{
    auto access = probes::gather_access(std::move(plan.access), conversation);
    evidence.access = co_await std::move(access);
    auto const token_expires_at = plan.admin.token_expires_at;
    auto admin = probes::gather_admin(std::move(plan.admin), conversation);
    evidence.admin = co_await std::move(admin);
    if (token_expires_at && !evidence.admin->attempts.empty() && input.clock.now() >= *token_expires_at)
        evidence.completeness.gaps.push_back("the user's token expired before the scan had used it: its "
                                             "refusals say nothing of the user's role; take a fresh one");
    auto cross_origin = probes::gather_cross_origin(std::move(plan.cross_origin), conversation);
    evidence.cross_origin = co_await std::move(cross_origin);
    auto exposed_paths = probes::gather_exposed_paths(std::move(plan.exposed_paths), conversation);
    evidence.exposed_paths = co_await std::move(exposed_paths);
    auto marked = probes::gather_input(std::move(plan.input), conversation);
    evidence.input = co_await std::move(marked);
    auto resources = probes::gather_resources(evidence, conversation);
    evidence.resources = co_await std::move(resources);
    auto tls = probes::gather_tls(std::move(plan.tls), conversation, input.tls_observer, input.deadline);
    evidence.tls = co_await std::move(tls);
}

// Reads from the app and asks the DNS at the same time: a silent name server delays only a scan that is
// faster than probes::dns_time_max.
asio::awaitable<void> read(Plan& plan, GatherInput const& input, probes::Conversation& conversation,
                           evidence::Evidence& evidence)
{
    auto const executor = co_await asio::this_coro::executor;
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, read_app(plan, input, conversation, evidence), asio::deferred),
        asio::co_spawn(executor, probes::ask_dns(std::move(plan.dns), input.dns_resolver, input.deadline),
                       asio::deferred));
    auto both = group.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    auto [order, app_failed, dns_failed, answers] = co_await std::move(both);
    for (auto const& failure : {app_failed, dns_failed})
        if (failure)
            std::rethrow_exception(failure);
    auto pages = probes::gather_hosting_pages(std::move(answers), conversation);
    evidence.dns = co_await std::move(pages);
}

// Those of no use as well, in the order of the descriptor: what could not be asked is no less an endpoint.
std::vector<platform::Endpoint> all_endpoints(platform::App const& app)
{
    std::vector<platform::Endpoint> all;
    auto const place = [](platform::Endpoint const& endpoint) {
        return std::pair(endpoint.position.line, endpoint.position.column);
    };
    std::ranges::merge(app.endpoints, app.unusable, std::back_inserter(all), {}, place, place);
    return all;
}

} // namespace

evidence::Target target_of(platform::Platform const& platform, platform::App const& app,
                           std::string descriptor)
{
    return {.platform = std::string(platform.name()),
            .descriptor = std::move(descriptor),
            .app_key = app.key,
            .app_name = app.name,
            .base_url = app.base_url.text(),
            .authentication = app.authentication};
}

asio::awaitable<evidence::Evidence> gather(Plan plan, GatherInput input)
{
    evidence::Evidence evidence{.tool_version = std::move(input.tool_version),
                                .target = std::move(input.target),
                                .started_at = input.clock.now(),
                                .endpoints = all_endpoints(plan.app),
                                .unprobed = std::move(plan.app.unprobed),
                                .descriptor_warnings = std::move(plan.app.warnings),
                                .hosts = std::move(plan.hosts),
                                .descriptor = std::move(plan.app.facts)};
    Counter counter(plan, input.on_progress);
    probes::Conversation conversation({
        .client = input.client,
        .redactor = input.redactor,
        .deadline = input.deadline,
        .at_once = input.at_once,
        .on_answer = [&counter](std::string const& endpoint) { counter.answered(endpoint); },
        .on_exchange = input.on_exchange,
    });
    // Lifecycle last: what an app does after a forged install must not colour what its pages answer.
    auto reading = read(plan, input, conversation, evidence);
    co_await std::move(reading);
    auto lifecycle = probes::gather_lifecycle(std::move(plan.lifecycle), conversation);
    evidence.lifecycle = co_await std::move(lifecycle);

    evidence.ended_at = input.clock.now();
    settle(evidence);
    co_return evidence;
}

evidence::Evidence nothing_seen(std::string tool_version, evidence::Target target, TimePoint now,
                                std::string gap)
{
    return {.tool_version = std::move(tool_version),
            .target = std::move(target),
            .started_at = now,
            .ended_at = now,
            .completeness = {.gaps = {std::move(gap)}}};
}

} // namespace postern::scan
