#include "simulator/rest/rest.hpp"

#include "http/html.hpp"
#include "http/method.hpp"
#include "net/response_head.hpp"
#include "simulator/request/request_body.hpp"
#include "simulator/rest/app_token.hpp"
#include "simulator/rest/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <expected>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

constexpr std::string_view bearer_scheme = "Bearer ";

// As the product that `path` belongs to tells it.
http::Response error_at(std::string_view path, int status, std::string_view message)
{
    return path.starts_with("/wiki/") ? wiki_error(status, message) : rest_error(status, message);
}

// "/rest/api/3/myself" and what an app calls it: relative to the base URL of its product.
std::optional<std::string> bridge_url(SiteServices const& services, std::string const& given)
{
    auto const& origin = services.site.tenant().origin;
    if (given.starts_with("http://") || given.starts_with("https://"))
        return given.starts_with(origin + "/") ? std::optional(given) : std::nullopt;
    return origin + (given.starts_with('/') ? "" : "/") + given;
}

std::optional<User> user_of(SiteServices const& services, Caller const& caller)
{
    return services.site.state().user(services.site.tenant().name, caller.account_id);
}

std::optional<Caller> bearer(SiteServices const& services, InstalledApp const& app, std::string_view token)
{
    auto const grant = services.bearer_tokens.find(token, services.clock.now());
    if (!grant || grant->site != services.site.tenant().name ||
        grant->client_id != app.installation.oauth_client_id)
        return std::nullopt;
    return Caller{.kind = Caller::Kind::user, .account_id = grant->account_id, .scopes = grant->scopes};
}

std::string bridge_purpose(SiteServices const& services, Visit const& visit, Json const& call)
{
    auto const app = services.site.app();
    auto const* const module = app ? app->module(text_member(call, "module")) : nullptr;
    return fmt::format("AP.request by {}{}{}", visit.user.display_name, module ? " in " : "",
                       module ? module->id : "");
}

// Of what is asked of no API, and so is no exchange.
http::Response bridge_refusal(int status, std::string_view message)
{
    return json_response(200, {{"status", status},
                               {"statusText", net::reason_phrase(status)},
                               {"headers", Json::object()},
                               {"body", Json{{"errorMessages", {message}}}.dump()}});
}

// Frequent with AP.request, which sends no JSON unless it is told to.
std::optional<std::string> type_problem(http::Request const& request, std::string_view path)
{
    constexpr std::string_view json_type = "application/json";
    auto const type = http::media_type(request.headers);
    if (request.body.empty() || type == json_type)
        return std::nullopt;
    return fmt::format("{} {} takes JSON, and the body is sent as {}. Send Content-Type: {} "
                       R"((AP.request: contentType: "{}").)",
                       request.method, path, type.empty() ? "no type" : type, json_type, json_type);
}

// The request that a call of AP.request stands for, or what is answered instead.
std::expected<http::Request, http::Response> bridge_request(SiteServices const& services, Json const& call)
{
    auto const target = bridge_url(services, text_member(call, "url"));
    auto const url = target ? http::parse_url(*target) : std::unexpected(http::UrlError::relative);
    if (!url || !is_rest_path(url->path))
        return std::unexpected(bridge_refusal(404, "AP.request reaches the product's REST API alone."));
    auto method = text_member(call, "method");
    std::ranges::transform(method, method.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (method.empty())
        method = "GET";
    if (!http::is_method(method))
        return std::unexpected(bridge_refusal(
            400, fmt::format("The type of an AP.request is an HTTP method: at most {} letters, no blanks.",
                             http::method_max_bytes)));
    http::Request request{.method = method, .url = url->text(), .body = text_member(call, "body")};
    auto const type = text_member(call, "contentType");
    if (!type.empty() && !request.headers.add("Content-Type", type))
        return std::unexpected(bridge_refusal(
            400, "The contentType of an AP.request is a header: one line without control characters."));
    return request;
}

} // namespace

