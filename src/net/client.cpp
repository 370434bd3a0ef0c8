#include "net/client.hpp"

#include "base/assert.hpp"
#include "http/url.hpp"
#include "net/multi.hpp"
#include "net/signal.hpp"
#include "net/transfer.hpp"
#include "net/turns.hpp"

#include <boost/asio.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace postern::net {
namespace {

namespace asio = boost::asio;
using Kind = http::TransportFailureKind;

constexpr std::chrono::milliseconds retry_pause{25}; // times the number of the attempt
constexpr int idle_connections_per_turn = 2;

TurnLimits turn_limits(ClientOptions const& options)
{
    TurnLimits limits{.at_once_max = options.requests_per_host_max};
    if (options.requests_per_second && *options.requests_per_second > 0)
        limits.interval_min = std::chrono::duration_cast<std::chrono::nanoseconds>(
            std::chrono::duration<double>(1 / *options.requests_per_second));
    return limits;
}

// The method and the URL go out as they are; a blank or a control byte in them would make another request of
// it.
bool can_be_sent(http::Request const& request)
{
    auto const splits = [](unsigned char c) { return c <= 0x20 || c == 0x7f; };
    return http::Headers().add(request.method, "").has_value() && !std::ranges::any_of(request.url, splits);
}

Client::Sent failed(Kind kind, std::string message, std::chrono::microseconds elapsed = {})
{
    return {http::TransportFailure{kind, std::move(message)}, elapsed};
}

} // namespace

// Shared by the client and the requests under way, which outlive it by the time they need to end as
// cancelled.
class Client::Engine {
public:
    Engine(asio::any_io_executor executor, ClientOptions options);
    ~Engine();
    Engine(Engine const&) = delete;
    Engine& operator=(Engine const&) = delete;

    static asio::awaitable<Sent> send(std::shared_ptr<Engine> self, http::Request request, Deadline deadline);
    void stop();

private:
    struct Attempt;
    struct Waiter;

    // Nothing if the request may go on.
    std::optional<Sent> ended(Woken woken, std::chrono::microseconds elapsed) const;
    bool tries_again(std::string const& origin, int attempt_number, Transfer const& transfer, CURLcode code);
    CURL* take_easy();

    asio::any_io_executor executor_;
    ClientOptions options_;
    std::shared_ptr<Turns> turns_;
    std::shared_ptr<Multi> multi_;
    std::vector<CURL*> idle_;
    std::set<Signal*> waiting_;
    std::set<std::string> unreachable_; // origins that no connection could be made to, until one can
    bool stopped_ = false;
};

// The signal of one request, known to `stop` for as long as it lives.
struct Client::Engine::Waiter {
    explicit Waiter(Engine& owner) : engine(owner), signal(owner.executor_)
    {
        engine.waiting_.insert(&signal);
    }
    ~Waiter() { engine.waiting_.erase(&signal); }
    Waiter(Waiter const&) = delete;
    Waiter& operator=(Waiter const&) = delete;

    Engine& engine;
    Signal signal;
};

// One transfer in the multi handle; ended by its destructor, whatever its state.
struct Client::Engine::Attempt {
    Attempt(Engine& owner, Signal& signal, http::Request const& request, http::Url const& url,
            std::chrono::milliseconds timeout)
        : engine(owner),
          easy(owner.take_easy()),
          completion{signal, std::nullopt},
          transfer(std::make_unique<Transfer>(easy, request, url, owner.options_, timeout))
    {
        engine.multi_->add(easy, completion);
    }
    ~Attempt()
    {
        engine.multi_->remove(easy);
        transfer.reset();
        engine.idle_.push_back(easy);
    }
    Attempt(Attempt const&) = delete;
    Attempt& operator=(Attempt const&) = delete;

    Engine& engine;
    CURL* easy;
    Completion completion;
    std::unique_ptr<Transfer> transfer;
};

Client::Engine::Engine(asio::any_io_executor executor, ClientOptions options)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      turns_(std::make_shared<Turns>(executor_, turn_limits(options_))),
      multi_(std::make_shared<Multi>(executor_, options_.requests_per_host_max * idle_connections_per_turn))
{
    POSTERN_ASSERT(options_.requests_per_host_max > 0, "a host gets at least one request at a time");
}

