#pragma once

// What the browser, the simulated host and the app said to each other: the latest of it, of all sites, in
// memory alone.

#include "base/clock.hpp"
#include "base/redact.hpp"
#include "http/exchange.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace postern::simulator {

enum class Direction : std::uint8_t {
    browser_to_host,
    app_to_host,
    host_to_app,
    browser_to_app,
    browser_to_elsewhere // of imported archives alone
};
[[nodiscard]] std::string_view name(Direction direction); // "browser-host"
[[nodiscard]] std::optional<Direction> direction_from(std::string_view name);

enum class Source : std::uint8_t { seen, imported };

using ExchangeId = std::uint64_t; // grows from one exchange to the next

// What is known when a request goes out or comes in.
struct ExchangeStart {
    TimePoint at;
    std::string site;
    Direction direction = Direction::browser_to_host;
    std::string purpose; // in words: "webhook jira:issue_updated"
    http::Request request;
    std::optional<ExchangeId> repeats = std::nullopt; // of a replay
    std::string change = "";                          // what a replay changed, in words
};

struct RecordedExchange {
    ExchangeId id = 0;
    std::uint64_t revision = 0; // of the log, when this exchange last changed
    Source source = Source::seen;
    ExchangeStart start; // the request's body may be cut
    std::uint64_t request_body_bytes = 0;
    std::optional<http::Outcome> outcome; // none: not yet, or only the browser saw it
    std::optional<std::chrono::microseconds> elapsed;
    std::string note;

    [[nodiscard]] http::Response const* response() const
    {
        return outcome ? std::get_if<http::Response>(&*outcome) : nullptr;
    }
    [[nodiscard]] bool request_truncated() const { return request_body_bytes > start.request.body.size(); }
};

// Lives on one executor (one thread).
class ExchangeLog {
public:
    static constexpr std::size_t exchanges_max = 500; // the oldest make room
    static constexpr std::size_t body_kept_max_bytes = std::size_t{64} * 1024;
    static constexpr std::size_t kept_max_bytes = std::size_t{32} * 1024 * 1024; // all of them
    static constexpr std::size_t readers_max = 16;
    static constexpr std::size_t secrets_max = 64; // the oldest are forgotten

    // What `never_kept` knows is replaced before anything is kept.
    explicit ExchangeLog(Redactor never_kept) : never_kept_(std::move(never_kept)) {}

    ExchangeId begin(ExchangeStart start);
    // These change nothing where the exchange is no longer kept.
    void end(ExchangeId id, http::Outcome outcome, std::chrono::microseconds elapsed);
    void note(ExchangeId id, std::string note, std::optional<std::chrono::microseconds> elapsed);

    // An exchange that somebody else recorded; its id and revision are given here.
    ExchangeId import(RecordedExchange exchange);

    void clear();

    // The oldest first.
    [[nodiscard]] std::deque<RecordedExchange> const& exchanges() const { return exchanges_; }
    // Null if it is no longer kept. Valid until the log changes.
    [[nodiscard]] RecordedExchange const* find(ExchangeId id) const;
    // The first `max` of those that changed after `revision`, in the order in which they did.
    [[nodiscard]] std::vector<RecordedExchange const*> changed_since(std::uint64_t revision,
                                                                     std::size_t max) const;
    [[nodiscard]] std::uint64_t revision() const { return revision_; }
    [[nodiscard]] std::uint64_t clearings() const { return clearings_; } // how often it was cleared
    [[nodiscard]] std::size_t kept_bytes() const { return kept_bytes_; }

    // A secret that is masked wherever an exchange is shown; one that is no secret (base/redact.hpp: too
    // short) is passed over.
    void remember_secret(std::string_view what, std::string value);
    [[nodiscard]] Redactor const& redactor() const { return redactor_; }

    // Has `wake` called, which must not change the log, at each change; until it is destroyed. The log must
    // outlive it.
    class Reader {
    public:
        Reader(ExchangeLog& log, std::function<void()> wake) : log_(log), wake_(std::move(wake)) {}
        ~Reader() { log_.readers_.erase(this); }
        Reader(Reader const&) = delete;
        Reader& operator=(Reader const&) = delete;

    private:
        friend ExchangeLog;
        ExchangeLog& log_;
        std::function<void()> wake_;
    };
    // Null where there are readers_max already.
    [[nodiscard]] std::unique_ptr<Reader> read(std::function<void()> wake);
    [[nodiscard]] bool has_place_for_reader() const { return readers_.size() < readers_max; }

private:
    ExchangeId keep(RecordedExchange exchange);
    [[nodiscard]] RecordedExchange* find_kept(ExchangeId id);
    [[nodiscard]] http::Response shortened(http::Response response) const;
    void changed(RecordedExchange& exchange, std::size_t bytes_before);
    void make_room();
    void wake();

    Redactor never_kept_;
    Redactor redactor_;
    std::deque<Secret> secrets_; // the newest last
    std::deque<RecordedExchange> exchanges_;
    std::size_t kept_bytes_ = 0;
    ExchangeId last_id_ = 0;
    std::uint64_t revision_ = 0;
    std::uint64_t clearings_ = 0;
    std::set<Reader*> readers_;
};

} // namespace postern::simulator
