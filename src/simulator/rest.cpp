#include "simulator/rest.hpp"

#include "simulator/app_token.hpp"
#include "simulator/rest_routes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

// A scope lets do what the ones it implies let do (connect-protocol.md section 7).
bool has_scope(InstalledApp const& app, Scope needed)
{
    auto const stated = [&](std::string_view name) {
        return std::ranges::any_of(app.app.facts.scopes, [&](platform::StatedScope const& scope) {
            return http::equal_ignoring_case(scope.name.text, name);
        });
    };
    switch (needed) {
    case Scope::none:
        return true;
    case Scope::read:
        return stated("read") || has_scope(app, Scope::write);
    case Scope::write:
        return stated("write") || has_scope(app, Scope::remove);
    case Scope::remove:
        return stated("delete") || has_scope(app, Scope::project_admin);
    case Scope::project_admin:
        return stated("project_admin") || stated("space_admin") || has_scope(app, Scope::admin);
    case Scope::admin:
        return stated("admin");
    }
    return false;
}

std::string_view name(Scope scope)
{
    switch (scope) {
    case Scope::none:
        return "NONE";
    case Scope::read:
        return "READ";
    case Scope::write:
        return "WRITE";
    case Scope::remove:
        return "DELETE";
    case Scope::project_admin:
        return "PROJECT_ADMIN";
    case Scope::admin:
        return "ADMIN";
    }
    return "";
}

std::string text(Json const& body, char const* member)
{
    auto const found = body.find(member);
    return found != body.end() && found->is_string() ? found->get<std::string>() : "";
}

// "/rest/api/3/myself" and what an app calls it: relative to the base URL of its product.
std::optional<std::string> bridge_url(SiteServices const& services, std::string const& given)
{
    auto const& origin = services.site.tenant().origin;
    if (given.starts_with("http://") || given.starts_with("https://"))
        return given.starts_with(origin + "/") ? std::optional(given) : std::nullopt;
    return origin + (given.starts_with('/') ? "" : "/") + given;
}

} // namespace

bool is_rest_path(std::string_view path)
{
    return (path.starts_with("/rest/") && !path.starts_with("/rest/plugins/")) ||
           path.starts_with("/wiki/rest/") || path.starts_with("/wiki/api/");
}

http::Response rest_error(int status, std::string_view message)
{
    return json_response(status, {{"errorMessages", {message}}, {"errors", Json::object()}});
}

http::Response answer_rest(SiteServices const& services, Caller const& caller, http::Request const& request)
{
    auto const url = http::parse_url(request.url);
    auto const app = services.site.app();
    if (!url || !app)
        return rest_error(401, "no app is installed here");
    auto const match = match_route(request.method, url->path);
    if (!match)
        return rest_error(501, fmt::format("Not simulated: {} {}. docs/guides/simulator.md lists what is.",
                                           request.method, url->path));
    if (!has_scope(*app, match->route->scope))
        return rest_error(403,
                          fmt::format("The app's descriptor does not have the scope {}, which {} {} needs.",
                                      name(match->route->scope), request.method, url->path));
    Json body = request.body.empty() ? Json::object() : Json::parse(request.body, nullptr, false);
    if (body.is_discarded())
        return rest_error(400, "The body is no JSON.");
    std::optional<User> user;
    if (!caller.account_id.empty())
        user = services.site.state().user(services.site.tenant().name, caller.account_id);
    RestCall const call{.services = services,
                        .app = *app,
                        .user = user ? &*user : nullptr,
                        .method = request.method,
                        .parameters = match->parameters,
                        .query = url->query,
                        .body = body};
    return match->route->answer(call);
}

http::Response answer_rest_for_app(SiteServices const& services, http::Request const& request)
{
    auto const app = services.site.app();
    if (!app)
        return rest_error(401, "No app is installed here.");
    if (auto const problem = app_token_problem(*app, services.site.tenant(), request, services.clock.now()))
        return rest_error(401, *problem);
    return answer_rest(services, {.kind = Caller::Kind::app, .account_id = ""}, request);
}

boost::asio::awaitable<http::Response> request_through_bridge(SiteServices services, Visit visit, Json call)
{
    auto const target = bridge_url(services, text(call, "url"));
    auto const url = target ? http::parse_url(*target) : std::unexpected(http::UrlError::relative);
    if (!url || !is_rest_path(url->path))
        co_return json_response(
            200, {{"status", 404},
                  {"statusText", "Not Found"},
                  {"headers", Json::object()},
                  {"body", R"({"errorMessages":["AP.request reaches the product's REST API alone."]})"}});
    auto method = text(call, "method");
    std::ranges::transform(method, method.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    http::Request request{
        .method = method.empty() ? "GET" : method, .url = url->text(), .body = text(call, "body")};
    auto const response =
        answer_rest(services, {.kind = Caller::Kind::user, .account_id = visit.user.account_id}, request);
    Json headers = Json::object();
    for (auto const& field : response.headers)
        headers[http::lower_case(field.name)] = field.value;
    co_return json_response(200, {{"status", response.status},
                                  {"statusText", response.status < 400 ? "OK" : "Error"},
                                  {"headers", headers},
                                  {"body", response.body}});
}

} // namespace postern::simulator
