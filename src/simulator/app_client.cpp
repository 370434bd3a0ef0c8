#include "simulator/app_client.hpp"

#include "http/url.hpp"

#include <fmt/format.h>

namespace postern::simulator {
namespace {

// The simulator gives each request a time of its own: none has a run whose time could be over.
http::Outcome own_time(http::Outcome outcome, std::string const& url)
{
    auto* const failure = std::get_if<http::TransportFailure>(&outcome);
    if (failure && failure->kind == http::TransportFailureKind::deadline_passed) {
        auto const asked = http::parse_url(url);
        *failure = {http::TransportFailureKind::timed_out,
                    fmt::format("{} did not answer in time", asked ? asked->authority() : url)};
    }
    return outcome;
}

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
    auto const url = request.url;
    auto sending = client_.send(std::move(request), deadline);
    auto sent = co_await std::move(sending);
    sent.outcome = own_time(std::move(sent.outcome), url);
    exchanges->end(exchange, sent.outcome, sent.elapsed);
    co_return Sent{.outcome = std::move(sent.outcome), .exchange = exchange};
}

} // namespace postern::simulator
