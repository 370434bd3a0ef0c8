#include "simulator/inspector/replay.hpp"

#include "simulator/inspector/exchange_json.hpp"
#include "simulator/inspector/party.hpp"
#include "simulator/refusal.hpp"
#include "simulator/rest/oauth2.hpp"
#include "simulator/rest/rest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::simulator::inspector {
namespace {

using Json = nlohmann::json;

constexpr std::chrono::seconds replay_timeout{20};

enum class Expected : std::uint8_t { same_status, success, refusal, a_person_looks };

struct ChangeWords {
    Change change;
    std::string_view name;
    std::string_view title;
    Expected expected;
    std::string_view expects; // of a correct app
};

constexpr auto all_changes = std::to_array<ChangeWords>({
    {Change::unchanged, "unchanged", "As it was", Expected::same_status,
     "The same answer as before, unless the token has expired since."},
    {Change::fresh, "fresh", "With a fresh token", Expected::success, "An answer of 2xx."},
    {Change::other_user, "other-user", "As another user", Expected::a_person_looks,
     "What that user may see, and no more."},
    {Change::expired, "expired", "Expired an hour ago", Expected::refusal,
     "A refusal: 401, at best with a page that asks the bridge for a fresh token."},
    {Change::wrong_hash, "wrong-hash", "With the hash of another address", Expected::refusal,
     "A refusal: 401 or 403. The token is bound to another address."},
    {Change::other_tenant, "other-tenant", "As another tenant", Expected::a_person_looks,
     "What belongs to that tenant, or a refusal: nothing of this one's."},
    {Change::foreign_signature, "foreign-signature", "Signed by another tenant", Expected::refusal,
     "A refusal: 401 or 403; atlassian-connect-express answers 400. Only this tenant's secret is good in "
     "this "
     "tenant's name."},
    {Change::no_token, "no-token", "Without a token", Expected::refusal,
     "A refusal: 401 or 403, unless the address is meant to be public."},
});

ChangeWords const& words(Change change)
{
    return *std::ranges::find(all_changes, change, &ChangeWords::change);
}

// What it is called for this exchange.
std::string title(SiteServices const& services, RecordedExchange const& exchange, Change change)
{
    auto const title = std::string(words(change).title);
    if (change == Change::unchanged && !exchange.outcome) // the browser alone saw the answer
        return "The same from here";
    if (change == Change::other_user)
        if (auto const user = other_user_of(services, exchange))
            return fmt::format("{}, {}", title, user->display_name);
    return title;
}

std::optional<int> status_of(std::optional<http::Outcome> const& outcome)
{
    auto const* response = outcome ? std::get_if<http::Response>(&*outcome) : nullptr;
    return response ? std::optional(response->status) : std::nullopt;
}

std::string_view verdict(Expected expected, std::optional<int> before, std::optional<int> after)
{
    auto const as = [](bool right) { return right ? "as expected" : "not as expected"; };
    if (!after)
        return "not as expected";
    switch (expected) {
    case Expected::same_status:
        return before ? as(before == after) : "look";
    case Expected::success: // what else is no matter of the token
        return *after >= 200 && *after < 300 ? "as expected" : *after == 401 ? "not as expected" : "look";
    case Expected::refusal:
        if (before == after && (*after == 400 || *after == 404))
            return "look"; // it may be of the address or the body, whatever the token
        return as(is_refusal(*after));
    case Expected::a_person_looks:
        break;
    }
    return "look";
}

http::Response answer_here(SiteServices const& services, http::Request const& request)
{
    auto const url = http::parse_url(request.url);
    return url && url->path == token_path ? answer_token_request(services, request)
                                          : answer_rest_for_app(services, request);
}

boost::asio::awaitable<AppClient::Sent> ask_again(SiteServices services, RecordedExchange exchange,
                                                  http::Request request, std::string title)
{
    auto const site = services.site.tenant().name;
    if (goes_to_app(exchange.start.direction)) {
        auto sending =
            services.client.send({.site = site,
                                  .purpose = exchange.start.purpose,
                                  .direction = Direction::host_to_app,
                                  .repeats = exchange.id,
                                  .change = std::move(title)},
                                 std::move(request), std::chrono::steady_clock::now() + replay_timeout);
        co_return co_await std::move(sending);
    }
    auto const id = services.exchanges->begin({.at = services.clock.now(),
                                               .site = site,
                                               .direction = Direction::app_to_host,
                                               .purpose = exchange.start.purpose,
                                               .request = request,
                                               .repeats = exchange.id,
                                               .change = std::move(title)});
    auto const begun = std::chrono::steady_clock::now();
    auto response = answer_here(services, request);
    auto const elapsed = std::chrono::steady_clock::now() - begun;
    services.exchanges->end(id, response, std::chrono::floor<std::chrono::microseconds>(elapsed));
    co_return AppClient::Sent{.outcome = std::move(response), .exchange = id};
}

} // namespace

std::string_view name(Change change) { return words(change).name; }

std::optional<Change> change_from(std::string_view name)
{
    auto const found = std::ranges::find(all_changes, name, &ChangeWords::name);
    return found == all_changes.end() ? std::nullopt : std::optional(found->change);
}

Json replay_json(SiteServices const& services, RecordedExchange const& exchange)
{
    auto const changes = changes_of(services, exchange);
    if (!changes)
        return {{"possible", false}, {"reason", changes.error()}, {"changes", Json::array()}};
    Json all = Json::array();
    for (auto const change : *changes) {
        auto const& told = words(change);
        all.push_back(
            {{"name", told.name}, {"title", title(services, exchange, change)}, {"expects", told.expects}});
    }
    return {{"possible", true}, {"reason", ""}, {"changes", std::move(all)}};
}

boost::asio::awaitable<http::Response> replay(SiteServices services, ExchangeId id, std::string change_name)
{
    auto const* const found = services.exchanges->find(id);
    if (!found)
        co_return json_error(404, "this exchange is no longer kept");
    auto const exchange = *found;
    auto const change = change_from(change_name);
    auto const possible = changes_of(services, exchange);
    if (!possible)
        co_return json_error(409, possible.error());
    if (!change || std::ranges::find(*possible, *change) == possible->end())
        co_return json_error(400, fmt::format("this exchange has no change {}", change_name));
    auto const& told = words(*change);
    auto const heading = title(services, exchange, *change);
    auto asking = ask_again(services, exchange, changed_request(services, exchange, *change), heading);
    auto const sent = co_await std::move(asking);
    auto const before = status_of(exchange.outcome);
    auto const after = status_of(sent.outcome);
    auto const* const failure = std::get_if<http::TransportFailure>(&sent.outcome);
    co_return json_response(200, {{"exchange", sent.exchange},
                                  {"title", heading},
                                  {"before", before ? Json(*before) : Json()},
                                  {"after", after ? Json(*after) : Json()},
                                  {"failure", failure ? Json(failure->message) : Json()},
                                  {"expects", told.expects},
                                  {"verdict", verdict(told.expected, before, after)}});
}

} // namespace postern::simulator::inspector
