#include "simulator/site_server.hpp"

#include "simulator/inspector/calls.hpp"
#include "simulator/inspector/event_stream.hpp"
#include "simulator/inspector/seen.hpp"
#include "simulator/pages/page_calls.hpp"
#include "simulator/pages/page_data.hpp"
#include "simulator/pages/page_document.hpp"
#include "simulator/pages/visitor_cookie.hpp"
#include "simulator/pages/web_assets.hpp"
#include "simulator/request/fetch_metadata.hpp"
#include "simulator/request/path_segments.hpp"
#include "simulator/request/query.hpp"
#include "simulator/rest/oauth2.hpp"
#include "simulator/rest/rest.hpp"

#include <fmt/format.h>

#include <SQLiteCpp/Exception.h>
#include <algorithm>

namespace postern::simulator {
namespace {

constexpr std::string_view archive_path = "/simulator/api/inspector/import";
constexpr std::size_t request_max_bytes = std::size_t{1024} * 1024; // but for archives

// Whether somebody asks who has no business here. It takes no place among the exchanges: a page elsewhere
// could push all others out.
bool is_of_stranger(http::Request const& request, http::Url const& url, std::string const& page_secret)
{
    if (url.path.starts_with(page_calls_path))
        return !knows_page_secret(request, page_secret);
    if (url.path.starts_with(registration_path) && Registration::refuses(request))
        return true;
    return is_of_foreign_page(request);
}

// Those of a page's address: what is empty between them means nothing.
std::vector<std::string> steps(std::string_view path)
{
    std::vector<std::string> all;
    for (auto const segment : path_segments(path))
        if (!segment.empty())
            all.push_back(decode_segment(segment));
    return all;
}

http::Response key_response(HostKeys& keys, std::string_view key_id)
{
    auto const pem = keys.hand_out(key_id);
    return pem ? http::make_response(200, "text/plain; charset=utf-8", *pem)
               : http::make_response(404, "text/plain; charset=utf-8", "There is no such key.\n");
}

http::Response asset_response(WebAsset const& asset)
{
    auto response = http::make_response(200, asset.type, asset.bytes);
    response.headers.set("X-Content-Type-Options", "nosniff");
    // Apps load the bridge from their own origins; it is public.
    response.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
    response.headers.set("Cache-Control", "no-cache");
    return response;
}

// Addresses of descriptors that may be meant: those of the call, then those that were there before.
std::vector<std::string> suggestions_of(SiteServices const& services)
{
    auto all = services.suggestions;
    for (auto& known : services.site.state().known_descriptors())
        if (std::ranges::find(all, known) == all.end())
            all.push_back(std::move(known));
    return all;
}

PageResult page_of(SiteServices const& services, Visit const& visit, http::Url const& url)
{
    auto& site = services.site;
    auto const path = steps(url.path);
    auto const is = [&](std::initializer_list<std::string_view> start, std::size_t size) {
        return path.size() == size && std::ranges::equal(start, path | std::views::take(start.size()));
    };
    if (path.empty())
        return home_page(site);
    if (is({"inspector"}, 1))
        return inspector_page(site);
    if (is({"browse"}, 2))
        return issue_page(site, visit, path[1]);
    if (is({"projects"}, 2))
        return project_page(site, visit, path[1]);
    if (is({"dashboard"}, 1))
        return dashboard_page(site, visit);
    auto const is_content = path.size() == 5 || path.size() == 6; // the sixth is the title, for people
    if (is_content && path[0] == "wiki" && path[1] == "spaces" && path[3] == "pages")
        return content_page(site, visit, path[2], path[4]);
    if (is({"plugins", "servlet", "upm"}, 3))
        return apps_page(visit, services.installer.journal(site.tenant().name),
                         services.webhooks.journal(site.tenant().name), services.keys.current().key_id,
                         suggestions_of(services));
    if (is({"plugins", "servlet", "ac"}, 5)) {
        auto const query = query_values(url.query);
        return module_page(site, visit, path[3], path[4],
                           resolve_values(site, Values(query.begin(), query.end())));
    }
    return problem_page(404, "There is no such page",
                        "The simulator does not have this part of the product.");
}

// What the query says of time that nobody can mean: a page that passed it over would look fresh.
std::optional<PageResult> problem_of_time(http::Url const& url)
{
    auto const query = query_values(url.query);
    if (auto const opened = query.find("opened"); opened != query.end() && !opened_from(opened->second))
        return problem_page(
            400, "This is no time that a page was opened",
            fmt::format("opened={}: {}, or choose one above.", opened->second, opened_remedy));
    if (auto const refresh = query.find("refresh"); refresh != query.end() && !refresh_from(refresh->second))
        return problem_page(
            400, "There is no such way to renew addresses",
            fmt::format("refresh={}: give stale or resolver, or choose one above.", refresh->second));
    return std::nullopt;
}

// Whom the cookie names, where the site has no such user: a page that passed it over would show what the
// administrator sees.
std::optional<PageResult> problem_of_visitor(Site& site, http::Request const& request)
{
    constexpr std::size_t named_max = 5;
    auto const account = visitor_in(request, site.tenant());
    if (account.empty() || site.state().user(site.tenant().name, account))
        return std::nullopt;
    std::string known;
    for (auto const& user : site.state().users(site.tenant().name) | std::views::take(named_max))
        known += fmt::format("{}{}", known.empty() ? "" : ", ", user.account_id);
    return problem_page(400, "This site has no such user",
                        fmt::format("{}={}: give the accountId of a user of this site, such as {}, or choose "
                                    "one above. A browser loses this cookie with this answer.",
                                    visitor_cookie_name(site.tenant()), account, known));
}

} // namespace

Visit SiteServer::visit_of(http::Request const& request, http::Url const& url) const
{
    auto const& name = services_.site.tenant().name;
    auto const query = query_values(url.query);
    auto const given = [&](std::string_view key) {
        auto const found = query.find(key);
        return found == query.end() ? std::string() : found->second;
    };
    auto const& state = services_.site.state();
    auto user = state.user(name, visitor_in(request, services_.site.tenant()));
    if (!user)
        user = state.administrator(name);
    Visit visit{.user = std::move(user).value_or(User()),
                .opened_ago = opened_from(given("opened")).value_or(defaults_.opened_ago),
                .refresh = refresh_from(given("refresh")).value_or(defaults_.refresh),
                .now = services_.clock.now(),
                .values = {}};
    for (auto const& [key, value] : query)
        if (goes_on_to_the_app(key))
            visit.values.emplace(key, value);
    return visit;
}

http::Response SiteServer::page(http::Request const& request, http::Url const& url)
try {
    auto& site = services_.site;
    auto const visit = visit_of(request, url);
    auto const stranger = problem_of_visitor(site, request);
    auto problem = stranger ? stranger : problem_of_time(url);
    auto result = problem ? *std::move(problem) : page_of(services_, visit, url);
    auto data = frame_of_page(site, services_.tenants, visit, result.values);
    data["page"] = std::move(result.page);
    data["secret"] = services_.page_secret;
    auto const app = site.app();
    auto response = page_document(result.status, result.title, data, app ? app->app.base_url.origin() : "");
    if (stranger)
        response.headers.set("Set-Cookie", no_visitor_cookie(site.tenant()));
    return response;
} catch (SQLite::Exception const& error) {
    auto const problem = state_problem(error);
    return bare_document(500, "This page cannot be shown",
                         fmt::format("{}; {}.", problem.reason, problem.remedy));
}

boost::asio::awaitable<http::Response> SiteServer::dispatch(http::Request request, http::Url url)
{
    if (url.path.starts_with(page_calls_path)) {
        auto visit = visit_of(request, url);
        auto calling = handle_page_call(services_, std::move(request), std::move(visit));
        co_return co_await std::move(calling);
    }
    if (url.path.starts_with(registration_path)) {
        auto registering = registration_.handle(services_, std::move(request));
        co_return co_await std::move(registering);
    }
    if (url.path == token_path)
        co_return answer_token_request(services_, request);
    if (is_rest_path(url.path))
        co_return answer_rest_for_app(services_, request);
    if (request.method != "GET" && request.method != "HEAD")
        co_return json_error(405, "this address is only read");
    if (url.path.starts_with(keys_path))
        co_return key_response(services_.keys, std::string_view(url.path).substr(keys_path.size()));
    if (auto const asset = web_asset(url.path))
        co_return asset_response(*asset);
    co_return page(request, url);
}

boost::asio::awaitable<http::Response> SiteServer::handle(http::Request request)
{
    auto url = http::parse_url(request.url);
    if (!url || !authorities_.contains(url->authority()))
        co_return http::make_response(421, "text/plain; charset=utf-8",
                                      fmt::format("This is the simulated site {}. Open it at {}.\n",
                                                  services_.site.tenant().name,
                                                  services_.site.tenant().origin));
    // A page there would take its own path for the address of another site.
    if (url->path.starts_with("//"))
        co_return http::make_response(404, "text/plain; charset=utf-8",
                                      "No address begins with two slashes.\n");
    if (request.body.size() > request_max_bytes && url->path != archive_path)
        co_return json_error(413, fmt::format("a request has at most {} bytes", request_max_bytes));
    auto const seen = inspector::seen_as(*url);
    if (!seen || is_of_stranger(request, *url, services_.page_secret)) {
        auto answering = answer(std::move(request), *std::move(url));
        co_return co_await std::move(answering);
    }
    auto kept = request;
    kept.headers.remove(page_secret_header);
    auto const exchanges = services_.exchanges; // this server may end meanwhile
    auto const exchange = exchanges->begin({.at = services_.clock.now(),
                                            .site = services_.site.tenant().name,
                                            .direction = seen->direction,
                                            .purpose = seen->purpose,
                                            .request = std::move(kept)});
    auto const begun = std::chrono::steady_clock::now();
    auto answering = answer(std::move(request), *std::move(url));
    auto response = co_await std::move(answering);
    auto const elapsed = std::chrono::steady_clock::now() - begun;
    exchanges->end(exchange, response, std::chrono::floor<std::chrono::microseconds>(elapsed));
    co_return response;
}

std::optional<net::StreamedResponse> SiteServer::stream(http::Request const& request)
{
    auto const url = http::parse_url(request.url);
    if (request.method != "GET" || !url || !authorities_.contains(url->authority()) ||
        url->path != fmt::format("{}{}", page_calls_path, inspector::stream_call) ||
        !knows_page_secret(request, services_.page_secret))
        return std::nullopt;
    return inspector::open_stream(services_.exchanges, request.headers.get("Last-Event-ID").value_or(""),
                                  defaults_.heartbeat);
}

boost::asio::awaitable<http::Response> SiteServer::answer(http::Request request, http::Url url)
{
    StateProblem failure;
    try {
        auto dispatching = dispatch(std::move(request), std::move(url));
        co_return co_await std::move(dispatching);
    } catch (SQLite::Exception const& error) {
        failure = state_problem(error);
    }
    co_return json_error(500, failure.reason, failure.remedy);
}

} // namespace postern::simulator
