#include "simulator/inspector/exchange_json.hpp"

#include "http/curl.hpp"
#include "simulator/inspector/masked.hpp"
#include "simulator/inspector/replay.hpp"
#include "simulator/inspector/token_json.hpp"
#include "simulator/pages/page_calls.hpp"
#include "simulator/rest/rest.hpp"

namespace postern::simulator::inspector {
namespace {

using Json = nlohmann::json;

Json headers_json(http::Headers const& headers)
{
    Json fields = Json::array();
    for (auto const& [name, value] : headers)
        fields.push_back({name, value});
    return fields;
}

Json milliseconds(std::optional<std::chrono::microseconds> elapsed)
{
    return elapsed ? Json(static_cast<double>(elapsed->count()) / 1000) : Json();
}

Json request_json(RecordedExchange const& exchange)
{
    auto const& request = exchange.start.request;
    return {{"method", request.method},
            {"url", request.url},
            {"headers", headers_json(request.headers)},
            {"body", request.body},
            {"bodyBytes", exchange.request_body_bytes},
            {"truncated", exchange.request_truncated()}};
}

Json response_json(http::Response const& response)
{
    return {{"status", response.status},
            {"version", response.version},
            {"headers", headers_json(response.headers)},
            {"body", response.body},
            {"bodyBytes", response.body_bytes},
            {"truncated", response.body_truncated()}};
}

// Of a body that was cut, curl would send the rest for the whole.
Json curl_json(RecordedExchange const& exchange)
{
    if (exchange.request_truncated())
        return {};
    return http::curl_line(exchange.start.request, {});
}

// What the line lacks to be answered as the request was: what a page sends is known by its session.
std::string_view curl_lack(RecordedExchange const& exchange)
{
    auto const& request = exchange.start.request;
    auto const url = http::parse_url(request.url);
    if (exchange.start.direction != Direction::browser_to_host || !url)
        return "";
    if (is_rest_path(url->path) && !request.headers.get("Authorization"))
        return "The bridge asks as the user who looks, without a token. From elsewhere this address answers "
               "401: "
               "the line needs a header \"Authorization: JWT\" with a token that the app signed for this "
               "address, "
               "or \"Authorization: Bearer\" with one of /oauth2/token.";
    if (url->path.starts_with(page_calls_path) && !request.headers.get(page_secret_header))
        return "The site's pages send a secret with their calls, which is not kept. This line is answered "
               "with "
               "403: do the same on the page again.";
    return "";
}

Json summary(RecordedExchange const& exchange)
{
    auto const& start = exchange.start;
    auto const* const response = exchange.response();
    auto const* const failure =
        exchange.outcome ? std::get_if<http::TransportFailure>(&*exchange.outcome) : nullptr;
    return {{"id", exchange.id},
            {"at", start.at.time_since_epoch().count()},
            {"site", start.site},
            {"direction", name(start.direction)},
            {"purpose", start.purpose},
            {"method", start.request.method},
            {"url", start.request.url},
            {"status", response ? Json(response->status) : Json()},
            {"failure", failure ? Json(failure->message) : Json()},
            {"ms", milliseconds(exchange.elapsed)},
            {"repeats", start.repeats ? Json(*start.repeats) : Json()},
            {"change", start.change},
            {"imported", exchange.source == Source::imported},
            {"note", exchange.note}};
}

// What was read from the whole exchange, as the masked one shows it.
Json masked_tokens(Json tokens, Redactor const& redactor)
{
    std::vector<Json*> left{&tokens};
    while (!left.empty()) {
        auto& json = *left.back();
        left.pop_back();
        if (json.is_string()) {
            json = masked_text(json.get<std::string>(), redactor);
            continue;
        }
        if (json.is_object() && json.contains("name") && is_secret_name(json.at("name").get<std::string>()))
            json.at("value") = masked_value;
        if (json.is_structured())
            for (auto& each : json)
                left.push_back(&each);
    }
    return tokens;
}

// What a line of the list shows, without bodies and headers.
RecordedExchange outline(RecordedExchange const& exchange)
{
    auto const& start = exchange.start;
    RecordedExchange out{.id = exchange.id,
                         .source = exchange.source,
                         .start = {.at = start.at,
                                   .site = start.site,
                                   .direction = start.direction,
                                   .purpose = start.purpose,
                                   .request = {.method = start.request.method, .url = start.request.url},
                                   .repeats = start.repeats,
                                   .change = start.change},
                         .elapsed = exchange.elapsed,
                         .note = exchange.note};
    if (auto const* const response = exchange.response())
        out.outcome = http::Response{.status = response->status};
    else
        out.outcome = exchange.outcome;
    return out;
}

} // namespace

std::string printed(Json const& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json summary_json(RecordedExchange const& exchange, Redactor const& redactor)
{
    return summary(masked(outline(exchange), redactor));
}

Json detail_json(SiteServices const& services, RecordedExchange const& exchange, Secrets secrets)
{
    auto const& redactor = services.exchanges->redactor();
    auto const shown = secrets == Secrets::masked ? masked(exchange, redactor) : exchange;
    auto tokens = tokens_json(services, exchange); // of the whole one: hashes are of what was sent
    if (secrets == Secrets::masked)
        tokens = masked_tokens(std::move(tokens), redactor);
    auto const* const response = shown.response();
    return {{"summary", summary(shown)},        {"secretsShown", secrets == Secrets::shown},
            {"request", request_json(shown)},   {"response", response ? response_json(*response) : Json()},
            {"tokens", std::move(tokens)},      {"curl", curl_json(shown)},
            {"curlLacks", curl_lack(exchange)}, {"replay", replay_json(services, exchange)}};
}

} // namespace postern::simulator::inspector
