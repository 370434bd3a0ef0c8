#include "sample/app.hpp"

#include "sample/assets.hpp"
#include "sample/descriptor.hpp"
#include "sample/exposed.hpp"
#include "sample/form.hpp"
#include "sample/page_weakness.hpp"
#include "sample/response_headers.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>

namespace postern::sample {
namespace {

http::Response plain(int status, std::string_view text)
{
    return http::make_response(status, "text/plain; charset=utf-8", std::string(text) + "\n");
}

} // namespace

App::App(AppConfig config, AppPorts ports)
    : config_(std::move(config)),
      ports_(std::move(ports)),
      check_(config_.weaknesses, ports_.clock),
      tenants_(config_.tenants_max),
      sessions_(config_.sessions_max, ports_.random)
{
}

boost::asio::awaitable<http::Response> App::handle(http::Request request)
{
    auto const is_head = request.method == "HEAD";
    auto const origin = std::string(request.headers.get("Origin").value_or(""));
    auto step = answer(std::move(request));
    auto response = co_await std::move(step);
    if (weak(Weakness::cors_reflects_any_origin) && !origin.empty())
        allow_origin(response, origin);
    if (is_head) {
        response.body.clear();
        response.body_bytes = 0;
    }
    co_return response;
}

boost::asio::awaitable<http::Response> App::answer(http::Request request)
{
    auto url = http::parse_url(request.url);
    auto const* const route = url ? find_route(local_path(*url)) : nullptr;
    if (auto exposed = url ? exposed_file(local_path(*url), config_.weaknesses) : std::nullopt) {
        finish(RouteKind::api, *exposed);
        co_return std::move(*exposed);
    }
    if (auto library = url ? library_file(local_path(*url), config_.weaknesses) : std::nullopt) {
        finish(RouteKind::asset, *library);
        co_return std::move(*library);
    }
    if (!route) {
        auto response = url ? plain(404, "There is nothing here.") : plain(400, "This is no address.");
        finish(RouteKind::api, response);
        co_return response;
    }
    auto const is_get = request.method == "GET" || request.method == "HEAD";
    auto const fits = route->method == RouteMethod::get ? is_get : request.method == "POST";
    http::Response response;
    if (!fits) {
        response = plain(405, "This address takes another method.");
        response.headers.set("Allow", route->method == RouteMethod::get ? "GET, HEAD" : "POST");
    } else if (request.body.size() > config_.request_body_max_bytes) {
        response = plain(413, "The body is too long.");
    } else {
        Visit const visit{.request = std::move(request), .url = std::move(*url), .route = *route};
        auto step = dispatch(visit);
        response = co_await std::move(step);
    }
    ports_.log(fmt::format("{} {}", response.status, route->path));
    finish(route->kind, response);
    co_return response;
}

boost::asio::awaitable<http::Response> App::dispatch(Visit const& visit)
{
    auto const kind = visit.route.kind;
    if (weak(Weakness::unavailable) && kind != RouteKind::descriptor)
        co_return plain(503, "The app is being maintained.");
    if (weak(Weakness::slow) && is_page(kind)) {
        auto const executor = co_await boost::asio::this_coro::executor;
        boost::asio::steady_timer timer(executor, config_.slow_delay);
        auto wait = timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        co_await std::move(wait);
    }
    if (weak(Weakness::endless_redirect) && is_page(kind))
        co_return loop(visit);

    switch (kind) {
    case RouteKind::descriptor:
        co_return http::make_response(200, "application/json",
                                      descriptor(config_.base_url, config_.weaknesses));
    case RouteKind::page:
    case RouteKind::admin_page: {
        auto step = page(visit);
        co_return co_await std::move(step);
    }
    case RouteKind::lifecycle: {
        auto step = lifecycle(visit);
        co_return co_await std::move(step);
    }
    case RouteKind::shell:
        co_return shell(visit);
    case RouteKind::api:
        co_return issue_api(visit);
    case RouteKind::webhook:
        co_return webhook(visit);
    case RouteKind::asset: {
        auto const [type, body] = asset(visit.route.path);
        co_return http::make_response(200, type, std::string(body));
    }
    case RouteKind::login:
        co_return login(visit);
    case RouteKind::loop:
        co_return weak(Weakness::endless_redirect) ? loop(visit) : plain(404, "There is nothing here.");
    }
    co_return plain(404, "There is nothing here.");
}

std::expected<App::Identity, Refusal> App::identify(Visit const& visit, Sources sources, Binding binding,
                                                    Age age) const
{
    auto const compact = find_token(visit.request, visit.url.query, sources);
    if (!compact)
        return std::unexpected(compact.error());
    auto const unverified = jwt::parse(*compact);
    if (!unverified)
        return std::unexpected(Refusal::token_unreadable);
    auto const& issuer = unverified->claims.issuer;
    if (!issuer)
        return std::unexpected(Refusal::unknown_tenant);

    auto tenant = tenants_.find(*issuer);
    std::vector<jwt::Key> keys;
    if (tenant && weak(Weakness::tenant_confusion))
        keys = tenants_.secrets();
    else if (tenant && tenant->secret)
        keys.push_back(*tenant->secret);
    Demand const demand{.algorithm = jwt::Algorithm::hs256, .keys = keys, .binding = binding, .age = age};
    auto const token = check_.check(*compact, demand, visit.request, base_path());
    if (!token)
        return std::unexpected(token.error());
    if (!tenant) { // only a weakness comes here
        tenant = visitor(visit).tenant;
        if (tenant->client_key.empty())
            tenant->client_key = *issuer;
    }
    return Identity{.tenant = std::move(tenant),
                    .account = token->claims.subject.value_or(""),
                    .context = token->claim("context")};
}

// The issue is the one that the host puts into the token, not one that the caller names: so nobody sees an
// issue here that is not open in front of him.
http::Response App::issue_api(Visit const& visit)
{
    auto const identity = identify(visit, Sources::header, Binding::user_context);
    if (!identity)
        return refuse(visit, identity.error());
    if (identity->tenant->state == TenantState::uninstalled)
        return refuse(visit, Refusal::unknown_tenant);
    auto const issue = identity->context ? context_issue_key(*identity->context) : std::nullopt;
    if (!issue)
        return http::make_response(400, "application/json", R"({"error":"the token names no issue"})");
    auto const asked = form_value(visit.url.query, "issueKey");
    auto const project = form_value(visit.url.query, "projectKey");
    if ((!asked.empty() && asked != *issue) || (!project.empty() && !issue->starts_with(project + "-")))
        return refuse(visit, Refusal::another_issue);
    auto const& tenant = *identity->tenant;
    auto const found = tenant.updates.find(*issue);
    nlohmann::ordered_json const answer{
        {"site", tenant.base_url ? base_url_text(*tenant.base_url) : ""},
        {"account", identity->account},
        {"issue", *issue},
        {"project", issue->substr(0, issue->find('-'))},
        {"installation", name(tenant.state)},
        {"updates", found == tenant.updates.end() ? 0 : found->second},
    };
    return http::make_response(200, "application/json", answer.dump());
}

http::Response App::webhook(Visit const& visit)
{
    auto const identity = identify(visit, Sources::header, Binding::request);
    if (!identity)
        return refuse(visit, identity.error());
    if (identity->tenant->state == TenantState::uninstalled)
        return refuse(visit, Refusal::unknown_tenant);
    auto const issue = webhook_issue_key(visit.request.body);
    if (!issue)
        return plain(400, "The body names no issue.");
    auto& updates = identity->tenant->updates;
    if (updates.contains(*issue) || updates.size() < config_.issues_per_tenant_max)
        ++updates[*issue];
    return http::make_response(204, "", "");
}

http::Response App::loop(Visit const& visit) const
{
    auto const text = form_value(visit.url.query, "hop");
    unsigned hop = 0;
    std::from_chars(text.data(), text.data() + text.size(), hop);
    auto response = plain(302, "Go on.");
    response.headers.set("Location", fmt::format("{}/loop?hop={}", base_url_text(config_.base_url), hop + 1));
    return response;
}

void App::finish(RouteKind kind, http::Response& response)
{
    set_general_headers(response, kind, config_.base_url, config_.weaknesses);
    if (is_page(kind) || kind == RouteKind::login)
        set_page_headers(response, config_.hosts, config_.weaknesses);
    if (is_page(kind))
        finish_page(kind, response);
}

// What weaknesses do to a page, whatever it says.
void App::finish_page(RouteKind kind, http::Response& response)
{
    if (weak(Weakness::insecure_cookie) && kind != RouteKind::shell && !response.headers.get("Set-Cookie"))
        response.headers.set("Set-Cookie",
                             session_cookie(sessions_.fresh_id(), base_path(), config_.weaknesses));
    if (weak(Weakness::wrong_content_type))
        response.headers.set("Content-Type", "image/png");
    if (weak(Weakness::huge_body) && response.body.size() < config_.huge_body_bytes) {
        response.body.resize(config_.huge_body_bytes, ' ');
        response.body_bytes = response.body.size();
    }
}

std::string App::base_path() const
{
    auto path = config_.base_url.path;
    while (path.ends_with('/'))
        path.pop_back();
    return path;
}

// A proxy in front may take the base path away or leave it there.
std::string App::local_path(http::Url const& url) const
{
    auto const base = base_path();
    return !base.empty() && url.path.starts_with(base + "/") ? url.path.substr(base.size()) : url.path;
}

} // namespace postern::sample
