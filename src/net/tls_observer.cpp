#include "net/tls_observer.hpp"

#include "http/local_host.hpp"
#include "net/tls_connection.hpp"
#include "net/trust_store.hpp"
#include "tls/cipher_suites.hpp"

#include <boost/asio.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <optional>
#include <ranges>
#include <span>
#include <utility>

namespace postern::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using tls::Reply;

constexpr auto result = asio::as_tuple(asio::use_awaitable);

std::string without_brackets(std::string const& host)
{
    return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

} // namespace

class TlsObserver::Engine {
public:
    Engine(asio::any_io_executor executor, Clock const& clock, Random& random, TlsObserverOptions options)
        : executor_(std::move(executor)),
          clock_(clock),
          random_(random),
          options_(std::move(options))
    {
    }

    asio::awaitable<HostTls> observe(std::string host, std::uint16_t port, Deadline deadline);
    void stop() { open_.stop(); }

private:
    // What is asked of one address.
    struct Visit {
        tcp::endpoint endpoint;
        std::string host;
        TlsTimes times;
        int handshakes_left = 0;
        tls::Address seen;
    };

    asio::awaitable<std::expected<std::vector<tcp::endpoint>, std::string>>
    resolve(std::string host, std::uint16_t port, Deadline deadline);
    asio::awaitable<void> look_at(Visit& visit);
    asio::awaitable<tls::AskedVersion> ask(Visit& visit, tls::Version version);
    asio::awaitable<HelloAnswer> hello(Visit& visit, tls::Version version, std::vector<std::uint16_t> suites);

    std::expected<TrustStore, std::string> const& trust()
    {
        if (!trust_)
            trust_ = TrustStore::load(options_.ca_file);
        return *trust_;
    }

    asio::any_io_executor executor_;
    Clock const& clock_;
    Random& random_;
    TlsObserverOptions options_;
    std::optional<std::expected<TrustStore, std::string>> trust_; // loaded when it is needed
    OpenConnections open_;
};

asio::awaitable<std::expected<std::vector<tcp::endpoint>, std::string>>
TlsObserver::Engine::resolve(std::string host, std::uint16_t port, Deadline deadline)
{
    boost::system::error_code no_address;
    auto const address = asio::ip::make_address(host, no_address);
    if (!no_address)
        co_return std::vector{tcp::endpoint(address, port)};
    tcp::resolver resolver(executor_);
    asio::steady_timer timer(executor_,
                             std::min(deadline, std::chrono::steady_clock::now() + options_.connect_timeout));
    timer.async_wait([&resolver](boost::system::error_code const& cancelled) {
        if (!cancelled)
            resolver.cancel();
    });
    auto resolving = resolver.async_resolve(host, std::to_string(port), result);
    auto const [failed, found] = co_await std::move(resolving);
    timer.cancel();
    if (failed)
        co_return std::unexpected(failed == asio::error::operation_aborted ? "no answer in time"
                                                                           : failed.message());
    std::vector<tcp::endpoint> endpoints;
    for (auto const& entry : found)
        endpoints.push_back(entry.endpoint());
    std::ranges::sort(endpoints, {}, [](tcp::endpoint const& each) { return each.address().to_string(); });
    auto const again = std::ranges::unique(endpoints);
    endpoints.erase(again.begin(), again.end());
    co_return endpoints;
}

asio::awaitable<HelloAnswer> TlsObserver::Engine::hello(Visit& visit, tls::Version version,
                                                        std::vector<std::uint16_t> suites)
{
    tls::ClientHello client{.version = version, .suites = suites};
    if (!http::is_ip_address(visit.host))
        client.server_name = visit.host;
    random_.fill(client.random);
    TlsConnection connection(executor_, open_, visit.times);
    auto connecting = connection.connect(visit.endpoint);
    if (auto failure = co_await std::move(connecting); !failure.empty())
        co_return HelloAnswer{.reply = Reply::unreachable, .detail = std::move(failure)};
    auto asking = connection.ask(tls::encode(client), version);
    co_return co_await std::move(asking);
}

