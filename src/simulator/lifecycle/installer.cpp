#include "simulator/lifecycle/installer.hpp"

#include "base/assert.hpp"
#include "jwt/sign.hpp"
#include "net/descriptor_source.hpp"
#include "simulator/lifecycle/descriptor_rules.hpp"
#include "simulator/lifecycle/install_remedies.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <SQLiteCpp/Exception.h>
#include <algorithm>

namespace postern::simulator {
namespace {

using Outcome = LifecycleResult::Outcome;
using namespace boost::asio::experimental::awaitable_operators;

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t client_id_bytes = 16;

platform::Endpoint const* lifecycle_endpoint(platform::App const& app, std::string_view event)
{
    auto const found = std::ranges::find_if(app.endpoints, [&](platform::Endpoint const& endpoint) {
        return endpoint.kind == platform::EndpointKind::lifecycle && endpoint.module_key == event;
    });
    return found == app.endpoints.end() ? nullptr : &*found;
}

bool accepted(std::optional<int> status) { return status == 200 || status == 204; }

// Writes to the state; what is wrong where that fails, as when another program holds the file.
template <class Write>
std::optional<StateProblem> failure_of(Write write)
try {
    write();
    return std::nullopt;
} catch (SQLite::Exception const& error) {
    return state_problem(error);
}

// On whose behalf the host calls an app that an administrator changes: an account id.
std::string actor_at(State const& state, Tenant const& tenant)
{
    return state.administrator(tenant.name).value_or(User()).account_id;
}

} // namespace

// One lifecycle call, with everything it needs by value: the installation may change meanwhile.
struct Installer::Call {
    Tenant tenant;
    platform::App app;
    std::string event;
    std::string secret;
    std::string client_id;
    std::string user; // an account id
};

struct Installer::Fetched {
    std::string url;
    std::string text;
    platform::App app;
};

// Holds a site for one change; the others are turned away. Two at once would leave app and host with
// different secrets.
class Installer::OneAtATime {
public:
    OneAtATime(std::set<std::string, std::less<>>& busy, std::string site)
        : busy_(busy),
          site_(std::move(site)),
          held_(busy_.insert(site_).second)
    {
    }
    ~OneAtATime()
    {
        if (held_)
            busy_.erase(site_);
    }
    OneAtATime(OneAtATime const&) = delete;
    OneAtATime& operator=(OneAtATime const&) = delete;

