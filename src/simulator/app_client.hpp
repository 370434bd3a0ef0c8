#pragma once

// Asks the app on behalf of a site, where the inspector sees it.

#include "net/client.hpp"
#include "simulator/inspector/exchange_log.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace postern::simulator {

class AppClient {
public:
    // All must outlive the requests.
    AppClient(net::Client& client, ExchangeLog& exchanges, Clock const& clock)
        : client_(client),
          exchanges_(exchanges),
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
    // As net::Client::send.
    [[nodiscard]] boost::asio::awaitable<Sent> send(Errand errand, http::Request request,
                                                    net::Deadline deadline);

private:
    net::Client& client_;
    ExchangeLog& exchanges_;
    Clock const& clock_;
};

} // namespace postern::simulator
