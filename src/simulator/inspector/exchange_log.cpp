#include "simulator/inspector/exchange_log.hpp"

#include "base/assert.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace postern::simulator {
namespace {

constexpr auto directions = std::to_array<std::pair<Direction, std::string_view>>({
    {Direction::browser_to_host, "browser-host"},
    {Direction::app_to_host, "app-host"},
    {Direction::host_to_app, "host-app"},
    {Direction::browser_to_app, "browser-app"},
    {Direction::browser_to_elsewhere, "browser-elsewhere"},
});

std::size_t bytes_of(http::Headers const& headers)
{
    std::size_t bytes = 0;
    for (auto const& [name, value] : headers)
        bytes += name.size() + value.size();
    return bytes;
}

std::size_t bytes_of(RecordedExchange const& exchange)
{
    auto const& request = exchange.start.request;
    auto bytes = request.url.size() + request.body.size() + bytes_of(request.headers) + exchange.note.size();
    if (auto const* response = exchange.response())
        bytes += response->body.size() + bytes_of(response->headers);
    return bytes;
}

} // namespace

std::string_view name(Direction direction)
{
    return std::ranges::find(directions, direction, &decltype(directions)::value_type::first)->second;
}

std::optional<Direction> direction_from(std::string_view name)
{
    auto const found = std::ranges::find(directions, name, &decltype(directions)::value_type::second);
    return found == directions.end() ? std::nullopt : std::optional(found->first);
}

http::Response ExchangeLog::shortened(http::Response response) const
{
    auto const all_bytes = std::max<std::uint64_t>(response.body_bytes, response.body.size());
    auto const bytes = std::min(response.body.size(), body_kept_max_bytes);
    auto const not_kept = all_bytes - bytes;
    response.body = never_kept_.redacted(response.body.substr(0, bytes));
    response.body_bytes = response.body.size() + not_kept;
    return response;
}

ExchangeId ExchangeLog::keep(RecordedExchange exchange)
{
    exchange.id = ++last_id_;
    auto& body = exchange.start.request.body;
    exchange.request_body_bytes = std::max<std::uint64_t>(exchange.request_body_bytes, body.size());
    if (body.size() > body_kept_max_bytes) {
        body.resize(body_kept_max_bytes);
        body.shrink_to_fit();
    }
    if (auto const* response = exchange.response())
        exchange.outcome = shortened(*response);
    exchanges_.push_back(std::move(exchange));
    changed(exchanges_.back(), 0);
    return last_id_;
}

ExchangeId ExchangeLog::begin(ExchangeStart start)
{
    RecordedExchange exchange;
    exchange.start = std::move(start);
    return keep(std::move(exchange));
}

ExchangeId ExchangeLog::import(RecordedExchange exchange)
{
    exchange.source = Source::imported;
    return keep(std::move(exchange));
}

void ExchangeLog::end(ExchangeId id, http::Outcome outcome, std::chrono::microseconds elapsed)
{
    auto* const exchange = find_kept(id);
    if (!exchange)
        return;
    auto const before = bytes_of(*exchange);
    if (auto* response = std::get_if<http::Response>(&outcome))
        *response = shortened(std::move(*response));
    exchange->outcome = std::move(outcome);
    exchange->elapsed = elapsed;
    changed(*exchange, before);
}

void ExchangeLog::note(ExchangeId id, std::string note, std::optional<std::chrono::microseconds> elapsed)
{
    auto* const exchange = find_kept(id);
    if (!exchange)
        return;
    auto const before = bytes_of(*exchange);
    exchange->note = std::move(note);
    if (elapsed)
        exchange->elapsed = elapsed;
    changed(*exchange, before);
}

void ExchangeLog::changed(RecordedExchange& exchange, std::size_t bytes_before)
{
    exchange.revision = ++revision_;
    kept_bytes_ += bytes_of(exchange);
    kept_bytes_ -= bytes_before;
    make_room(); // may take the exchange itself
    wake();
}

void ExchangeLog::make_room()
{
    while (exchanges_.size() > exchanges_max || (kept_bytes_ > kept_max_bytes && exchanges_.size() > 1)) {
        kept_bytes_ -= bytes_of(exchanges_.front());
        exchanges_.pop_front();
    }
}

void ExchangeLog::clear()
{
    exchanges_.clear();
    kept_bytes_ = 0;
    ++clearings_;
    wake();
}

RecordedExchange* ExchangeLog::find_kept(ExchangeId id)
{
    auto const found = std::ranges::lower_bound(exchanges_, id, {}, &RecordedExchange::id);
    return found == exchanges_.end() || found->id != id ? nullptr : &*found;
}

RecordedExchange const* ExchangeLog::find(ExchangeId id) const
{
    auto const found = std::ranges::lower_bound(exchanges_, id, {}, &RecordedExchange::id);
    return found == exchanges_.end() || found->id != id ? nullptr : &*found;
}

std::vector<RecordedExchange const*> ExchangeLog::changed_since(std::uint64_t revision, std::size_t max) const
{
    std::vector<RecordedExchange const*> changed;
    for (auto const& exchange : exchanges_)
        if (exchange.revision > revision)
            changed.push_back(&exchange);
    std::ranges::sort(changed, {}, &RecordedExchange::revision);
    if (changed.size() > max)
        changed.resize(max);
    return changed;
}

void ExchangeLog::remember_secret(std::string_view what, std::string value)
{
    auto const known = std::ranges::find(secrets_, value, &Secret::value);
    if (known != secrets_.end() || value.size() < secret_min_bytes)
        return;
    secrets_.push_back({.what = std::string(what), .value = std::move(value)});
    if (secrets_.size() > secrets_max)
        secrets_.pop_front();
    auto redactor = Redactor::make({secrets_.begin(), secrets_.end()});
    POSTERN_ASSERT(redactor.has_value(), "secrets are long enough and named in words");
    redactor_ = *std::move(redactor);
}

std::unique_ptr<ExchangeLog::Reader> ExchangeLog::read(std::function<void()> wake)
{
    if (!has_place_for_reader())
        return nullptr;
    auto reader = std::make_unique<Reader>(*this, std::move(wake));
    readers_.insert(reader.get());
    return reader;
}

void ExchangeLog::wake()
{
    for (auto* const reader : readers_)
        reader->wake_();
}

} // namespace postern::simulator