    [[nodiscard]] bool held() const { return held_; }

private:
    std::set<std::string, std::less<>>& busy_;
    std::string site_;
    bool held_;
};

LifecycleResult Installer::refused(std::string event, std::string url, std::string reason,
                                   std::string remedy) const
{
    return {.outcome = Outcome::refused,
            .event = std::move(event),
            .url = std::move(url),
            .status = std::nullopt,
            .body = "",
            .reason = std::move(reason),
            .remedy = std::move(remedy),
            .at = ports_.clock.now()};
}

LifecycleResult Installer::done(std::string event, std::string url) const
{
    auto result = refused(std::move(event), std::move(url), "", "");
    result.outcome = Outcome::done;
    return result;
}

LifecycleResult Installer::not_kept(std::string event, std::string url, StateProblem problem) const
{
    return refused(std::move(event), std::move(url), std::move(problem.reason), std::move(problem.remedy));
}

LifecycleResult Installer::not_possible(std::string event, bool has_turn) const
{
    return has_turn ? refused(std::move(event), "", "no app is installed here", "install one first")
                    : refused(std::move(event), "", "another change is under way", "try again in a moment");
}

LifecycleResult Installer::keep(std::string const& site, LifecycleResult result)
{
    auto& journal = journals_[site];
    journal.push_front(result);
    if (journal.size() > journal_max)
        journal.pop_back();
    return result;
}

std::deque<LifecycleResult> const& Installer::journal(std::string_view site) const
{
    static std::deque<LifecycleResult> const none;
    auto const found = journals_.find(site);
    return found == journals_.end() ? none : found->second;
}

boost::asio::awaitable<LifecycleResult> Installer::call(Call call)
{
    auto const* const endpoint = lifecycle_endpoint(call.app, call.event);
    POSTERN_ASSERT(endpoint, "only calls that the descriptor names are made");
    auto const context = host_context(call.tenant, call.user, {});
    http::Request request{.method = "POST",
                          .url = ports_.platform.endpoint_url(call.app, *endpoint, context),
                          .headers = {{"Content-Type", "application/json"}, {"Accept", "*/*"}}};
    auto const made = ports_.platform.lifecycle_call(call.app, call.event, request, context, ports_.random,
                                                     ports_.clock.now());
    auto body = nlohmann::ordered_json::parse(made.body);
    if (call.event == "installed")
        body["sharedSecret"] = call.secret;
    body["oauthClientId"] = call.client_id;
    body["cloudId"] = call.tenant.cloud_id;
    body["description"] = fmt::format("{}: a site of the Postern simulator", call.tenant.title);
    request.body = body.dump();

    auto const by_host = call.event == "installed" || call.event == "uninstalled";
    auto const signer = ports_.keys.current(); // a copy: another key may sign before the app answers
    auto const secret = jwt::Key::from_secret(call.secret);
    POSTERN_ASSERT(secret.has_value(), "an installation has a secret");
    auto const token = by_host ? jwt::sign(made.claims, signer.key, jwt::Algorithm::rs256, signer.key_id)
                               : jwt::sign(made.claims, *secret, jwt::Algorithm::hs256);
    POSTERN_ASSERT(token.has_value(), "the keys fit their algorithms");
    ports_.platform.place_token(request, *token, platform::TokenPlacement::authorization_header);

    auto result = refused(call.event, request.url, "", "");
    auto sending = ports_.client.send({.site = call.tenant.name, .purpose = call.event}, std::move(request),
                                      std::chrono::steady_clock::now() + call_timeout);
    auto const sent = co_await std::move(sending);
    result.at = ports_.clock.now();
    if (auto const* response = std::get_if<http::Response>(&sent.outcome)) {
        result.status = response->status;
        result.body = response->body.substr(0, answer_excerpt_max_bytes);
        if (accepted(result.status)) {
            result.outcome = Outcome::done;
        } else {
            result.reason = fmt::format("the app answered {} to {}", response->status, call.event);
            auto const key_is_missing = by_host && !ports_.keys.was_handed_out(signer.key_id);
            result.remedy =
                remedy_for_answer(response->status, key_is_missing ? call.tenant.origin + "/keys" : "");
        }
    } else {
        auto const& failure = std::get<http::TransportFailure>(sent.outcome);
        result.reason = failure.kind == http::TransportFailureKind::cancelled
                            ? fmt::format("interrupted before the app answered to {}", call.event)
                            : fmt::format("the app did not answer to {}: {}", call.event, failure.message);
        result.remedy = remedy_for(failure.kind, call_timeout);
    }
    co_return keep(call.tenant.name, std::move(result));
}

boost::asio::awaitable<LifecycleResult> Installer::tell(Tenant tenant, platform::App const& app,
                                                        Installation const& installation, std::string event)
{
    if (!lifecycle_endpoint(app, event))
        co_return done(std::move(event), installation.descriptor_url);
    auto calling = call({.tenant = tenant,
                         .app = app,
                         .event = std::move(event),
                         .secret = installation.shared_secret,
                         .client_id = installation.oauth_client_id,
                         .user = actor_at(ports_.state, tenant)});
    co_return co_await std::move(calling);
}

boost::asio::awaitable<std::expected<Installer::Fetched, LifecycleResult>>
Installer::fetch(Tenant tenant, std::string descriptor_url)
{
    auto const unusable = [&](std::string reason, std::string remedy, std::optional<int> status) {
        auto result = refused("descriptor", descriptor_url, std::move(reason), std::move(remedy));
        result.status = status;
        return std::unexpected(std::move(result));
    };
    if (auto const url = http::parse_url(descriptor_url); !url)
        co_return unusable(fmt::format("the descriptor cannot be fetched: {}", describe(url.error())),
                           "give the descriptor's address, such as "
                           "http://localhost:3000/atlassian-connect.json",
                           std::nullopt);
    auto fetching =
        net::fetch_descriptor(ports_.client.sender({.site = tenant.name, .purpose = "descriptor"}),
                              descriptor_url, std::chrono::steady_clock::now() + call_timeout);
    auto text = co_await std::move(fetching);
    if (!text)
        co_return unusable(text.error().message, remedy_for(text.error(), call_timeout), text.error().status);
    auto app = ports_.platform.read_descriptor(*text, std::nullopt);
    if (!app)
        co_return unusable(in_words(app.error()), app.error().remedy, 200);
    if (auto refusal = refusal_of(*app))
        co_return unusable(std::move(refusal->reason), std::move(refusal->remedy), 200);
    if (app->authentication == platform::Authentication::jwt && !lifecycle_endpoint(*app, "installed"))
        co_return unusable("the descriptor asks for JWT authentication and names no lifecycle.installed on "
                           "the app's own host",
                           "name the path below the base URL that takes the shared secret as "
                           "lifecycle.installed",
                           200);
    co_return Fetched{.url = std::move(descriptor_url), .text = *std::move(text), .app = *std::move(app)};
}

boost::asio::awaitable<std::expected<void, LifecycleResult>> Installer::make_room(Tenant tenant,
                                                                                  Fetched const& fetched)
{
    // An app that took a secret which is not kept here would be cut off.
    std::optional<Installation> earlier;
    auto const unusable = failure_of([&] {
        ports_.state.remember_descriptor(fetched.url);
        earlier = ports_.state.installation(tenant.name);
    });
    if (unusable)
        co_return std::unexpected(keep(tenant.name, not_kept("installed", fetched.url, *unusable)));
    if (!earlier || earlier->app_key == fetched.app.key)
        co_return std::expected<void, LifecycleResult>();
    auto taking = take_away(tenant, *earlier);
    auto result = co_await std::move(taking);
    if (ports_.state.installation(tenant.name)) // the state could not be written
        co_return std::unexpected(std::move(result));
    auto told = done("uninstalled", earlier->descriptor_url);
    told.reason = fmt::format("a site has one app: {} makes room for {}", earlier->app_key, fetched.app.key);
    keep(tenant.name, std::move(told));
    co_return std::expected<void, LifecycleResult>();
}

Installation Installer::new_installation(Fetched const& fetched)
{
    Installation installation{.app_key = fetched.app.key,
                              .app_name = fetched.app.name,
                              .descriptor_url = fetched.url,
                              .descriptor = fetched.text,
                              .shared_secret = ports_.random.hex(secret_bytes),
                              .oauth_client_id = ports_.random.hex(client_id_bytes)};
    ports_.exchanges.remember_secret("shared secret", installation.shared_secret);
    return installation;
}

boost::asio::awaitable<LifecycleResult> Installer::fetch_and_install(Tenant tenant,
                                                                     std::string descriptor_url)
{
    auto fetching = fetch(tenant, std::move(descriptor_url));
    auto const fetched = co_await std::move(fetching);
    if (!fetched)
        co_return keep(tenant.name, fetched.error());
    auto making_room = make_room(tenant, *fetched);
    auto const room = co_await std::move(making_room);
    if (!room)
        co_return room.error();
    auto const oddities = oddities_of(fetched->app);
    if (!oddities.empty()) {
        auto told = done("descriptor", fetched->url);
        told.status = 200;
        told.reason = oddities;
        keep(tenant.name, std::move(told));
    }
    auto const installation = new_installation(*fetched);
    auto installing = tell(tenant, fetched->app, installation, "installed");
    auto result = co_await std::move(installing);
    if (result.outcome == Outcome::refused)
        co_return result;
    if (auto const failure = failure_of([&] { ports_.state.install(tenant.name, installation); })) {
        auto lost = not_kept("installed", fetched->url, *failure);
        lost.remedy += "; the app has a secret now that this site has not";
        co_return keep(tenant.name, std::move(lost));
    }
    auto enabling = tell(tenant, fetched->app, installation, "enabled");
    co_await std::move(enabling);
    result.reason = oddities;
    co_return result;
}

boost::asio::awaitable<LifecycleResult> Installer::install(Tenant tenant, std::string descriptor_url)
{
    OneAtATime const turn(busy_, tenant.name);
    if (!turn.held())
        co_return keep(tenant.name,
                       refused("descriptor", descriptor_url, "another install at this site is under way",
                               "try again in a moment"));
    auto installing = fetch_and_install(tenant, descriptor_url);
    co_return co_await std::move(installing);
}

boost::asio::awaitable<LifecycleResult> Installer::take_away(Tenant tenant, Installation installation)
{
    auto const app = ports_.platform.read_descriptor(installation.descriptor, std::nullopt);
    if (auto const failure = failure_of([&] { ports_.state.uninstall(tenant.name); }))
        co_return keep(tenant.name, not_kept("uninstalled", installation.descriptor_url, *failure));
    if (!app)
        co_return keep(tenant.name,
                       refused("uninstalled", installation.descriptor_url,
                               "the app was told nothing, because the descriptor that was kept of it cannot "
                               "be read: " +
                                   in_words(app.error()),
                               "the app still has this site: take the site out of its store"));
    auto both =
        tell(tenant, *app, installation, "disabled") && tell(tenant, *app, installation, "uninstalled");
    auto const [disabled, uninstalled] = co_await std::move(both);
    bool const hears_only_of_disabled =
        lifecycle_endpoint(*app, "disabled") && !lifecycle_endpoint(*app, "uninstalled");
    co_return hears_only_of_disabled ? disabled : uninstalled;
}

boost::asio::awaitable<LifecycleResult> Installer::uninstall(Tenant tenant)
{
    OneAtATime const turn(busy_, tenant.name);
    auto installation = ports_.state.installation(tenant.name);
    if (!turn.held() || !installation)
        co_return keep(tenant.name, not_possible("uninstalled", turn.held()));
    auto taking = take_away(tenant, *std::move(installation));
    co_return co_await std::move(taking);
}

boost::asio::awaitable<LifecycleResult> Installer::set_state(Tenant tenant, Installation::State state)
{
    OneAtATime const turn(busy_, tenant.name);
    std::string const event = state == Installation::State::enabled ? "enabled" : "disabled";
    auto installation = ports_.state.installation(tenant.name);
    if (!turn.held() || !installation)
        co_return keep(tenant.name, not_possible(event, turn.held()));
    installation->state = state;
    if (auto const failure = failure_of([&] { ports_.state.install(tenant.name, *installation); }))
        co_return keep(tenant.name, not_kept(event, installation->descriptor_url, *failure));
    auto const app = ports_.platform.read_descriptor(installation->descriptor, std::nullopt);
    if (!app)
        co_return done(event, installation->descriptor_url);
    auto telling = tell(tenant, *app, *installation, event);
    co_return co_await std::move(telling);
}

} // namespace postern::simulator
