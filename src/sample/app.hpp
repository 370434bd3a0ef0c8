#pragma once

// A small Connect app for Jira: it counts how often an issue was updated and shows that in a panel. Correct
// unless a weakness is asked for. It lives behind net::Service, so that a test calls it in memory.

#include "base/clock.hpp"
#include "base/random.hpp"
#include "http/url.hpp"
#include "net/service.hpp"
#include "sample/administrators.hpp"
#include "sample/host_rule.hpp"
#include "sample/key_server.hpp"
#include "sample/lifecycle_call.hpp"
#include "sample/pages.hpp"
#include "sample/panel.hpp"
#include "sample/refusal.hpp"
#include "sample/route.hpp"
#include "sample/sessions.hpp"
#include "sample/tenants.hpp"
#include "sample/token_check.hpp"
#include "sample/weakness.hpp"

#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace postern::sample {

struct AppConfig {
    http::Url base_url; // as the host sees it; its path may be that of a proxy in front
    WeaknessSet weaknesses;
    Panel panel = Panel::dead_end;
    std::vector<HostRule> hosts = default_host_rules(); // may frame pages whose tenant is not known
    std::size_t tenants_max = 1000;
    std::size_t sessions_max = 10'000;
    std::size_t issues_per_tenant_max = 1000;
    std::size_t request_body_max_bytes = 256 * 1024;
    std::chrono::milliseconds slow_delay{10'000};    // of Weakness::slow
    std::size_t huge_body_bytes = 4ul * 1024 * 1024; // of Weakness::huge_body
};

// What the app needs from outside. All of it must outlive the app.
struct AppPorts {
    Clock const& clock;
    Random& random;
    KeyServer& keys;
    Administrators& administrators;
    std::function<void(std::string_view)> log; // one line a call, without queries, tokens and secrets
};

// Belongs to one thread.
class App final : public net::Service {
public:
    App(AppConfig config, AppPorts ports);

    // For a server whose port is known only once it listens; before the first request.
    void set_base_url(http::Url base_url) { config_.base_url = std::move(base_url); }

    [[nodiscard]] boost::asio::awaitable<http::Response> handle(http::Request request) override;

private:
    struct Visit {
        http::Request request;
        http::Url url;
        Route const& route;
    };
    // Whom a token stands for. A tenant without a secret is a visitor that a weakness let in.
    struct Identity {
        std::shared_ptr<Tenant> tenant;
        std::string account;
        std::optional<std::string> context; // the claim, JSON
    };

    // app.cpp
    [[nodiscard]] boost::asio::awaitable<http::Response> answer(http::Request request);
    [[nodiscard]] boost::asio::awaitable<http::Response> dispatch(Visit const& visit);
    [[nodiscard]] std::expected<Identity, Refusal> identify(Visit const& visit, Sources sources,
                                                            Binding binding, Age age = Age::current) const;
    [[nodiscard]] http::Response issue_api(Visit const& visit);
    [[nodiscard]] http::Response webhook(Visit const& visit);
    [[nodiscard]] http::Response loop(Visit const& visit) const;
    void finish(RouteKind kind, http::Response& response);
    void finish_page(RouteKind kind, http::Response& response);
    [[nodiscard]] bool weak(Weakness weakness) const { return config_.weaknesses.has(weakness); }
    [[nodiscard]] std::string base_path() const;
    [[nodiscard]] std::string local_path(http::Url const& url) const;

    // app_pages.cpp
    [[nodiscard]] boost::asio::awaitable<http::Response> page(Visit const& visit);
    [[nodiscard]] http::Response shell(Visit const& visit) const;
    [[nodiscard]] http::Response show(Visit const& visit, Route const& route, Identity const& identity);
    [[nodiscard]] http::Response empty_panel(Visit const& visit, int status) const;
    [[nodiscard]] std::shared_ptr<Tenant> tenant_of_page(Visit const& visit) const;
    [[nodiscard]] PageData page_data(Visit const& visit, Tenant const& tenant) const;
    [[nodiscard]] Identity visitor(Visit const& visit) const;
    [[nodiscard]] http::Response login(Visit const& visit);
    void remember(Visit const& visit, Identity const& identity, PageData& data, http::Response& response);

    // app_refusals.cpp
    [[nodiscard]] http::Response refuse(Visit const& visit, Refusal refusal);
    [[nodiscard]] std::optional<http::Response> weak_refusal(Visit const& visit, Refusal refusal);
    [[nodiscard]] http::Response to_login(std::string_view query) const;

    // app_lifecycle.cpp
    [[nodiscard]] boost::asio::awaitable<http::Response> lifecycle(Visit const& visit);
    [[nodiscard]] boost::asio::awaitable<std::expected<void, Refusal>>
    check_signed_call(Visit const& visit, LifecycleCall const& call);
    [[nodiscard]] boost::asio::awaitable<std::expected<jwt::Key, Refusal>>
    host_key(std::optional<std::string> key_id, jwt::Algorithm algorithm);
    [[nodiscard]] http::Response install(LifecycleCall const& call);

    AppConfig config_;
    AppPorts ports_;
    TokenCheck check_;
    Tenants tenants_;
    Sessions sessions_;
};

} // namespace postern::sample
