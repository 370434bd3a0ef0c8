#include "simulator/pages/page_calls.hpp"

#include "simulator/inspector/calls.hpp"
#include "simulator/pages/answer.hpp"
#include "simulator/pages/page_data.hpp"
#include "simulator/pages/visitor_cookie.hpp"
#include "simulator/request/json_member.hpp"
#include "simulator/request/request_body.hpp"
#include "simulator/rest/rest.hpp"
#include "simulator/webhooks/edits.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>

namespace postern::simulator {
namespace {

using Json = nlohmann::json;

constexpr std::size_t context_values_max_count = 100;

Values context_of(Json const& body)
{
    Values values;
    auto const context = body.find("context");
    if (context == body.end() || !context->is_object())
        return values;
    for (auto const& [name, value] : context->items())
        if (value.is_string() && values.size() < context_values_max_count)
            values.emplace(name, value.get<std::string>());
    return values;
}

// How long ago the page of a frame was opened, as the call says it: now if it says nothing. Nothing for a
// time that nobody can mean: a frame that passed it over would look fresh.
std::optional<std::chrono::minutes> opened_in(Json const& body)
{
    if (!member(body, "opened"))
        return std::chrono::minutes(0);
    return opened_from(text_member(body, "opened"));
}

http::Response frame(SiteServices const& services, Visit visit, Json const& body)
{
    auto const ago = opened_in(body);
    if (!ago)
        return json_error(400, "opened is no time that a page was opened", opened_remedy);
    auto const app = services.site.app();
    auto const wanted = text_member(body, "module");
    auto const* module = app ? app->module(wanted) : nullptr;
    if (app && !module)
        module = app->module_by_key(wanted); // AP.dialog.create names a key alone
    if (!module || app->installation.state == Installation::State::disabled)
        return json_error(404, fmt::format("the app has no module {} here", wanted),
                          "name a module of the descriptor by its key");
    auto const context = context_of(body);
    auto const values = resolve_values(services.site, context);
    for (auto const& [name, value] : context)
        if (goes_on_to_the_app(name))
            visit.values.emplace(name, value);
    if (!may_open(visit.user, *module))
        return json_error(404, "this module is for administrators");
    if (auto const judged = services.site.judge(*app, *module, visit, values);
        judged.outcome == ConditionJudgement::Outcome::fails)
        return json_error(404, judged.reason);
    auto made = frame_json(services.site, *app, *module, visit, values, visit.now - *ago);
    return made ? json_response(200, *made) : json_error(404, "this module has no address on the app's host");
}

http::Response token(SiteServices const& services, Visit const& visit, Json const& body)
{
    auto const app = services.site.app();
    if (!app || app->installation.state == Installation::State::disabled)
        return json_error(404, "no app is installed here");
    if (app->app.authentication == platform::Authentication::none)
        return json_error(404, "the app does not use JWT authentication, so there is no token for it");
    auto const values = resolve_values(services.site, context_of(body));
    return json_response(200, {{"token", services.site.context_token(*app, visit, values)}});
}

// Only what the site's own app answers: nobody makes the simulator ask elsewhere.
bool is_of_app(InstalledApp const& app, std::string const& url)
{
    auto const parsed = http::parse_url(url);
    return parsed && parsed->origin() == app.app.base_url.origin();
}

// What a person may edit at an issue; the rest of the call says nothing. Fails with the member that is no
// text.
std::expected<IssueEdit, std::string> edit_of(Json const& body)
{
    IssueEdit edit;
    for (auto const& [name, to] :
         {std::pair("summary", &edit.summary), std::pair("description", &edit.description),
          std::pair("status", &edit.status)}) {
        if (!body.contains(name))
            continue;
        if (!body[name].is_string())
            return std::unexpected(fmt::format("{} is no text", name));
        *to = body[name].get<std::string>();
    }
    return edit;
}

// As a person edits it: what the call does not name stays as it is by now.
http::Response edit_content(SiteServices const& services, Visit const& visit, Json const& body)
{
    auto& state = services.site.state();
    auto page = state.content(services.site.tenant().name, text_member(body, "content"));
    if (!page)
        return json_error(404, "there is no such page at this site");
    auto title = page->title;
    auto text = page->body;
    for (auto const& [name, to] : {std::pair("title", &title), std::pair("body", &text)})
        if (auto const* const given = member(body, name)) {
            if (!given->is_string())
                return json_error(400, fmt::format("{} is no text", name));
            *to = given->get<std::string>();
        }
    if (auto const problem = problem_of_page(title, text))
        return json_error(400, problem->message);
    auto const edited =
        edit_page(services, visit.user.account_id, *std::move(page), std::move(title), std::move(text));
    return json_response(200, {{"content", content_json(edited)}});
}

http::Response edit(SiteServices const& services, Visit const& visit, Json const& body)
{
    auto& state = services.site.state();
    auto const& site = services.site.tenant().name;
    auto issue = state.issue(site, text_member(body, "issue"));
    if (!issue)
        return json_error(404, "there is no such issue at this site");
    auto const edit = edit_of(body);
    if (!edit)
        return json_error(400, edit.error());
    auto const comment = text_member(body, "comment");
    auto problem = problem_of(services.site, *edit);
    if (!problem && !comment.empty())
        problem = problem_of_comment(comment);
    if (problem)
        return json_error(400, problem->message);
    auto const& actor = visit.user.account_id;
    auto edited = edit_issue(services, actor, *std::move(issue), *edit);
    if (!comment.empty())
        edited.comments.push_back(add_comment(services, actor, edited, comment));
    return json_response(200, {{"issue", issue_json(services.site, edited)}});
}

// Who looks from now on.
http::Response choose_user(SiteServices const& services, Json const& body)
{
    auto const& tenant = services.site.tenant();
    auto const user = services.site.state().user(tenant.name, text_member(body, "accountId"));
    if (!user)
        return json_error(404, "there is no such user at this site");
    auto response = json_response(200, user_json(*user));
    response.headers.set("Set-Cookie", visitor_cookie(tenant, user->account_id));
    return response;
}

boost::asio::awaitable<LifecycleResult> change_app(SiteServices services, std::string call, std::string url)
{
    auto const tenant = services.site.tenant();
    auto change =
        call == "install" ? services.installer.install(tenant, std::move(url))
        : call == "uninstall"
            ? services.installer.uninstall(tenant)
            : services.installer.set_state(tenant, call == "enable" ? Installation::State::enabled
                                                                    : Installation::State::disabled);
    co_return co_await std::move(change);
}

bool changes_app(std::string_view call)
{
    return call == "install" || call == "uninstall" || call == "enable" || call == "disable";
}

} // namespace

bool knows_page_secret(http::Request const& request, std::string const& secret)
{
    auto const given = request.headers.get(page_secret_header).value_or("");
    return given.size() == secret.size() && CRYPTO_memcmp(given.data(), secret.data(), secret.size()) == 0;
}

boost::asio::awaitable<http::Response> handle_page_call(SiteServices services, http::Request request,
                                                        Visit visit)
{
    if (!knows_page_secret(request, services.page_secret))
        co_return json_error(403,
                             "the simulator was started anew since this page was opened, or this is none of "
                             "its pages",
                             "keep what you typed, and reload the page");
    auto const url = http::parse_url(request.url);
    auto const call = url ? url->path.substr(page_calls_path.size()) : "";
    if (call.starts_with(inspector::calls_prefix)) {
        auto inspecting = inspector::answer_call(services, call, std::move(request), std::move(visit));
        co_return co_await std::move(inspecting);
    }
    auto read = parse_body(request.body);
    if (request.method != "POST" || !read || !read->is_object())
        co_return json_error(400, read ? "a call is a POST with a JSON object" : read.error());
    auto body = *std::move(read);
    if (call == "frame")
        co_return frame(services, std::move(visit), body);
    if (call == "token")
        co_return token(services, visit, body);
    if (call == "user")
        co_return choose_user(services, body);
    if (call == "edit")
        co_return edit(services, visit, body);
    if (call == "edit-content")
        co_return edit_content(services, visit, body);
    if (call == "request") {
        auto asking = request_through_bridge(services, std::move(visit), std::move(body));
        co_return co_await std::move(asking);
    }
    if (call == "answer") {
        auto const app = services.site.app();
        if (!app || !is_of_app(*app, text_member(body, "url")))
            co_return json_error(400, "only addresses of the installed app are asked");
        auto const& tenant = services.site.tenant();
        auto asking =
            services.client.sender({.site = tenant.name, .purpose = "explanation of a silent frame"});
        auto explaining =
            explain_answer(std::move(asking), tenant.origin, text_member(body, "url"), visit.now);
        auto const answer = co_await std::move(explaining);
        co_return json_response(200, answer);
    }
    if (changes_app(call) || call == "rotate-key") {
        if (visit.user.role != Role::admin)
            co_return json_error(403, "only an administrator changes apps and keys",
                                 "choose the administrator of this site above");
    }
    if (call == "rotate-key") {
        services.keys.rotate();
        co_return json_response(200, {{"keyId", services.keys.current().key_id}});
    }
    if (changes_app(call)) {
        auto changing = change_app(services, call, text_member(body, "url"));
        auto const result = co_await std::move(changing);
        co_return json_response(200, result_json(result));
    }
    co_return json_error(404, fmt::format("there is no call {}", call));
}

} // namespace postern::simulator