Client::Engine::~Engine()
{
    for (auto* const easy : idle_)
        curl_easy_cleanup(easy);
}

CURL* Client::Engine::take_easy()
{
    if (idle_.empty())
        return curl_easy_init();
    auto* const easy = idle_.back();
    idle_.pop_back();
    return easy;
}

void Client::Engine::stop()
{
    stopped_ = true;
    for (auto* const signal : waiting_)
        signal->raise();
}

std::optional<Client::Sent> Client::Engine::ended(Woken woken, std::chrono::microseconds elapsed) const
{
    if (stopped_ || woken == Woken::cancelled)
        return failed(Kind::cancelled, "the request was cancelled", elapsed);
    if (woken == Woken::deadline_passed)
        return failed(Kind::deadline_passed, "the time limit of the whole run has passed", elapsed);
    return std::nullopt;
}

// A host that is down is tried hard once, not by each of a thousand requests.
bool Client::Engine::tries_again(std::string const& origin, int attempt_number, Transfer const& transfer,
                                 CURLcode code)
{
    if (!transfer.may_try_again(code)) {
        unreachable_.erase(origin);
        return false;
    }
    if (attempt_number <= options_.connection_retries_max && !unreachable_.contains(origin))
        return true;
    unreachable_.insert(origin);
    return false;
}

asio::awaitable<Client::Sent> Client::Engine::send(std::shared_ptr<Engine> self, http::Request request,
                                                   Deadline deadline)
{
    auto const url = http::parse_url(request.url);
    if (!url)
        co_return failed(Kind::protocol_violated,
                         fmt::format("the request cannot be sent: {}", describe(url.error())));
    if (!can_be_sent(request))
        co_return failed(Kind::protocol_violated,
                         "the request cannot be sent: its method or URL would split it");
    if (auto early = self->ended(
            std::chrono::steady_clock::now() < deadline ? Woken::raised : Woken::deadline_passed, {}))
        co_return std::move(*early);
    Waiter waiter(*self);
    auto const turn = self->turns_->join(url->origin(), waiter.signal);
    auto waiting = waiter.signal.wait(deadline);
    auto woken = co_await std::move(waiting);
    if (auto early = self->ended(woken, {}))
        co_return std::move(*early);

    auto const started = std::chrono::steady_clock::now();
    for (auto attempt_number = 1;; ++attempt_number) {
        auto const now = std::chrono::steady_clock::now();
        auto const left = self->options_.request_timeout -
                          std::chrono::duration_cast<std::chrono::milliseconds>(now - started);
        waiter.signal.reset();
        Attempt attempt(*self, waiter.signal, request, *url, left);
        auto transferring = waiter.signal.wait(deadline);
        woken = co_await std::move(transferring);
        auto const elapsed =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
        if (auto early = self->ended(woken, elapsed))
            co_return std::move(*early);
        auto const code = attempt.completion.code.value_or(CURLE_ABORTED_BY_CALLBACK);
        if (!self->tries_again(url->origin(), attempt_number, *attempt.transfer, code))
            co_return attempt.transfer->finish(code);
        waiter.signal.reset();
        auto pausing = waiter.signal.wait(
            std::min<Deadline>(deadline, std::chrono::steady_clock::now() + retry_pause * attempt_number));
        woken = co_await std::move(pausing);
        if (std::chrono::steady_clock::now() < deadline && woken == Woken::deadline_passed)
            continue; // it was only the pause that passed
        if (auto early = self->ended(woken, elapsed))
            co_return std::move(*early);
    }
}

Client::Client(asio::any_io_executor executor, ClientOptions options)
    : engine_(std::make_shared<Engine>(std::move(executor), std::move(options)))
{
}

Client::~Client() { engine_->stop(); }

asio::awaitable<Client::Sent> Client::send(http::Request request, Deadline deadline)
{
    return Engine::send(engine_, std::move(request), deadline);
}

void Client::stop() { engine_->stop(); }

} // namespace postern::net
