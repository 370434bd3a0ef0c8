#include "simulator/pages/page_check.hpp"

#include "base/assert.hpp"
#include "http/likeness.hpp"
#include "simulator/pages/answer.hpp"
#include "simulator/pages/page_answer.hpp"
#include "simulator/pages/page_data.hpp"
#include "simulator/pages/recovery.hpp"
#include "simulator/pages/web_items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace postern::simulator {
namespace {

constexpr std::chrono::minutes earlier_by{1};    // less than a token lives
constexpr std::chrono::seconds page_timeout{60}; // for all that is asked about one page

bool loads_bridge(PageAnswer const& answer) { return names_bridge(answer.response().body); }

// `again` is another answer to what `first` answers, so that what varies by itself is known.
bool same_page(PageAnswer const& answer, PageAnswer const& first, PageAnswer const& again)
{
    return http::likeness(first.page(), again.page(), answer.page()) != http::Likeness::different;
}

PageOutcome judge_fresh(PageAnswer const& fresh)
{
    switch (fresh.kind) {
    case PageAnswer::Kind::none:
        return PageOutcome::no_answer;
    case PageAnswer::Kind::leads_away:
        return PageOutcome::leads_away;
    case PageAnswer::Kind::response:
        break;
    }
    if (is_shown(fresh))
        return PageOutcome::renders;
    return refuses(fresh) ? PageOutcome::refused : PageOutcome::fails;
}

// What a page that is shown answers to each who asks.
struct Answers {
    PageAnswer fresh;
    PageAnswer bare; // without a token
    PageAnswer late;
    PageAnswer foreign;
    PageAnswer bare_again;
    PageAnswer fresh_again;
};

// What a token other than a fresh one got, beside what a fresh one and none at all get.
PageOutcome judge(PageAnswer const& answer, Answers const& known)
{
    if (refuses(answer))
        return loads_bridge(answer) ? PageOutcome::recovers : PageOutcome::refused;
    if (!is_shown(answer))
        return judge_fresh(answer);
    if (same_page(answer, known.fresh, known.fresh_again))
        return PageOutcome::renders;
    if (is_shown(known.bare) && same_page(answer, known.bare, known.bare_again))
        return loads_bridge(answer) ? PageOutcome::open : PageOutcome::anonymous;
    return PageOutcome::differs;
}

// As `judge`, and whether a page that loads the bridge makes use of it.
boost::asio::awaitable<PageOutcome> look_into(net::Client& client, PageAnswer const& answer,
                                              Answers const& known, net::Deadline deadline)
{
    auto const outcome = judge(answer, known);
    if (outcome != PageOutcome::recovers && outcome != PageOutcome::open)
        co_return outcome;
    auto reading = recovery_of(client, answer.hops.back(), deadline);
    switch (co_await std::move(reading)) {
    case Recovery::asks:
        break;
    case Recovery::none:
        co_return outcome == PageOutcome::recovers ? PageOutcome::idle : PageOutcome::anonymous;
    case Recovery::unknown:
        co_return PageOutcome::differs;
    }
    co_return outcome;
}

// The place that a module is asked for in: the first issue and the first page that the site has. Nothing
// where it needs one and there is none.
std::optional<Values> values_for(Site const& site, Module const& module)
{
    auto const& name = site.tenant().name;
    if (module.view == View::content) {
        for (auto const& space : site.state().spaces(name))
            for (auto const& content : site.state().contents(name, space.key))
                return values_of(space, content);
        return std::nullopt;
    }
    for (auto const& issue : site.state().issues(name, ""))
        return resolve_values(site, {{"issue.key", issue.key}});
    return module.view == View::issue ? std::nullopt : std::optional(Values());
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
    case PageOutcome::idle:
        return "Dies when it is opened late: the app's refusal loads the bridge, but no script of it asks "
               "for a fresh token (AP.context.getToken)";
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
    case PageOutcome::idle:
        return "idle";
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
    if (fresh == PageOutcome::not_asked)
        return "";
    if (fresh == PageOutcome::no_answer)
        return "The app did not answer";
    if (fresh == PageOutcome::leads_away)
        return "Leads away from the app, to where the bridge does not work";
    if (fresh != PageOutcome::renders)
        return fmt::format("Does not render with a fresh token: the app answered {}",
                           fresh_status.value_or(0));
    if (foreign == PageOutcome::renders)
        return "Renders with a token that another tenant signed";
    if (late == PageOutcome::renders)
        return "Renders with an expired token: whoever finds an old address gets in";
    return can_open_late ? late_problem(late) : "";
}

bool PageCheck::broken() const { return !problem().empty(); }

bool PageCheck::unclear() const { return differs() || foreign_is_unknown(); }

bool PageCheck::differs() const
{
    return !broken() && ((can_open_late && late == PageOutcome::differs) || foreign == PageOutcome::differs);
}

bool PageCheck::foreign_is_unknown() const
{
    auto const has_token = late != PageOutcome::not_asked;
    auto const is_for_anybody = late == PageOutcome::open;
    return !broken() && has_token && !is_for_anybody &&
           (foreign == PageOutcome::not_asked || foreign == PageOutcome::fails ||
            foreign == PageOutcome::no_answer);
}

namespace {

// One page of the app, and what it takes to ask for it.
struct Subject {
    net::Client& client;
    Clock const& clock;
    Site const& site;
    InstalledApp const& app;
    InstalledApp const* forged; // the app with another site's secret; null where no other site has it
    Module const& module;
    Values const& values;
    net::Deadline deadline;
};

enum class Credential { fresh, earlier, late, foreign, none };

// Made when it is asked for: many pages take longer than a token lives.
FrameAddress address(Subject page, Credential credential)
{
    auto const now = page.clock.now();
    auto const issued = credential == Credential::late      ? now - late_by
                        : credential == Credential::earlier ? now - earlier_by
                                                            : now;
    auto address = page.site.address(credential == Credential::foreign ? *page.forged : page.app, page.module,
                                     administrators_visit(page.site, now), page.values, issued);
    POSTERN_ASSERT(address.has_value(), "a page has an address");
    if (credential == Credential::none)
        address->url.erase(address->url.rfind("jwt=") - 1); // place_token puts it last
    return *std::move(address);
}

// What was asked for once is asked for again at the end, so that what changes with time has changed in it
// too; and with a token of another age, so that what a page tells of its token has.
boost::asio::awaitable<Answers> gather(Subject page, PageAnswer fresh)
{
    Answers answers{.fresh = std::move(fresh)};
    std::array const asked{
        std::pair(Credential::none, &answers.bare), std::pair(Credential::late, &answers.late),
        std::pair(Credential::foreign, &answers.foreign), std::pair(Credential::none, &answers.bare_again),
        std::pair(Credential::earlier, &answers.fresh_again)};
    for (auto const& [credential, answer] : asked) {
        if (credential == Credential::foreign && !page.forged)
            continue;
        auto asking = ask_for_page(page.client, address(page, credential).url, page.deadline);
        *answer = co_await std::move(asking);
    }
    co_return answers;
}

PageCheck begin(Site const& site, Module const& module)
{
    return {.module = module.id,
            .site = site.tenant().name,
            .can_open_late =
                module.place != Place::link && (module.view == View::issue || module.view == View::content)};
}

PageCheck passed_over(Site const& site, Module const& module, std::string reason)
{
    auto check = begin(site, module);
    check.not_looked_at = std::move(reason);
    return check;
}

// By its place in the descriptor: its id is that of another.
PageCheck passed_over_as_second(Site const& site, Module const& module)
{
    auto check = passed_over(site, module, fmt::format("another module is {} too", module.id));
    check.module = module.pointer;
    return check;
}

// Whether the site would show it in a frame, if it had an address.
bool lacks_an_address(InstalledApp const& app, Module const& module)
{
    return !app.endpoint(module) && module.not_shown.empty() && module.type != "webItems";
}

boost::asio::awaitable<PageCheck> check_page(Subject page)
{
    PageCheck check = begin(page.site, page.module);
    auto const with_token = address(page, Credential::fresh);
    auto asking = ask_for_page(page.client, with_token.url, page.deadline);
    auto fresh = co_await std::move(asking);
    check.fresh = judge_fresh(fresh);
    if (fresh.kind == PageAnswer::Kind::response)
        check.fresh_status = fresh.response().status;
    if (!with_token.token || check.fresh != PageOutcome::renders)
        co_return check;
    auto gathering = gather(page, std::move(fresh));
    auto const answers = co_await std::move(gathering);
    if (page.module.not_shown.empty()) { // or nobody knows whether it can be late
        auto looking_late = look_into(page.client, answers.late, answers, page.deadline);
        check.late = co_await std::move(looking_late);
    }
    if (page.forged) {
        auto looking_foreign = look_into(page.client, answers.foreign, answers, page.deadline);
        check.foreign = co_await std::move(looking_foreign);
    }
    if (is_shown(answers.bare) && same_page(answers.bare, answers.fresh, answers.fresh_again))
        for (auto* const outcome : {&check.late, &check.foreign})
            if (*outcome == PageOutcome::renders)
                *outcome = PageOutcome::open; // nobody needed the token
    co_return check;
}

} // namespace

boost::asio::awaitable<std::vector<PageCheck>> check_pages(net::Client& client, Site& site, Site* other,
                                                           Clock const& clock, OnPage on_page)
{
    std::vector<PageCheck> checks;
    auto const app = site.app();
    auto const others_app = other ? other->app() : nullptr;
    if (!app)
        co_return checks;
    std::optional<InstalledApp> forged;
    if (others_app) {
        forged = *app;
        forged->installation.shared_secret = others_app->installation.shared_secret;
    }
    std::set<std::string_view> seen;
    for (auto const& module : app->modules) {
        if (lacks_an_address(*app, module)) {
            checks.push_back(passed_over(site, module, "it has no address on the app's host"));
            continue;
        }
        if (opens_module(module) &&
            app->module_by_key(module.target_key) != &module) { // which is asked for by itself
            if (auto problem = problem_of_target(*app, module); !problem.empty())
                checks.push_back(passed_over(site, module, std::move(problem)));
            continue;
        }
        auto const* const endpoint = app->endpoint(module);
        if (!endpoint || endpoint->kind != platform::EndpointKind::page)
            continue;
        if (!seen.insert(module.id).second) {
            checks.push_back(passed_over_as_second(site, module));
            continue;
        }
        auto const values = values_for(site, module);
        if (!values) {
            checks.push_back(passed_over(site, module, "no site has an issue or a page to show it on"));
            continue;
        }
        on_page(module.id, site.tenant().name);
        auto checking = check_page({.client = client,
                                    .clock = clock,
                                    .site = site,
                                    .app = *app,
                                    .forged = forged ? &*forged : nullptr,
                                    .module = module,
                                    .values = *values,
                                    .deadline = std::chrono::steady_clock::now() + page_timeout});
        auto check = co_await std::move(checking);
        checks.push_back(std::move(check));
    }
    co_return checks;
}

} // namespace postern::simulator
