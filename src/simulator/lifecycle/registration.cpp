#include "simulator/lifecycle/registration.hpp"

#include "simulator/lifecycle/install_remedies.hpp"
#include "simulator/request/fetch_metadata.hpp"
#include "simulator/request/query.hpp"
#include "simulator/request/request_body.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

constexpr std::string_view install_type = "application/vnd.atl.plugins.remote.install+json";
constexpr int ping_after_ms = 100;

bool equal(std::string_view given, std::string_view expected)
{
    return given.size() == expected.size() &&
           CRYPTO_memcmp(given.data(), expected.data(), expected.size()) == 0;
}

Json plugin_json(InstalledApp const& app)
{
    return {
        {"key", app.app.key},
        {"name", app.app.name},
        {"enabled", app.installation.state == Installation::State::enabled},
        {"links", {{"self", fmt::format("{}{}-key", registration_path, http::percent_encode(app.app.key))}}}};
}

} // namespace

http::Response Registration::list(SiteServices const& services) const
{
    Json plugins = Json::array();
    if (auto const app = services.site.app())
        plugins.push_back(plugin_json(*app));
    auto response = json_response(200, {{"plugins", std::move(plugins)}});
    response.headers.set("upm-token", token_);
    return response;
}

http::Response Registration::outcome(SiteServices const& services, std::string_view id) const
{
    auto const task = std::ranges::find(tasks_, id, &Task::id);
    if (task == tasks_.end())
        return json_error(404, "there is no such task");
    auto const app = services.site.app();
    if (task->result.outcome == LifecycleResult::Outcome::done && app)
        return json_response(200, plugin_json(*app));
    return json_response(200, {{"status",
                                {{"done", true},
                                 {"statusCode", task->result.status.value_or(0)},
                                 {"errorMessage", in_words(task->result)}}}});
}

boost::asio::awaitable<http::Response> Registration::install(SiteServices services, http::Request request)
{
    auto const url = http::parse_url(request.url);
    auto const type = request.headers.get("Content-Type").value_or("");
    if (!url || !equal(query_value(url->query, "token"), token_))
        co_return json_error(403, "the token is not the one that this server hands out",
                             "GET the list first and send its upm-token");
    if (!type.starts_with(install_type))
        co_return json_error(415, fmt::format("an install has the type {}", install_type));
    auto const body = parse_body(request.body);
    if (!body)
        co_return json_error(400, body.error());
    auto const uri = body->is_object() ? body->find("pluginUri") : body->end();
    if (!body->is_object() || uri == body->end() || !uri->is_string())
        co_return json_error(400, "pluginUri is missing", "give the descriptor's address there");
    auto installing = services.installer.install(services.site.tenant(), uri->get<std::string>());
    auto result = co_await std::move(installing);
    tasks_.push_front({.id = random_.hex(8), .result = std::move(result)});
    if (tasks_.size() > tasks_max)
        tasks_.pop_back();
    co_return json_response(
        202, {{"links", {{"self", fmt::format("{}pending/{}", registration_path, tasks_.front().id)}}},
              {"pingAfter", ping_after_ms}});
}

bool Registration::refuses(http::Request const& request)
{
    return request.method == "DELETE" && is_of_browser(request);
}

boost::asio::awaitable<http::Response> Registration::handle(SiteServices services, http::Request request)
{
    auto const url = http::parse_url(request.url);
    auto const rest = url ? url->path.substr(registration_path.size()) : "";
    if (request.method == "GET" && rest == "settings")
        co_return json_response(
            200,
            {{"settings",
              {{{"key", "connectDeveloperListingsEnabled"}, {"value", true}, {"requiresRefresh", false}}}}});
    if (request.method == "GET" && rest.empty())
        co_return list(services);
    if (request.method == "GET" && rest.starts_with("pending/"))
        co_return outcome(services, std::string_view(rest).substr(8));
    if (request.method == "POST" && rest.empty()) {
        auto installing = install(services, std::move(request));
        co_return co_await std::move(installing);
    }
    auto const app = services.site.app();
    if (refuses(request))
        co_return json_error(403, "apps are removed by their own servers here, not by pages",
                             "remove it under Apps, as an administrator");
    if (request.method == "DELETE" && app && rest == http::percent_encode(app->app.key) + "-key") {
        auto removing = services.installer.uninstall(services.site.tenant());
        auto const result = co_await std::move(removing);
        co_return http::make_response(204, "", "");
    }
    co_return json_error(404, "the simulated app manager has no such address");
}

} // namespace postern::simulator
