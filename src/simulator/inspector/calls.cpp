#include "simulator/inspector/calls.hpp"

#include "simulator/inspector/exchange_json.hpp"
#include "simulator/inspector/har.hpp"
#include "simulator/inspector/import_places.hpp"
#include "simulator/inspector/masked.hpp"
#include "simulator/inspector/party.hpp"
#include "simulator/inspector/replay.hpp"
#include "simulator/inspector/search.hpp"
#include "simulator/request/request_body.hpp"
#include "simulator/webhooks/webhook_events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace postern::simulator::inspector {
namespace {

using Json = nlohmann::json;

constexpr double told_milliseconds_max = 10.0 * 60 * 1000;

std::string text(Json const& body, char const* member)
{
    auto const found = body.find(member);
    return found != body.end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<ExchangeId> id_of(Json const& json)
{
    return json.is_number_unsigned() ? std::optional(json.get<ExchangeId>()) : std::nullopt;
}

ExchangeId id_in(Json const& body)
{
    auto const found = body.find("id");
    return found == body.end() ? 0 : id_of(*found).value_or(0);
}

http::Response detail(SiteServices const& services, Json const& body, Secrets secrets)
{
    auto const* const exchange = services.exchanges->find(id_in(body));
    if (!exchange)
        return json_error(404, "this exchange is no longer kept");
    return json_response(200, detail_json(services, *exchange, secrets));
}

http::Response search_all(SiteServices const& services, Json const& body)
{
    auto const wanted = text(body, "text");
    if (wanted.empty() || wanted.size() > search_text_max_bytes)
        return json_error(400, fmt::format("a search has 1 to {} bytes", search_text_max_bytes));
    Search const search(wanted);
    Json ids = Json::array();
    for (auto const& exchange : services.exchanges->exchanges())
        if (search.is_in(exchange))
            ids.push_back(exchange.id);
    return json_response(200, {{"ids", std::move(ids)}});
}

http::Response export_har(SiteServices const& services, Json const& body)
{
    auto const secrets = text(body, "secrets");
    if (secrets != "masked" && secrets != "shown")
        return json_error(400, "secrets must be masked or shown");
    auto const ids = body.find("ids");
    auto const chosen = [&](RecordedExchange const& exchange) {
        return ids == body.end() || !ids->is_array() ||
               std::ranges::any_of(*ids, [&](Json const& id) { return id_of(id) == exchange.id; });
    };
    std::vector<RecordedExchange> exchanges;
    for (auto const& exchange : services.exchanges->exchanges())
        if (chosen(exchange))
            exchanges.push_back(secrets == "shown" ? exchange
                                                   : masked(exchange, services.exchanges->redactor()));
    return json_response(200, har_json(exchanges));
}

http::Response import_har(SiteServices const& services, std::string const& archive)
{
    auto exchanges = read_har(archive, services.site.tenant().name);
    if (!exchanges)
        return json_error(400,
                          fmt::format("{}{}{}", exchanges.error().place,
                                      exchanges.error().place.empty() ? "" : ": ", exchanges.error().message),
                          "an HTTP Archive of version 1.2 is read, as browsers export it");
    ImportPlaces const places(services);
    std::size_t imported = 0;
    for (auto& exchange : *exchanges) {
        if (places.place(exchange) == ImportPlaces::Outcome::not_shown)
            continue;
        services.exchanges->import(std::move(exchange));
        ++imported;
    }
    return json_response(200, {{"imported", imported}, {"leftOut", exchanges->size() - imported}});
}

// Why an event is not fired about what the body names.
std::optional<std::string> obstacle_to(std::string const& event, EventSubject subject)
{
    auto const subjects = subjects_of(event);
    if (subjects.empty())
        return fmt::format(
            "{} is about something that the simulator does not have: it fires events of issues "
            "and pages",
            event);
    if (std::ranges::find(subjects, subject) == subjects.end())
        return fmt::format("{} is about {}", event,
                           subjects.front() == EventSubject::issue ? "an issue" : "a page");
    return std::nullopt;
}

std::expected<WebhookEvent, http::Response> event_of(SiteServices const& services, std::string const& actor,
                                                     std::string const& name, Json const& body)
{
    auto const& site = services.site.tenant().name;
    auto const about_issue = body.contains("issue");
    if (auto const reason = obstacle_to(name, about_issue ? EventSubject::issue : EventSubject::page))
        return std::unexpected(json_error(400, *reason));
    if (!about_issue) {
        if (auto const page = services.site.state().content(site, text(body, "content")))
            return page_event(services.site, name, actor, *page, services.clock.now());
        return std::unexpected(json_error(404, "there is no such page at this site"));
    }
    auto const issue = services.site.state().issue(site, text(body, "issue"));
    if (!issue)
        return std::unexpected(json_error(404, "there is no such issue at this site"));
    if (auto event = fired_issue_event(services.site, name, actor, *issue, services.clock.now()))
        return *std::move(event);
    return std::unexpected(json_error(
        409, fmt::format("{} has no comment that {} could be about", issue->key, name), "write one there"));
}

http::Response fire(SiteServices const& services, Visit const& visit, Json const& body)
{
    auto const app = services.site.app();
    auto const name = text(body, "event");
    auto const names = app ? webhook_names(*app) : std::vector<std::string>();
    if (std::ranges::find(names, name) == names.end())
        return json_error(404, fmt::format("no webhook of the app names the event {}", name));
    auto const event = event_of(services, visit.user.account_id, name, body);
    if (!event)
        return event.error();
    return json_response(200, {{"sent", services.webhooks.fire(services.site.tenant(), *app, *event)}});
}

// A browser's request to the app passes the host by: the page says when it sends one.
http::Response begin_frame(SiteServices const& services, Json const& body)
{
    auto const app = services.site.app();
    auto const asked = text(body, "url");
    auto const url = std::string(without_fragment(asked));
    if (!app || !is_of_app(app->app, url))
        return json_error(400, "frames show addresses of the installed app alone");
    auto const* const module = app->module(text(body, "module"));
    auto const id =
        services.exchanges->begin({.at = services.clock.now(),
                                   .site = services.site.tenant().name,
                                   .direction = Direction::browser_to_app,
                                   .purpose = fmt::format("frame {}", module ? module->id : "of the app"),
                                   .request = {.url = url, .headers = {{"Accept", "text/html,*/*;q=0.8"}}}});
    services.exchanges->note(id, "The browser alone sees the answer.", std::nullopt);
    return json_response(200, {{"id", id}});
}

std::optional<double> milliseconds(Json const& body, char const* member)
{
    auto const found = body.find(member);
    if (found == body.end() || !found->is_number())
        return std::nullopt;
    auto const value = found->get<double>();
    return value >= 0 && value <= told_milliseconds_max ? std::optional(value) : std::nullopt;
}

http::Response frame_told(SiteServices const& services, Json const& body)
{
    auto const* const exchange = services.exchanges->find(id_in(body));
    if (!exchange || exchange->start.direction != Direction::browser_to_app ||
        exchange->source != Source::seen)
        return json_error(404, "this frame is no longer kept");
    auto const loaded = milliseconds(body, "loaded");
    auto const spoke = milliseconds(body, "spoke");
    if (!loaded && !spoke)
        return json_error(400, "a frame has loaded or spoken");
    std::string note = "The browser alone sees the answer.";
    if (loaded)
        note += fmt::format(" The frame loaded after {:.0f} ms.", *loaded);
    if (spoke)
        note += fmt::format(" Its page spoke to the bridge after {:.0f} ms.", *spoke);
    std::optional<std::chrono::microseconds> elapsed;
    if (auto const first = loaded ? loaded : spoke)
        elapsed = std::chrono::microseconds(std::llround(*first * 1000));
    services.exchanges->note(exchange->id, std::move(note), elapsed);
    return json_response(200, Json::object());
}

} // namespace

boost::asio::awaitable<http::Response> answer_call(SiteServices services, std::string_view call,
                                                   http::Request request, Visit visit)
{
    if (call == stream_call && request.method != "GET") {
        auto refusal = json_error(405, "the events are read with GET");
        refusal.headers.set("Allow", "GET");
        co_return refusal;
    }
    if (call == stream_call)
        co_return json_error(503, "too many pages read the inspector already", "close one of them");
    call.remove_prefix(calls_prefix.size());
    if (call == "import")
        co_return import_har(services, request.body);
    auto const read = parse_body(request.body);
    if (!read || !read->is_object())
        co_return json_error(400, read ? "a call is a POST with a JSON object" : read.error());
    auto const& body = *read;
    if (call == "entry")
        co_return detail(services, body, Secrets::masked);
    if (call == "reveal")
        co_return detail(services, body, Secrets::shown);
    if (call == "search")
        co_return search_all(services, body);
    if (call == "export")
        co_return export_har(services, body);
    if (call == "fire")
        co_return fire(services, visit, body);
    if (call == "frame")
        co_return begin_frame(services, body);
    if (call == "frame-told")
        co_return frame_told(services, body);
    if (call == "clear") {
        services.exchanges->clear();
        co_return json_response(200, Json::object());
    }
    if (call == "replay") {
        auto replaying = replay(services, id_in(body), text(body, "change"));
        co_return co_await std::move(replaying);
    }
    co_return json_error(404, fmt::format("there is no call inspector/{}", call));
}

} // namespace postern::simulator::inspector
