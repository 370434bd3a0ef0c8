#pragma once

// All simulated sites, listening.

#include "net/client.hpp"
#include "net/server.hpp"
#include "simulator/pages/page_check.hpp"
#include "simulator/site_server.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace postern::simulator {

struct SimulatorSettings {
    std::uint16_t port = 2990; // of the first site; each further one has the next; 0: free ones
    // To listen on; but for the first, one that the machine does not have is left out.
    std::vector<std::string> addresses{"127.0.0.1", "::1"};
    std::string host = "localhost"; // in the sites' addresses
    // What the Host header may name besides (listen_address.hpp).
    std::vector<std::string> other_hosts{"127.0.0.1", "[::1]"};
    SiteDefaults defaults;
    std::vector<std::string> suggestions; // addresses of descriptors, for the apps page
    WebhookRetries webhook_retries;
};

class Simulator {
public:
    struct Ports {
        platform::Platform const& platform;
        State& state;
        net::Client& client; // keeps bodies as large as a descriptor (net/descriptor_source.hpp)
        Clock const& clock;
        Random& random;
    };

    // Listens; fails with a sentence for a person. All ports must outlive it; it lives on one executor.
    [[nodiscard]] static std::expected<std::unique_ptr<Simulator>, std::string>
    listen(boost::asio::any_io_executor executor, Ports ports, SimulatorSettings settings);
    ~Simulator();

    [[nodiscard]] std::vector<Tenant> const& tenants() const { return tenants_; }

    // Installs at every site, one after the other; the results in the order of the sites.
    [[nodiscard]] boost::asio::awaitable<std::vector<LifecycleResult>>
    install_everywhere(std::string descriptor_url);

    // The pages of the app at every site where it is installed (page_check.hpp).
    [[nodiscard]] boost::asio::awaitable<std::vector<PageCheck>> check_pages(OnPage on_page);

    // Takes no more requests, lets those and the webhooks that are under way end until `grace`.
    [[nodiscard]] boost::asio::awaitable<void> stop(net::Deadline grace);

private:
    Simulator(boost::asio::any_io_executor executor, Ports ports, SimulatorSettings settings);

    using Servers = std::vector<std::unique_ptr<net::Server>>;
    [[nodiscard]] std::expected<Servers, std::string>
    open_servers(boost::asio::any_io_executor executor, net::Service& service, std::uint16_t port) const;
    [[nodiscard]] std::expected<void, std::string> open_site(boost::asio::any_io_executor executor,
                                                             State::SiteName const& name, std::uint16_t port);

    Ports ports_;
    SimulatorSettings settings_;
    std::string page_secret_;
    std::shared_ptr<ExchangeLog> exchanges_; // connections that outlive the simulator hold it too
    AppClient client_;
    HostKeys keys_;
    Installer installer_;
    Webhooks webhooks_;
    BearerTokens bearer_tokens_;
    std::vector<Tenant> tenants_;
    std::vector<std::unique_ptr<Site>> sites_;
    struct Forward;
    std::vector<std::unique_ptr<Forward>> services_; // what a server calls; there before its site is
    Servers servers_;
};

} // namespace postern::simulator