bool is_rest_path(std::string_view path)
{
    return (path.starts_with("/rest/") && !path.starts_with("/rest/plugins/")) ||
           path.starts_with("/wiki/rest/") || path.starts_with("/wiki/api/");
}

http::Response answer_rest(SiteServices const& services, Caller const& caller, http::Request const& request)
{
    auto const url = http::parse_url(request.url);
    auto const app = services.site.app();
    if (!url || !app || app->installation.state == Installation::State::disabled)
        return rest_error(401, "No app is installed here, or it is disabled.");
    auto const match = match_route(request.method, url->path);
    if (!match)
        return error_at(url->path, 501,
                        fmt::format("Not simulated: {} {}. docs/guides/simulator.md lists what is.",
                                    request.method, url->path));
    auto const all = Scopes::of(app->app.facts.scopes);
    auto const scopes = caller.scopes ? all.within(*caller.scopes) : all;
    if (!scopes.allow(match->route->scope))
        return error_at(url->path, 403,
                        fmt::format("The app's {} not have the scope {}, which {} {} needs.",
                                    caller.scopes ? "bearer token does" : "descriptor does",
                                    name(match->route->scope), request.method, url->path));
    auto const reads_body = request.method == "POST" || request.method == "PUT";
    if (auto const problem = type_problem(request, url->path); reads_body && problem)
        return error_at(url->path, 415, *problem);
    auto const body = !reads_body || request.body.empty() ? Json::object() : parse_body(request.body);
    if (!body)
        return error_at(url->path, 400, body.error());
    auto const user = user_of(services, caller);
    if (caller.kind == Caller::Kind::user && !user)
        return error_at(url->path, 401, "The user of this request is no longer at this site.");
    RestCall const call{.services = services,
                        .app = *app,
                        .scopes = scopes,
                        .user = user ? &*user : nullptr,
                        .version = match->version,
                        .parameters = match->parameters,
                        .query = url->query,
                        .body = *body,
                        .body_text = request.body};
    return match->route->answer(call);
}

http::Response answer_rest_for_app(SiteServices const& services, http::Request const& request)
{
    auto const app = services.site.app();
    if (!app)
        return rest_error(401, "No app is installed here.");
    auto const header = request.headers.get("Authorization").value_or("");
    if (http::equal_ignoring_case(header.substr(0, bearer_scheme.size()), bearer_scheme)) {
        auto const caller = bearer(services, *app, header.substr(bearer_scheme.size()));
        if (!caller)
            return rest_error(401, "The bearer token is not one of this site, or has expired; get another at "
                                   "/oauth2/token.");
        return answer_rest(services, *caller, request);
    }
    if (auto const problem = app_token_problem(*app, services.site.tenant(), request, services.clock.now()))
        return rest_error(401, *problem);
    return answer_rest(services, {.kind = Caller::Kind::app, .account_id = "", .scopes = {}}, request);
}

boost::asio::awaitable<http::Response> request_through_bridge(SiteServices services, Visit visit, Json call)
{
    auto const request = bridge_request(services, call);
    if (!request)
        co_return request.error();
    auto const exchange = services.exchanges->begin({.at = services.clock.now(),
                                                     .site = services.site.tenant().name,
                                                     .direction = Direction::browser_to_host,
                                                     .purpose = bridge_purpose(services, visit, call),
                                                     .request = *request});
    auto const begun = std::chrono::steady_clock::now();
    auto const response = answer_rest(
        services, {.kind = Caller::Kind::user, .account_id = visit.user.account_id, .scopes = {}}, *request);
    auto const elapsed = std::chrono::steady_clock::now() - begun;
    services.exchanges->end(exchange, response, std::chrono::floor<std::chrono::microseconds>(elapsed));
    Json headers = Json::object();
    for (auto const& field : response.headers)
        headers[http::lower_case(field.name)] = field.value;
    co_return json_response(200, {{"status", response.status},
                                  {"statusText", net::reason_phrase(response.status)},
                                  {"headers", headers},
                                  {"body", response.body}});
}

} // namespace postern::simulator
