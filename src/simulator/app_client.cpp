#include "simulator/app_client.hpp"

namespace postern::simulator {
namespace {

boost::asio::awaitable<http::Outcome> outcome_of(AppClient& client, AppClient::Errand errand,
                                                 http::Request request, net::Deadline deadline)
{
    auto sending = client.send(std::move(errand), std::move(request), deadline);
    auto sent = co_await std::move(sending);
    co_return std::move(sent.outcome);
}

} // namespace

net::Send AppClient::sender(Errand errand)
{
    return [this, errand = std::move(errand)](http::Request request, net::Deadline deadline) {
        return outcome_of(*this, errand, std::move(request), deadline);
    };
}

boost::asio::awaitable<AppClient::Sent> AppClient::send(Errand errand, http::Request request,
                                                        net::Deadline deadline)
{
    auto const exchanges = exchanges_;
    auto const exchange = exchanges->begin({.at = clock_.now(),
                                            .site = std::move(errand.site),
                                            .direction = errand.direction,
                                            .purpose = std::move(errand.purpose),
                                            .request = request,
                                            .repeats = errand.repeats,
                                            .change = std::move(errand.change)});
    auto sending = client_.send(std::move(request), deadline);
    auto sent = co_await std::move(sending);
    exchanges->end(exchange, sent.outcome, sent.elapsed);
    co_return Sent{.outcome = std::move(sent.outcome), .exchange = exchange};
}

} // namespace postern::simulator
