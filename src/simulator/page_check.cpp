#include "simulator/page_check.hpp"

#include "simulator/page_data.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::simulator {
namespace {

constexpr std::chrono::seconds answer_timeout{20};

struct Answer {
    PageOutcome outcome = PageOutcome::no_answer;
    std::optional<int> status;
};

Answer judge(http::Outcome const& outcome)
{
    auto const* response = std::get_if<http::Response>(&outcome);
    if (!response)
        return {};
    auto const status = response->status;
    if (status >= 200 && status < 300)
        return {PageOutcome::renders, status};
    if (status != 401 && status != 403)
        return {PageOutcome::fails, status};
    auto const& body = response->body;
    auto const loads_bridge = body.contains("/all.js") || body.contains("/all-debug.js");
    return {loads_bridge ? PageOutcome::recovers : PageOutcome::refused, status};
}

boost::asio::awaitable<Answer> ask(net::Client& client, std::string url)
{
    http::Request request{
        .method = "GET", .url = std::move(url), .headers = {{"Accept", "text/html,*/*;q=0.8"}}};
    auto sending = client.send(std::move(request), std::chrono::steady_clock::now() + answer_timeout);
    auto const sent = co_await std::move(sending);
    co_return judge(sent.outcome);
}

// The place that a module is asked for in: the first issue and the first page that the site has.
Values values_for(Site const& site, Module const& module)
{
    auto const& name = site.tenant().name;
    if (module.view == View::content) {
        for (auto const& space : site.state().spaces(name))
            for (auto const& content : site.state().contents(name, space.key))
                return values_of(space, content);
        return {};
    }
    for (auto const& issue : site.state().issues(name, ""))
        return resolve_values(site, {{"issue.key", issue.key}});
    return {};
}

Visit administrators_visit(Site const& site, TimePoint now)
{
    auto const users = site.state().users(site.tenant().name);
    auto const admin = std::ranges::find(users, Role::admin, &User::role);
    return {.user = admin == users.end() ? User() : *admin, .now = now, .values = {}};
}

std::string late_problem(PageOutcome late)
{
    switch (late) {
    case PageOutcome::refused:
        return "Dies when it is opened late: the app refuses the expired token and nothing asks for a fresh "
               "one";
    case PageOutcome::fails:
    case PageOutcome::no_answer:
        return "Fails when it is opened late";
    case PageOutcome::renders:
        return "Renders with an expired token: whoever finds an old address gets in";
    case PageOutcome::recovers:
    case PageOutcome::open:
    case PageOutcome::not_asked:
        break;
    }
    return "";
}

} // namespace

std::string_view name(PageOutcome outcome)
{
    switch (outcome) {
    case PageOutcome::renders:
        return "renders";
    case PageOutcome::recovers:
        return "recovers";
    case PageOutcome::refused:
        return "refused";
    case PageOutcome::fails:
        return "fails";
    case PageOutcome::no_answer:
        return "no answer";
    case PageOutcome::open:
        return "open";
    case PageOutcome::not_asked:
        return "-";
    }
    return "";
}

std::string PageCheck::problem() const
{
    if (fresh == PageOutcome::no_answer)
        return "The app did not answer";
    if (fresh != PageOutcome::renders)
        return fmt::format("Does not render with a fresh token: the app answered {}",
                           fresh_status.value_or(0));
    if (foreign == PageOutcome::renders)
        return "Renders with a token that another tenant signed";
    return late_problem(late);
}

bool PageCheck::broken() const { return !problem().empty(); }

namespace {

// What one page is asked with.
struct Addresses {
    std::string fresh;
    std::string late;
    std::string foreign; // empty where no other site has the app
    std::string bare;    // without a token
};

std::optional<Addresses> addresses(Site const& site, InstalledApp const& app, InstalledApp const* others_app,
                                   Module const& module, TimePoint now)
{
    auto const visit = administrators_visit(site, now);
    auto const values = values_for(site, module);
    auto const fresh = site.address(app, module, visit, values, now);
    if (!fresh || !fresh->token)
        return std::nullopt;
    Addresses all{.fresh = fresh->url,
                  .late = site.address(app, module, visit, values, now - late_by)->url,
                  .foreign = "",
                  .bare = fresh->url.substr(0, fresh->url.rfind("jwt=") - 1)}; // place_token puts it last
    if (others_app) {
        auto forger = app;
        forger.installation.shared_secret = others_app->installation.shared_secret;
        all.foreign = site.address(forger, module, visit, values, now)->url;
    }
    return all;
}

boost::asio::awaitable<PageCheck> check_page(net::Client& client, std::string site, std::string module,
                                             std::string fresh_url, std::optional<Addresses> with_token)
{
    PageCheck check{.module = std::move(module), .site = std::move(site)};
    auto asking = ask(client, std::move(fresh_url));
    auto const fresh = co_await std::move(asking);
    check.fresh = fresh.outcome;
    check.fresh_status = fresh.status;
    if (!with_token || fresh.outcome != PageOutcome::renders)
        co_return check;
    auto asking_bare = ask(client, with_token->bare);
    auto const bare = co_await std::move(asking_bare);
    if (bare.outcome == PageOutcome::renders) {
        check.late = check.foreign = PageOutcome::open;
        co_return check;
    }
    auto asking_late = ask(client, with_token->late);
    auto const late = co_await std::move(asking_late);
    check.late = late.outcome;
    if (!with_token->foreign.empty()) {
        auto asking_foreign = ask(client, with_token->foreign);
        auto const foreign = co_await std::move(asking_foreign);
        check.foreign = foreign.outcome;
    }
    co_return check;
}

} // namespace

boost::asio::awaitable<std::vector<PageCheck>> check_pages(net::Client& client, Site& site, Site* other,
                                                           TimePoint now)
{
    std::vector<PageCheck> checks;
    auto const app = site.app();
    auto const others_app = other ? other->app() : nullptr;
    if (!app)
        co_return checks;
    for (auto const& module : app->modules) {
        auto const* const endpoint = app->endpoint(module);
        if (!endpoint || endpoint->kind != platform::EndpointKind::page)
            continue;
        auto const fresh =
            site.address(*app, module, administrators_visit(site, now), values_for(site, module), now);
        auto checking = check_page(client, site.tenant().name, module.id, fresh->url,
                                   addresses(site, *app, others_app.get(), module, now));
        auto check = co_await std::move(checking);
        checks.push_back(std::move(check));
    }
    co_return checks;
}

} // namespace postern::simulator
