#include "simulator/page_check.hpp"

#include "http/redirect.hpp"
#include "simulator/answer.hpp"
#include "simulator/page_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace postern::simulator {
namespace {

constexpr std::size_t token_like_min_bytes = 16;

// What came of a page's address, redirects on the app's own origin followed.
struct Answer {
    enum class Kind { response, leads_away, none } kind = Kind::none;
    int status = 0;
    std::string body;
};

bool is_shown(Answer const& answer)
{
    return answer.kind == Answer::Kind::response && answer.status >= 200 && answer.status < 300;
}

bool is_refusal(Answer const& answer)
{
    return answer.kind == Answer::Kind::response && (answer.status == 401 || answer.status == 403);
}

// A page without what differs from request to request: numbers, and what may be a token, a nonce or a hash.
std::string skeleton(std::string_view body)
{
    auto const is_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || c == '+' || c == '/' || c == '=' || c == '.' || c == '%';
    };
    std::string out;
    while (!body.empty()) {
        auto const end = std::ranges::find_if_not(body, is_word) - body.begin();
        auto const word = body.substr(0, static_cast<std::size_t>(end));
        if (word.size() < token_like_min_bytes)
            std::ranges::copy_if(word, std::back_inserter(out), [](char c) { return c < '0' || c > '9'; });
        body.remove_prefix(word.size());
        if (!body.empty()) {
            out += body.front();
            body.remove_prefix(1);
        }
    }
    return out;
}

bool same_page(Answer const& a, Answer const& b) { return skeleton(a.body) == skeleton(b.body); }

// As a browser does in a frame: a redirect to another path of the app keeps the bridge, one to elsewhere
// loses it (bridge.md section 2).
boost::asio::awaitable<Answer> ask(net::Client& client, std::string url)
{
    auto const deadline = std::chrono::steady_clock::now() + answer_timeout;
    http::Request request{
        .method = "GET", .url = std::move(url), .headers = {{"Accept", "text/html,*/*;q=0.8"}}};
    Answer answer;
    for (auto hops = 0; hops <= http::redirect_hops_max; ++hops) {
        auto sending = client.send(request, deadline);
        auto const sent = co_await std::move(sending);
        auto const* const response = std::get_if<http::Response>(&sent.outcome);
        if (!response)
            co_return Answer{};
        answer = {.kind = Answer::Kind::response, .status = response->status, .body = response->body};
        if (!http::is_redirect(response->status))
            co_return answer;
        auto next = http::next_hop(request, *response, "");
        auto* const followed = std::get_if<http::Request>(&next);
        if (!followed)
            co_return answer;
        auto const from = http::parse_url(request.url);
        auto const to = http::parse_url(followed->url);
        if (!from || !to || from->origin() != to->origin()) {
            answer.kind = Answer::Kind::leads_away;
            co_return answer;
        }
        request = std::move(*followed);
    }
    co_return answer; // a redirect too many
}

PageOutcome judge_fresh(Answer const& fresh)
{
    switch (fresh.kind) {
    case Answer::Kind::none:
        return PageOutcome::no_answer;
    case Answer::Kind::leads_away:
        return PageOutcome::leads_away;
    case Answer::Kind::response:
        break;
    }
    if (is_shown(fresh))
        return PageOutcome::renders;
    return is_refusal(fresh) ? PageOutcome::refused : PageOutcome::fails;
}

// What a token other than a fresh one got, beside what a fresh one and none at all get.
PageOutcome judge(Answer const& answer, Answer const& fresh, Answer const& bare)
{
    if (is_refusal(answer))
        return names_bridge(answer.body) ? PageOutcome::recovers : PageOutcome::refused;
    if (!is_shown(answer))
        return judge_fresh(answer);
    if (same_page(answer, fresh))
        return PageOutcome::renders;
    if (is_shown(bare) && same_page(answer, bare))
        return names_bridge(answer.body) ? PageOutcome::recovers : PageOutcome::anonymous;
    return PageOutcome::differs;
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
    return {
        .user = site.state().administrator(site.tenant().name).value_or(User()), .now = now, .values = {}};
}

std::string late_problem(PageOutcome late)
{
    switch (late) {
    case PageOutcome::refused:
        return "Dies when it is opened late: the app refuses the expired token and nothing asks for a fresh "
               "one";
    case PageOutcome::anonymous:
        return "Dies when it is opened late: it shows what a visitor without a token gets, and nothing asks "
               "for a "
               "fresh one";
    case PageOutcome::leads_away:
        return "Leads away from the app when it is opened late, to where the bridge does not work";
    case PageOutcome::fails:
    case PageOutcome::no_answer:
        return "Fails when it is opened late";
    case PageOutcome::renders:
        return "Renders with an expired token: whoever finds an old address gets in";
    case PageOutcome::recovers:
    case PageOutcome::differs:
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
    case PageOutcome::leads_away:
        return "leads away";
    case PageOutcome::anonymous:
        return "anonymous";
    case PageOutcome::differs:
        return "differs";
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
    if (fresh == PageOutcome::leads_away)
        return "Leads away from the app, to where the bridge does not work";
    if (fresh != PageOutcome::renders)
        return fmt::format("Does not render with a fresh token: the app answered {}",
                           fresh_status.value_or(0));
    if (foreign == PageOutcome::renders)
        return "Renders with a token that another tenant signed";
    return late_problem(late);
}

bool PageCheck::broken() const { return !problem().empty(); }

bool PageCheck::unclear() const
{
    return !broken() && (late == PageOutcome::differs || foreign == PageOutcome::differs);
}

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
    check.fresh = judge_fresh(fresh);
    if (fresh.kind == Answer::Kind::response)
        check.fresh_status = fresh.status;
    if (!with_token || check.fresh != PageOutcome::renders)
        co_return check;
    auto asking_bare = ask(client, with_token->bare);
    auto const bare = co_await std::move(asking_bare);
    if (is_shown(bare) && same_page(bare, fresh)) {
        check.late = check.foreign = PageOutcome::open;
        co_return check;
    }
    auto asking_late = ask(client, with_token->late);
    auto const late = co_await std::move(asking_late);
    check.late = judge(late, fresh, bare);
    if (!with_token->foreign.empty()) {
        auto asking_foreign = ask(client, with_token->foreign);
        auto const foreign = co_await std::move(asking_foreign);
        check.foreign = judge(foreign, fresh, bare);
    }
    co_return check;
}

} // namespace

boost::asio::awaitable<std::vector<PageCheck>> check_pages(net::Client& client, Site& site, Site* other,
                                                           TimePoint now, OnPage on_page)
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
        on_page(module.id, site.tenant().name);
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
