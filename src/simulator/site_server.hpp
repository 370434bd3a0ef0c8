#pragma once

// One site over HTTP: the pages, the calls they make, the REST API, the app manager and the key server.

#include "net/service.hpp"
#include "simulator/lifecycle/registration.hpp"
#include "simulator/site_services.hpp"

#include <set>
#include <string>

namespace postern::simulator {

struct SiteDefaults {
    std::chrono::minutes opened_ago{0};
    Refresh refresh = Refresh::stale;
    std::chrono::milliseconds heartbeat{15'000}; // of the inspector's events
};

class SiteServer final : public net::Service {
public:
    // All that `services` refers to, and `random`, must outlive it. `authorities` are the values of the Host
    // header that are answered; any other gets 421, so that a name that somebody else points at this address
    // (DNS rebinding) reads nothing.
    SiteServer(SiteServices services, SiteDefaults defaults, std::set<std::string> authorities,
               Random& random)
        : services_(services),
          defaults_(defaults),
          authorities_(std::move(authorities)),
          registration_(random)
    {
    }

    [[nodiscard]] boost::asio::awaitable<http::Response> handle(http::Request request) override;
    // The inspector's events, for a page with the page's secret.
    [[nodiscard]] std::optional<net::StreamedResponse> stream(http::Request const& request) override;

private:
    boost::asio::awaitable<http::Response> answer(http::Request request, http::Url url);
    boost::asio::awaitable<http::Response> dispatch(http::Request request, http::Url url);
    [[nodiscard]] Visit visit_of(http::Request const& request, http::Url const& url) const;
    [[nodiscard]] http::Response page(http::Request const& request, http::Url const& url);

    SiteServices services_;
    SiteDefaults defaults_;
    std::set<std::string> authorities_;
    Registration registration_;
};

} // namespace postern::simulator
