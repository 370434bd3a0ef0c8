#pragma once

// The endpoints by which an app in development installs itself. Source: connect-protocol.md section 6.

#include "simulator/site_services.hpp"

#include <boost/asio/awaitable.hpp>

#include <deque>
#include <string>

namespace postern::simulator {

inline constexpr std::string_view registration_path = "/rest/plugins/1.0/";

class Registration {
public:
    static constexpr std::size_t tasks_max = 32; // the results of earlier ones are forgotten

    // `random` must outlive it.
    explicit Registration(Random& random) : random_(random), token_(random.hex(16)) {}

    // `request` is one below registration_path. An install needs the token that the list hands out: a page of
    // another origin can neither read that nor send the request's type without a preflight. A removal comes
    // without one, as atlassian-connect-express sends it when it ends, and from no browser.
    [[nodiscard]] boost::asio::awaitable<http::Response> handle(SiteServices services, http::Request request);

    // Whether nobody who may send this does: a removal by a browser.
    [[nodiscard]] static bool refuses(http::Request const& request);

private:
    struct Task {
        std::string id;
        LifecycleResult result;
    };

    boost::asio::awaitable<http::Response> install(SiteServices services, http::Request request);
    [[nodiscard]] http::Response list(SiteServices const& services) const;
    [[nodiscard]] http::Response outcome(SiteServices const& services, std::string_view id) const;

    Random& random_;
    std::string token_;
    std::deque<Task> tasks_; // the newest first
};

} // namespace postern::simulator