// Offers every suite, then all but the chosen one, and so on until none is chosen.
asio::awaitable<tls::AskedVersion> TlsObserver::Engine::ask(Visit& visit, tls::Version version)
{
    constexpr std::uint8_t protocol_version = 70; // the alert that says it of every suite
    tls::AskedVersion asked{.version = version};
    auto left = tls::suites_of(version);
    while (!left.empty()) {
        bool const accepted_before = asked.reply == Reply::accepted;
        if (visit.handshakes_left-- <= 0) {
            asked.stopped = fmt::format("after {} handshakes", options_.handshakes_per_address_max);
            break;
        }
        auto const size = std::min(left.size(), tls::suites_per_hello_max);
        auto const end = left.begin() + static_cast<std::ptrdiff_t>(size);
        auto saying = hello(visit, version, std::vector(left.begin(), end));
        auto answer = co_await std::move(saying);
        if (answer.reply == Reply::accepted) {
            asked.reply = Reply::accepted;
            asked.detail.clear();
            asked.suites.push_back(answer.suite);
            auto const chosen = std::ranges::find(left, answer.suite);
            if (chosen == left.end()) {
                asked.stopped = "it chose a suite that it was not offered";
                break;
            }
            left.erase(chosen);
            continue;
        }
        bool const goes_on = answer.reply == Reply::refused || answer.reply == Reply::closed;
        if (!accepted_before) {
            asked.reply = answer.reply;
            asked.detail = answer.detail;
            if (!goes_on || answer.alert == protocol_version)
                break;
        } else if (!goes_on) {
            asked.stopped = answer.detail.empty() ? "it fell silent" : answer.detail;
            break;
        }
        left.erase(left.begin(), end);
    }
    co_return asked;
}

asio::awaitable<void> TlsObserver::Engine::look_at(Visit& visit)
{
    {
        TlsConnection connection(executor_, open_, visit.times);
        auto connecting = connection.connect(visit.endpoint);
        visit.seen.unreachable = co_await std::move(connecting);
        if (!visit.seen.unreachable.empty())
            co_return;
        if (auto const& trusted = trust()) {
            auto shaking = connection.shake_hands(visit.host, *trusted, clock_.now());
            auto answer = co_await std::move(shaking);
            visit.seen.session = std::move(answer.session);
            visit.seen.session_failure = std::move(answer.failure);
        } else {
            visit.seen.session_failure = trusted.error();
        }
    }
    for (auto const version : tls::versions | std::views::reverse) {
        if (open_.stopped() || std::chrono::steady_clock::now() >= visit.times.deadline)
            co_return;
        auto asking = ask(visit, version);
        visit.seen.versions.push_back(co_await std::move(asking));
    }
}

asio::awaitable<HostTls> TlsObserver::Engine::observe(std::string host, std::uint16_t port, Deadline deadline)
{
    HostTls seen;
    host = without_brackets(host);
    auto resolving = resolve(host, port, deadline);
    auto const endpoints = co_await std::move(resolving);
    if (!endpoints) {
        seen.unresolved = endpoints.error();
    } else {
        TlsTimes const times{options_.connect_timeout, options_.handshake_timeout, deadline};
        std::vector<Visit> visits;
        for (auto const& endpoint : *endpoints) {
            auto text = endpoint.address().to_string();
            if (visits.size() < options_.addresses_per_host_max)
                visits.push_back({endpoint,
                                  host,
                                  times,
                                  options_.handshakes_per_address_max,
                                  {.address = std::move(text)}});
            else
                seen.left_out.push_back(std::move(text));
        }
        using Operation = decltype(asio::co_spawn(executor_, look_at(visits.front()), asio::deferred));
        std::vector<Operation> operations;
        for (auto& visit : visits)
            operations.push_back(asio::co_spawn(executor_, look_at(visit), asio::deferred));
        auto group = asio::experimental::make_parallel_group(std::move(operations));
        auto all = group.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
        auto const [order, failures] = co_await std::move(all);
        for (auto const& failure : failures)
            if (failure)
                std::rethrow_exception(failure);
        for (auto& visit : visits)
            seen.addresses.push_back(std::move(visit.seen));
    }
    if (open_.stopped())
        seen.cut_off = "the scan was interrupted";
    else if (std::chrono::steady_clock::now() >= deadline)
        seen.cut_off = "the scan's time was over";
    co_return seen;
}

TlsObserver::TlsObserver(asio::any_io_executor executor, Clock const& clock, Random& random,
                         TlsObserverOptions options)
    : engine_(std::make_unique<Engine>(std::move(executor), clock, random, std::move(options)))
{
}

TlsObserver::~TlsObserver() = default;

asio::awaitable<HostTls> TlsObserver::observe(std::string host, std::uint16_t port, Deadline deadline)
{
    return engine_->observe(std::move(host), port, deadline);
}

void TlsObserver::stop() { engine_->stop(); }

} // namespace postern::net
