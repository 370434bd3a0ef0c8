#include "simulator/webhooks/webhooks.hpp"

#include "base/assert.hpp"
#include "http/redirect.hpp"
#include "jwt/sign.hpp"
#include "simulator/rest/jql.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace postern::simulator {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::ordered_json;
using Outcome = WebhookDelivery::Outcome;

constexpr std::size_t identifier_bytes = 16;
constexpr std::string_view url_member = "/url";

// The module that an endpoint of kind webhook comes from.
nlohmann::json const& module_of(InstalledApp const& app, platform::Endpoint const& endpoint)
{
    auto pointer = endpoint.pointer;
    if (pointer.ends_with(url_member))
        pointer.resize(pointer.size() - url_member.size());
    return app.descriptor[nlohmann::json::json_pointer(pointer)];
}

enum class Verdict { fits, does_not_fit, not_understood };

Verdict judge_filter(nlohmann::json const& module, WebhookEvent const& event)
{
    auto const filter = module.find("filter");
    if (filter == module.end() || !event.subject)
        return Verdict::fits;
    auto const jql = filter->is_string() ? rest::parse_jql(filter->get<std::string>())
                                         : std::unexpected(std::string("no text"));
    if (!jql)
        return Verdict::not_understood;
    return rest::matches(*jql, event.subject->issue, event.subject->project) ? Verdict::fits
                                                                             : Verdict::does_not_fit;
}

std::string note_for(int status)
{
    if (status >= 200 && status < 300)
        return "";
    if (status == 401 || status == 403)
        return fmt::format("The app answered {}: it must accept Authorization: JWT <token> signed with the "
                           "tenant's shared secret, with the query hash of this address.",
                           status);
    if (status == 404 || status == 405)
        return fmt::format("The app answered {}: serve POST at the path that the webhook names.", status);
    if (http::is_redirect(status))
        return fmt::format("The app answered {}: the host follows no redirect of a webhook.", status);
    return fmt::format("The app answered {}: look into its own log.", status);
}

bool is_worth_another(http::Outcome const& outcome)
{
    if (auto const* response = std::get_if<http::Response>(&outcome))
        return response->status >= 500;
    return std::get<http::TransportFailure>(outcome).kind != http::TransportFailureKind::cancelled;
}

} // namespace

struct Webhooks::Call {
    Tenant tenant;
    platform::App app;
    std::string secret;
    platform::HostContext context;
    http::Request request; // without a token
    WebhookDelivery delivery;
};

struct Webhooks::Core {
    Ports ports;
    WebhookRetries retries;
    std::map<std::string, std::deque<WebhookDelivery>, std::less<>> journals;

    void keep(std::string const& site, WebhookDelivery delivery)
    {
        delivery.at = ports.clock.now();
        auto& journal = journals[site];
        journal.push_front(std::move(delivery));
        if (journal.size() > journal_max)
            journal.pop_back();
    }

    // The same request with a token of now: a late retry would come with an expired one.
    [[nodiscard]] http::Request signed_request(Call const& call, int attempt) const
    {
        auto request = call.request;
        if (attempt > 1)
            request.headers.set("X-Atlassian-Webhook-Retry", std::to_string(attempt - 1));
        if (call.app.authentication == platform::Authentication::none)
            return request;
        auto const key = jwt::Key::from_secret(call.secret);
        POSTERN_ASSERT(key.has_value(), "an installation has a secret");
        auto const claims = ports.platform.request_claims(call.app, request, call.context, ports.clock.now());
        auto const token = jwt::sign(claims, *key, jwt::Algorithm::hs256);
        POSTERN_ASSERT(token.has_value(), "claims are an object and the tenant's secret is an HMAC key");
        ports.platform.place_token(request, *token, platform::TokenPlacement::authorization_header);
        return request;
    }
};

Webhooks::Webhooks(Ports ports, WebhookRetries retries)
    : core_(std::make_shared<Core>(ports, retries)),
      group_(ports.executor, deliveries_max)
{
}

