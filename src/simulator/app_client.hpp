#pragma once

// Asks the app on behalf of a site, where the inspector sees it.

#include "net/send.hpp"
#include "simulator/inspector/exchange_log.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>

namespace postern::simulator {

class AppClient {
public:
    // `client` must outlive the requests, and both references the object.
    AppClient(net::Client& client, std::shared_ptr<ExchangeLog> exchanges, Clock const& clock)
        : client_(client),
          exchanges_(std::move(exchanges)),
          clock_(clock)
    {
    }

    struct Errand {
        std::string site;
        std::string purpose; // ExchangeStart::purpose
        Direction direction = Direction::host_to_app;
        std::optional<ExchangeId> repeats = std::nullopt;
        std::string change = "";
    };
    struct Sent {
        http::Outcome outcome;
        ExchangeId exchange;
    };
    // As net::Client::send. The object may end while the app is asked.
    [[nodiscard]] boost::asio::awaitable<Sent> send(Errand errand, http::Request request,
                                                    net::Deadline deadline);

    // Sends all that it is given as this errand. It must not outlive the object.
    [[nodiscard]] net::Send sender(Errand errand);

private:
    net::Client& client_;
    std::shared_ptr<ExchangeLog> exchanges_;
    Clock const& clock_;
};

} // namespace postern::simulator
