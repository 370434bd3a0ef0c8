#include "simulator/simulator.hpp"

#include "base/assert.hpp"
#include "simulator/inspector/har.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace postern::simulator {
namespace {

constexpr std::size_t page_secret_bytes = 32;
constexpr int free_port_tries_max = 8;

std::set<std::string> authorities(SimulatorSettings const& settings, std::uint16_t port)
{
    auto hosts = settings.other_hosts;
    hosts.push_back(settings.host);
    std::set<std::string> all;
    for (auto const& host : hosts)
        all.insert(port == 80 ? host : fmt::format("{}:{}", host, port));
    return all;
}

// Whether this machine has the address at all: one without IPv6 has no ::1.
bool has_address(boost::asio::any_io_executor const& executor, std::string const& address)
{
    boost::asio::ip::tcp::endpoint const any_port(boost::asio::ip::make_address(address), 0);
    boost::asio::ip::tcp::socket socket(executor);
    boost::system::error_code failed;
    socket.open(any_port.protocol(), failed);
    if (!failed)
        socket.bind(any_port, failed);
    return failed != boost::asio::error::address_family_not_supported &&
           failed != boost::system::errc::address_not_available;
}

Redactor without(std::string const& page_secret)
{
    auto redactor = Redactor::make({{.what = "page secret", .value = page_secret}});
    POSTERN_ASSERT(redactor.has_value(), "the page's secret is long enough");
    return *std::move(redactor);
}

} // namespace

// A server needs its service before its port is known, and the site needs the port.
struct Simulator::Forward final : net::Service {
    std::unique_ptr<SiteServer> site;

    boost::asio::awaitable<http::Response> handle(http::Request request) override
    {
        auto handling = site->handle(std::move(request));
        co_return co_await std::move(handling);
    }

    std::optional<net::StreamedResponse> stream(http::Request const& request) override
    {
        return site->stream(request);
    }
};

Simulator::Simulator(boost::asio::any_io_executor executor, Ports ports, SimulatorSettings settings)
    : ports_(ports),
      settings_(std::move(settings)),
      page_secret_(ports.random.hex(page_secret_bytes)),
      exchanges_(std::make_shared<ExchangeLog>(without(page_secret_))),
      client_(ports.client, exchanges_, ports.clock),
      keys_(ports.random),
      installer_({.platform = ports.platform,
                  .state = ports.state,
                  .keys = keys_,
                  .client = client_,
                  .exchanges = *exchanges_,
                  .clock = ports.clock,
                  .random = ports.random}),
      webhooks_({.platform = ports.platform,
                 .client = client_,
                 .clock = ports.clock,
                 .random = ports.random,
                 .executor = std::move(executor)},
                settings_.webhook_retries),
      bearer_tokens_(ports.random)
{
}

Simulator::~Simulator() = default;

// On every address, at one port. A browser that finds another program at one of them would show that.
std::expected<Simulator::Servers, std::string> Simulator::open_servers(boost::asio::any_io_executor executor,
                                                                       net::Service& service,
                                                                       std::uint16_t port) const
{
    Servers servers;
    for (std::size_t i = 0; i < settings_.addresses.size(); ++i) {
        auto const& address = settings_.addresses[i];
        if (i > 0 && !has_address(executor, address))
            continue;
        auto server = net::Server::listen(
            executor, service,
            {.address = address, .port = port, .request_body_max_bytes = inspector::har_max_bytes});
        if (!server)
            return std::unexpected(server.error() +
                                   "; end the simulator that may still run there, from whose port apps take "
                                   "the keys of installs; or --port names another port, --listen another "
                                   "address");
        port = (*server)->port();
        servers.push_back(*std::move(server));
    }
    return servers;
}

std::expected<void, std::string> Simulator::open_site(boost::asio::any_io_executor executor,
                                                      State::SiteName const& name, std::uint16_t port)
{
    auto forward = std::make_unique<Forward>();
    auto servers = open_servers(executor, *forward, port);
    // A port that is free at one address may be taken at another.
    for (int tries = 1; !servers && port == 0 && tries < free_port_tries_max; ++tries)
        servers = open_servers(executor, *forward, port);
    if (!servers)
        return std::unexpected(servers.error());
    port = servers->front()->port();
    std::ranges::move(*servers, std::back_inserter(servers_));
    tenants_.push_back({.name = name.name,
                        .title = name.title,
                        .client_key = name.client_key,
                        .cloud_id = name.cloud_id,
                        .origin = fmt::format("http://{}:{}", settings_.host, port)});
    sites_.push_back(std::make_unique<Site>(ports_.platform, ports_.state, tenants_.back()));
    if (auto const installed = ports_.state.installation(name.name))
        exchanges_->remember_secret("shared secret", installed->shared_secret);
    forward->site =
        std::make_unique<SiteServer>(SiteServices{.site = *sites_.back(),
                                                  .tenants = tenants_,
                                                  .installer = installer_,
                                                  .keys = keys_,
                                                  .webhooks = webhooks_,
                                                  .bearer_tokens = bearer_tokens_,
                                                  .client = client_,
                                                  .exchanges = exchanges_,
                                                  .clock = ports_.clock,
                                                  .page_secret = page_secret_,
                                                  .suggestions = settings_.suggestions},
                                     settings_.defaults, authorities(settings_, port), ports_.random);
    services_.push_back(std::move(forward));
    return {};
}

std::expected<std::unique_ptr<Simulator>, std::string>
Simulator::listen(boost::asio::any_io_executor executor, Ports ports, SimulatorSettings settings)
{
    std::unique_ptr<Simulator> simulator(new Simulator(executor, ports, std::move(settings)));
    auto port = simulator->settings_.port;
    for (auto const& name : ports.state.sites()) {
        if (auto opened = simulator->open_site(executor, name, port); !opened)
            return std::unexpected(opened.error());
        if (port != 0)
            ++port;
    }
    return simulator;
}

boost::asio::awaitable<std::vector<LifecycleResult>> Simulator::install_everywhere(std::string descriptor_url)
{
    std::vector<LifecycleResult> results;
    for (auto const& tenant : tenants_) {
        auto installing = installer_.install(tenant, descriptor_url);
        auto result = co_await std::move(installing);
        results.push_back(std::move(result));
    }
    co_return results;
}

boost::asio::awaitable<std::vector<PageCheck>> Simulator::check_pages(OnPage on_page)
{
    std::vector<PageCheck> all;
    for (std::size_t i = 0; i < sites_.size(); ++i) {
        auto& other = *sites_[(i + 1) % sites_.size()];
        auto checking = simulator::check_pages(
            ports_.client, *sites_[i], &other == sites_[i].get() ? nullptr : &other, ports_.clock, on_page);
        auto checks = co_await std::move(checking);
        all.insert(all.end(), std::make_move_iterator(checks.begin()), std::make_move_iterator(checks.end()));
    }
    co_return all;
}

boost::asio::awaitable<void> Simulator::stop(net::Deadline grace)
{
    for (auto const& server : servers_) {
        auto stopping = server->stop(grace);
        co_await std::move(stopping);
    }
    auto delivering = webhooks_.stop(grace);
    co_await std::move(delivering);
}

} // namespace postern::simulator
