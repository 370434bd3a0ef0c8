// What the simulator takes to mint a frame's token and to answer with an issue page that has three panels, or
// as many as an app may well have, asked over loopback by a client on the same thread. Fails where a bound
// that the project promises is missed.

#include "net/descriptor_source.hpp"
#include "platform/connect/connect_platform.hpp"
#include "simulator/simulator.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <vector>

namespace {

using namespace postern;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr int tokens = 20'000;
constexpr int few_pages = 400;
constexpr Milliseconds token_max{0.1};
constexpr Milliseconds page_max{50};
constexpr std::chrono::seconds request_max{30};
constexpr int few_panels = 3;
// What a panel takes of the processor must not grow with their number.
constexpr int some_panels = 300;
constexpr int many_panels = 2400;
constexpr int long_pages = 9;
constexpr double growth_max = 2;
constexpr std::size_t page_kept_max_bytes = 64 * 1024 * 1024; // a descriptor too

void require(bool holds, std::string const& otherwise)
{
    if (holds)
        return;
    fmt::print(stderr, "bench: {}\n", otherwise);
    std::exit(1);
}

// An app with panels on the issue view that takes every install.
class Panels final : public net::Service {
public:
    boost::asio::awaitable<http::Response> handle(http::Request request) override
    {
        if (request.url.ends_with("/atlassian-connect.json"))
            co_return http::make_response(200, "application/json", descriptor());
        co_return http::make_response(204, "", "");
    }

    std::string base_url;
    int count = few_panels;

private:
    [[nodiscard]] std::string descriptor() const
    {
        auto modules = nlohmann::json::array();
        for (auto i = 0; i < count; ++i)
            modules.push_back(
                {{"key", fmt::format("panel-{}", i)},
                 {"name", {{"value", fmt::format("Panel {}", i)}}},
                 {"location", "atl.jira.view.issue.right.context"},
                 {"url", fmt::format("/panel-{}?issue={{issue.key}}&project={{project.key}}", i)}});
        return nlohmann::json{{"key", "com.example.postern.bench"},
                              {"name", "Panels"},
                              {"baseUrl", base_url},
                              {"authentication", {{"type", "jwt"}}},
                              {"apiMigrations", {{"signed-install", true}, {"context-qsh", true}}},
                              {"lifecycle", {{"installed", "/installed"}}},
                              {"scopes", {"READ"}},
                              {"modules", {{"webPanels", std::move(modules)}}}}
            .dump();
    }
};

template <typename Value>
Value run(boost::asio::io_context& io, boost::asio::awaitable<Value> task)
{
    std::optional<Value> value;
    boost::asio::co_spawn(io, std::move(task), [&](std::exception_ptr failed, Value result) {
        require(!failed, "a task failed");
        value = std::move(result);
        io.stop();
    });
    io.restart();
    io.run();
    return *std::move(value);
}

Milliseconds time_of_token(simulator::State& state, simulator::Tenant const& tenant, SystemClock const& clock)
{
    platform::connect::ConnectPlatform const platform;
    simulator::Site site(platform, state, tenant);
    auto const app = site.app();
    require(app != nullptr, "the app is not installed");
    auto const* const module = app->module("webPanels/panel-0");
    require(module != nullptr, "the app has no panel");
    simulator::Visit const visit{.user = state.users(tenant.name).front(), .now = clock.now(), .values = {}};
    std::map<std::string, std::string> const values{{"issue.key", "ALPHA-1"}, {"project.key", "ALPHA"}};
    auto const began = std::chrono::steady_clock::now();
    for (auto i = 0; i < tokens; ++i) {
        auto const address =
            site.address(*app, *module, visit, values, visit.now - std::chrono::seconds(i % 900));
        require(address && address->token, "the frame has no token");
    }
    return (std::chrono::steady_clock::now() - began) / tokens;
}

std::vector<Milliseconds> times_of_pages(boost::asio::io_context& io, net::Client& client,
                                         std::string const& url, int pages, int panels)
{
    std::vector<Milliseconds> times;
    for (auto i = 0; i < pages; ++i) {
        auto const began = std::chrono::steady_clock::now();
        auto const sent = run(io, client.send({.url = url}, began + request_max));
        times.push_back(std::chrono::steady_clock::now() - began);
        auto const* const response = std::get_if<http::Response>(&sent.outcome);
        require(response && response->status == 200, "the issue page was not answered");
        require(response->body.contains(fmt::format("webPanels/panel-{}\"", panels - 1)),
                "a panel is missing");
    }
    std::ranges::sort(times);
    return times;
}

void install(boost::asio::io_context& io, simulator::Simulator& simulator, Panels& app, int panels)
{
    app.count = panels;
    for (auto const& result : run(io, simulator.install_everywhere(app.base_url + "/atlassian-connect.json")))
        require(result.outcome == simulator::LifecycleResult::Outcome::done, result.reason);
}

} // namespace

int main()
{
    boost::asio::io_context io(1);
    SystemClock const clock;
    SystemRandom random;
    platform::connect::ConnectPlatform const platform;
    net::Client client(io.get_executor(),
                       {.user_agent = "postern-bench", .response_body_max_bytes = page_kept_max_bytes});
    auto const state = simulator::State::open(std::nullopt, std::nullopt, random);
    require(state.has_value(), "the state could not be made");
    Panels service;
    auto const app = net::Server::listen(io.get_executor(), service, {});
    require(app.has_value(), "the app cannot listen");
    service.base_url = fmt::format("http://127.0.0.1:{}", (*app)->port());
    auto const simulated = simulator::Simulator::listen(
        io.get_executor(),
        {.platform = platform, .state = **state, .client = client, .clock = clock, .random = random},
        {.port = 0, .addresses = {"127.0.0.1"}, .host = "127.0.0.1"});
    require(simulated.has_value(), "the simulator cannot listen");
    auto const& tenant = (*simulated)->tenants().front();
    auto const page = tenant.origin + "/browse/ALPHA-1";

    install(io, **simulated, service, few_panels);
    auto const token = time_of_token(**state, tenant, clock);
    auto const times = times_of_pages(io, client, page, few_pages, few_panels);
    auto const median = times[times.size() / 2];
    auto const late = times[times.size() * 99 / 100];
    auto const time_with = [&](int panels) {
        install(io, **simulated, service, panels);
        auto const began = std::clock();
        times_of_pages(io, client, page, long_pages, panels);
        return 1000.0 * static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC / long_pages;
    };
    auto const some = time_with(some_panels);
    auto const many = time_with(many_panels);
    auto const growth = (many / many_panels) / (some / some_panels);
    fmt::print("address and token of a frame: {:.4f} ms (mean of {}; at most {} ms)\n", token.count(), tokens,
               token_max.count());
    fmt::print(
        "issue page with three panels: median {:.2f} ms, 99th percentile {:.2f} ms of {} (at most {} ms)\n",
        median.count(), late.count(), times.size(), page_max.count());
    fmt::print(
        "processor for an issue page with {} panels: {:.0f} ms (mean of {}); with {}: {:.0f} ms, {:.2f} "
        "times as much for each panel (at most {})\n",
        some_panels, some, long_pages, many_panels, many, growth, growth_max);
    return token < token_max && late < page_max && growth < growth_max ? 0 : 1;
}
