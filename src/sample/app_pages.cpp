#include "sample/app.hpp"
#include "sample/bridge.hpp"
#include "sample/descriptor.hpp"
#include "sample/exposed.hpp"
#include "sample/form.hpp"
#include "sample/page_weakness.hpp"
#include "sample/response_headers.hpp"

#include <fmt/format.h>

namespace postern::sample {
namespace {

constexpr std::string_view html = "text/html; charset=utf-8";

} // namespace

boost::asio::awaitable<http::Response> App::page(Visit const& visit)
{
    auto const is_panel = visit.route.path == panel_path;
    if (is_panel && config_.panel == Panel::cacheable)
        co_return empty_panel(visit, 200);
    auto identity = identify(visit, Sources::header_and_query, Binding::request);
    if (identity && identity->tenant->state == TenantState::uninstalled)
        identity = std::unexpected(Refusal::unknown_tenant);
    auto const is_for_administrators = visit.route.kind == RouteKind::admin_page;
    if (!identity && weak(Weakness::open_html) && !is_for_administrators)
        identity = visitor(visit);
    if (!identity && is_panel && config_.panel == Panel::recovering && tenant_of_page(visit))
        co_return empty_panel(visit, 401);
    if (!identity)
        co_return refuse(visit, identity.error());

    if (is_for_administrators && !weak(Weakness::admin_open_to_users)) {
        if (identity->account.empty())
            co_return refuse(visit, Refusal::not_an_administrator);
        auto step = ports_.administrators.role(identity->tenant, identity->account);
        auto const role = co_await std::move(step);
        if (role != Role::administrator)
            co_return refuse(visit, Refusal::not_an_administrator);
    }
    co_return show(visit, visit.route, *identity);
}

http::Response App::shell(Visit const& visit) const
{
    auto page = render_shell(visit.route, base_url_text(config_.base_url));
    if (weak(Weakness::leaked_secret))
        page.insert(page.find("</body>"), script_with_secret());
    page.insert(page.find("</body>"), careless_parts(base_url_text(config_.base_url), config_.weaknesses));
    return http::make_response(200, html, std::move(page));
}

// The same for everybody, but for where the bridge comes from and who may frame it: that is known from the
// token, which may be expired.
http::Response App::empty_panel(Visit const& visit, int status) const
{
    auto const tenant = tenant_of_page(visit);
    auto const bridge = tenant ? bridge_of(*tenant) : bridge_of_cdn();
    auto response = http::make_response(
        status, html, render_empty_panel(visit.route, base_url_text(config_.base_url), bridge.address));
    if (status == 401) {
        response.headers.set("WWW-Authenticate", challenge());
        ports_.log(
            fmt::format("refused {}: the token has expired; the page asks for another", visit.route.path));
    }
    if (tenant)
        set_frame(response, *tenant->base_url, bridge);
    return response;
}

// The tenant whose host made this address, be it a while ago. None without a token that an installed tenant
// signed for this very address, or that a weakness takes for one.
std::shared_ptr<Tenant> App::tenant_of_page(Visit const& visit) const
{
    auto const identity = identify(visit, Sources::header_and_query, Binding::request, Age::expired_too);
    if (!identity || identity->tenant->state == TenantState::uninstalled || !identity->tenant->secret ||
        !identity->tenant->base_url)
        return nullptr;
    return identity->tenant;
}

http::Response App::show(Visit const& visit, Route const& route, Identity const& identity)
{
    auto data = page_data(visit, *identity.tenant);
    data.account = identity.account;
    http::Response cookies;
    remember(visit, identity, data, cookies);
    auto response = http::make_response(200, html, render_page(route, base_url_text(config_.base_url), data));
    if (auto const cookie = cookies.headers.get("Set-Cookie"))
        response.headers.set("Set-Cookie", *cookie);
    if (identity.tenant->base_url)
        set_frame(response, *identity.tenant->base_url, bridge_of(*identity.tenant));
    return response;
}

PageData App::page_data(Visit const& visit, Tenant const& tenant) const
{
    PageData data{.bridge = bridge_of(tenant).address,
                  .site = tenant.base_url ? base_url_text(*tenant.base_url) : "",
                  .account = "",
                  .issue = form_value(visit.url.query, "issueKey"),
                  .project = form_value(visit.url.query, "projectKey"),
                  .state = std::string(name(tenant.state)),
                  .last_issue = "",
                  .updates = {}};
    if (!data.issue.empty()) {
        auto const found = tenant.updates.find(data.issue);
        data.updates.emplace_back(data.issue, found == tenant.updates.end() ? 0 : found->second);
        return data;
    }
    for (auto const& [issue, count] : tenant.updates)
        if (data.project.empty() || issue.starts_with(data.project + "-"))
            data.updates.emplace_back(issue, count);
    return data;
}

// Whoever comes without a token that counts. Which tenant's data he gets is what the address says.
App::Identity App::visitor(Visit const& visit) const
{
    auto const site = http::parse_url(form_value(visit.url.query, "xdm_e"));
    auto tenant = site ? tenants_.find_by_origin(site->origin()) : nullptr;
    if (!tenant) {
        tenant = std::make_shared<Tenant>();
        if (site)
            tenant->base_url = *site;
    }
    return {.tenant = std::move(tenant), .account = "", .context = std::nullopt};
}

http::Response App::login(Visit const& visit)
{
    if (weak(Weakness::fake_login_redirect)) {
        auto const* const wanted = find_route(form_value(visit.url.query, "page"));
        if (wanted && wanted->kind == RouteKind::page)
            return show(visit, *wanted, visitor(visit));
    }
    if (weak(Weakness::login_redirect) || weak(Weakness::fake_login_redirect) ||
        weak(Weakness::token_in_redirect))
        return http::make_response(200, html, render_login());
    return http::make_response(404, "text/plain; charset=utf-8", "There is nothing here.\n");
}

// Reads the user's session into the page and begins one where there is none.
void App::remember(Visit const& visit, Identity const& identity, PageData& data, http::Response& response)
{
    auto const now = ports_.clock.now();
    auto const cookie = weak(Weakness::insecure_cookie) ? insecure_cookie_name : session_cookie_name;
    auto const id = cookie_value(visit.request, cookie);
    auto const& client_key = identity.tenant->client_key;
    auto* session = sessions_.find(id, client_key, identity.account, now);
    if (session) {
        data.last_issue = session->last_issue;
    } else {
        auto begun = sessions_.begin(client_key, identity.account, now);
        session = begun.second;
        response.headers.set("Set-Cookie", session_cookie(begun.first, base_path(), config_.weaknesses));
    }
    if (is_issue_key(data.issue))
        session->last_issue = data.issue;
}

} // namespace postern::sample