std::deque<WebhookDelivery> const& Webhooks::journal(std::string_view site) const
{
    static std::deque<WebhookDelivery> const none;
    auto const found = core_->journals.find(site);
    return found == core_->journals.end() ? none : found->second;
}

Webhooks::Call Webhooks::call(Tenant const& tenant, InstalledApp const& app,
                              platform::Endpoint const& endpoint, WebhookEvent const& event) const
{
    auto const& ports = core_->ports;
    Call call{.tenant = tenant,
              .app = app.app,
              .secret = app.installation.shared_secret,
              .context = host_context(tenant, event.account_id, event.values),
              .request = {.method = "POST", .headers = {{"Content-Type", "application/json"}}},
              .delivery = {.event = event.name}};
    call.request.url = ports.platform.endpoint_url(app.app, endpoint, call.context);
    call.request.headers.set("X-Atlassian-Webhook-Identifier", ports.random.hex(identifier_bytes));
    call.request.headers.set("X-Atlassian-Webhook-Flow", "Primary");
    call.delivery.url = call.request.url;
    auto const without_body = module_of(app, endpoint).find("excludeBody");
    if (without_body != module_of(app, endpoint).end() && *without_body == true)
        return call;
    Json body{{"timestamp", ports.clock.now().time_since_epoch().count()}, {"webhookEvent", event.name}};
    body.update(event.body);
    call.request.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    return call;
}

std::size_t Webhooks::fire(Tenant const& tenant, InstalledApp const& app, WebhookEvent const& event)
{
    if (app.installation.state == Installation::State::disabled)
        return 0;
    std::size_t under_way = 0;
    for (auto const& endpoint : app.app.endpoints) {
        if (endpoint.kind != platform::EndpointKind::webhook || endpoint.module_key != event.name)
            continue;
        auto const verdict = judge_filter(module_of(app, endpoint), event);
        if (verdict == Verdict::does_not_fit)
            continue;
        auto made = call(tenant, app, endpoint, event);
        if (verdict == Verdict::not_understood)
            made.delivery.note = fmt::format(
                "The simulator does not understand the filter of this webhook, and sends it as if "
                "it fitted; understood are {}.",
                rest::jql_understood);
        auto refused = made.delivery;
        if (group_.start(deliver(core_, std::move(made))) == net::TaskGroup::Start::begun) {
            ++under_way;
            continue;
        }
        refused.note = fmt::format("Not sent: {} webhooks are under way already.", deliveries_max);
        core_->keep(tenant.name, std::move(refused));
    }
    return under_way;
}

asio::awaitable<void> Webhooks::deliver(std::shared_ptr<Core> core, Call call)
{
    auto& delivery = call.delivery;
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    auto delay = core->retries.first_delay;
    std::string problem;
    while (true) {
        ++delivery.attempts;
        auto sending = core->ports.client.send(
            {.site = call.tenant.name, .purpose = fmt::format("webhook {}", delivery.event)},
            core->signed_request(call, delivery.attempts),
            std::chrono::steady_clock::now() + attempt_timeout);
        auto const sent = co_await std::move(sending);
        auto const* const response = std::get_if<http::Response>(&sent.outcome);
        delivery.status = response ? std::optional(response->status) : std::nullopt;
        problem = response ? note_for(response->status)
                           : fmt::format("The app did not answer: {}.",
                                         std::get<http::TransportFailure>(sent.outcome).message);
        if (!is_worth_another(sent.outcome) || delivery.attempts > core->retries.retries_max)
            break;
        timer.expires_after(delay);
        delay *= 2;
        auto waiting = timer.async_wait(asio::as_tuple(asio::use_awaitable));
        auto const [cancelled] = co_await std::move(waiting);
        if (cancelled)
            break;
    }
    delivery.outcome = problem.empty() ? Outcome::done : Outcome::refused;
    if (!problem.empty())
        delivery.note.append(delivery.note.empty() ? "" : " ").append(problem);
    core->keep(call.tenant.name, std::move(delivery));
}

} // namespace postern::simulator
