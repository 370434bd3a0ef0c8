#include "jwt/sign.hpp"
#include "platform/connect/qsh.hpp"
#include "simulator/listen_address.hpp"
#include "sites.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <ranges>

namespace postern::simulator {
namespace {

using testing::HasSubstr;

constexpr auto panel = "webPanels/foo-panel";
constexpr auto alpha_user = "a1fa00000000000000000002";

TEST_F(Sites, give_apps_a_bridge_whose_styles_come_from_here)
{
    auto const bridge = ask({.url = alpha().origin + "/atlassian-connect/all.js"});
    EXPECT_THAT(bridge.body, HasSubstr("new URL(\".\", document.currentScript.src)"));
    for (auto const* name : {"legacy-text-colors", "surfaces", "themes/atlaskit-tokens_dark"})
        EXPECT_EQ(ask({.url = fmt::format("{}/atlassian-connect/{}.css", alpha().origin, name)}).status, 200)
            << name;
}

TEST_F(Sites, an_app_is_installed_at_each_with_a_secret_of_its_own)
{
    start_app();
    for (auto const& result : install())
        EXPECT_EQ(result.outcome, LifecycleResult::Outcome::done) << result.reason;
    auto const at_alpha = state_->installation("alpha");
    auto const at_beta = state_->installation("beta");
    ASSERT_TRUE(at_alpha && at_beta);
    EXPECT_NE(at_alpha->shared_secret, at_beta->shared_secret);
    EXPECT_EQ(at_alpha->app_key, sample::app_key);
    install();
    EXPECT_NE(state_->installation("alpha")->shared_secret, at_alpha->shared_secret)
        << "a reinstall brings a new one";
    auto const shown = page(alpha(), "/browse/ALPHA-1");
    EXPECT_EQ(ask({.url = frame_in(shown, panel).at("url")}).status, 200) << "and the app knows it";
}

TEST_F(Sites, a_refused_install_says_what_the_app_answered_and_what_it_should_do)
{
    start_app("http://127.0.0.1:1/keys");
    auto const results = install();
    EXPECT_EQ(results[0].outcome, LifecycleResult::Outcome::refused);
    EXPECT_EQ(results[0].event, "installed");
    EXPECT_EQ(results[0].status, 401);
    EXPECT_THAT(results[0].remedy, HasSubstr(alpha().origin + "/keys"));
    EXPECT_EQ(state_->installation("alpha"), std::nullopt);
    auto const apps = page(alpha(), "/plugins/servlet/upm");
    EXPECT_EQ(apps.at("page").at("lastInstall").at("status"), 401);
    EXPECT_EQ(apps.at("app"), nullptr);
}

TEST_F(Sites, an_app_that_is_not_there_is_said_not_to_be)
{
    auto const results = run(simulator_->install_everywhere("http://127.0.0.1:1/atlassian-connect.json"));
    EXPECT_EQ(results[0].outcome, LifecycleResult::Outcome::refused);
    EXPECT_EQ(results[0].status, std::nullopt);
    EXPECT_EQ(results[0].event, "descriptor");
    EXPECT_NE(results[0].reason, "");
}

TEST_F(Sites, a_panel_opened_late_has_the_token_of_the_page_load)
{
    start_app();
    install();
    auto const fresh = frame_in(page(alpha(), "/browse/ALPHA-1"), panel);
    auto const late = frame_in(page(alpha(), "/browse/ALPHA-1?opened=16m"), panel);
    auto const now = 1'764'000'000;
    EXPECT_EQ(fresh.at("token").at("expiresAt"), now + 900);
    EXPECT_EQ(late.at("token").at("expiresAt"), now - 60);
    EXPECT_EQ(late.at("token").at("issuedAt"), now - 960);
    EXPECT_EQ(ask({.url = fresh.at("url")}).status, 200);
    EXPECT_EQ(ask({.url = late.at("url")}).status, 401);
    auto const renewed = call(alpha(), "frame", {{"module", panel}, {"context", late.at("context")}});
    ASSERT_EQ(renewed.status, 200) << renewed.body;
    EXPECT_EQ(ask({.url = json::parse(renewed.body).at("url")}).status, 200);
}

TEST_F(Sites, a_time_that_nobody_can_mean_is_refused)
{
    for (auto const* query : {"opened=99h", "opened=16", "opened=", "refresh=often"}) {
        auto const refused = page(alpha(), std::string("/browse/ALPHA-1?") + query).at("page");
        EXPECT_EQ(refused.at("status"), 400) << query;
        EXPECT_THAT(refused.at("detail").get<std::string>(),
                    testing::AllOf(HasSubstr(query), HasSubstr("give ")));
    }
    EXPECT_EQ(page(alpha(), "/browse/ALPHA-1?opened=24h&refresh=resolver").at("page").at("kind"), "issue");
}

TEST_F(Sites, a_cookie_that_names_nobody_is_refused_and_taken_away)
{
    http::Request request{.url = alpha().origin + "/browse/ALPHA-1"};
    request.headers.set("Cookie", "postern-user-alpha=typo");
    auto const answer = ask(request);
    EXPECT_EQ(answer.status, 400);
    EXPECT_THAT(answer.headers.get("Set-Cookie"),
                testing::Optional(testing::AllOf(testing::StartsWith("postern-user-alpha=;"),
                                                 HasSubstr("; Path=/;"), HasSubstr("; Max-Age=0"))));
    auto const refused = page(alpha(), "/browse/ALPHA-1", "typo").at("page");
    EXPECT_EQ(refused.at("status"), 400);
    EXPECT_THAT(refused.at("detail").get<std::string>(),
                testing::AllOf(HasSubstr("postern-user-alpha=typo"), HasSubstr(alpha_user)));
    EXPECT_EQ(page(alpha(), "/browse/ALPHA-1", "").at("page").at("kind"), "issue");
    request.headers.set("Cookie", "postern-user-alpha=; postern-user-beta=typo");
    EXPECT_EQ(ask(request).status, 200) << "none, and one of another site";
}

TEST_F(Sites, a_frame_is_as_old_as_the_call_says_and_of_no_time_that_nobody_can_mean)
{
    start_app();
    install();
    json asked{{"module", panel}};
    EXPECT_EQ(json::parse(call(alpha(), "frame", asked).body).at("token").at("issuedAt"), 1'764'000'000);
    asked["opened"] = "16m";
    EXPECT_EQ(json::parse(call(alpha(), "frame", asked).body).at("token").at("issuedAt"),
              1'764'000'000 - 960);
    for (json const& opened : {json("99h"), json("16"), json(""), json(16), json(nullptr)}) {
        asked["opened"] = opened;
        auto const refused = call(alpha(), "frame", asked);
        EXPECT_EQ(refused.status, 400) << opened;
        EXPECT_THAT(refused.body, testing::AllOf(HasSubstr("opened is no time"), HasSubstr("now, 16m or 2h")))
            << opened;
    }
}

TEST_F(Sites, a_late_401_is_explained)
{
    start_app();
    install();
    auto const late = frame_in(page(alpha(), "/browse/ALPHA-1?opened=16m"), panel);
    auto const answer = json::parse(call(alpha(), "answer", {{"url", late.at("url")}}).body);
    EXPECT_EQ(answer.at("status"), 401);
    EXPECT_EQ(answer.at("token").at("expiredForSeconds"), 60);
    EXPECT_EQ(answer.at("token").at("claims").at("iss"), alpha().client_key);
    EXPECT_THAT(answer.at("why").dump(), HasSubstr("expired 60 s ago"));
    EXPECT_THAT(answer.at("fix").dump(), HasSubstr("AP.context.getToken"));
    EXPECT_EQ(call(alpha(), "answer", {{"url", "http://127.0.0.1:1/elsewhere"}}).status, 400)
        << "nobody else is asked";
}

TEST_F(Sites, a_late_401_that_can_ask_for_a_fresh_token_is_not_called_one_that_cannot)
{
    panel_ = sample::Panel::recovering;
    start_app();
    install();
    auto const late = frame_in(page(alpha(), "/browse/ALPHA-1?opened=16m"), panel);
    EXPECT_THAT(ask({.url = late.at("url")}).body, HasSubstr(alpha().origin + "/atlassian-connect/all.js"));
    auto const answer = json::parse(call(alpha(), "answer", {{"url", late.at("url")}}).body);
    EXPECT_EQ(answer.at("status"), 401);
    EXPECT_THAT(answer.at("why").dump(),
                testing::AllOf(HasSubstr("loads the bridge"), testing::Not(HasSubstr("no script"))));
}

TEST_F(Sites, a_cacheable_page_has_neither_token_nor_context)
{
    start_app();
    install();
    auto const about =
        page(alpha(), std::string("/plugins/servlet/ac/") + std::string(sample::app_key) + "/about");
    EXPECT_EQ(about.at("page").at("frame").at("token"), nullptr);
    EXPECT_EQ(about.at("page").at("frame").at("url"), url_of(*server_, "/about.html"));
}

TEST_F(Sites, one_site_shows_nothing_of_another)
{
    start_app();
    install();
    EXPECT_EQ(page(beta(), "/browse/ALPHA-1").at("page").at("status"), 404);
    auto const of_alpha = frame_in(page(alpha(), "/browse/ALPHA-1"), panel);
    auto const foreign = call(beta(), "frame", {{"module", panel}, {"context", of_alpha.at("context")}});
    EXPECT_EQ(json::parse(foreign.body).at("context"), json::object()) << "keys of another site are dropped";
    auto const secret = page(alpha(), "/").at("secret");
    EXPECT_THAT(page(beta(), "/").dump(), testing::Not(HasSubstr(alpha().client_key)));
}

TEST_F(Sites, only_the_own_pages_make_calls)
{
    start_app();
    install();
    http::Request request{.method = "POST", .url = alpha().origin + "/simulator/api/token", .body = "{}"};
    EXPECT_EQ(ask(request).status, 403);
    request.headers.set("X-Postern-Page", "guessed");
    EXPECT_EQ(ask(request).status, 403);
    EXPECT_EQ(call(alpha(), "token", json::object()).status, 200);
    EXPECT_EQ(call(alpha(), "uninstall", json::object(), alpha_user).status, 403)
        << "and users change no apps";
}

TEST_F(Sites, a_call_of_a_page_is_json_of_bounded_depth)
{
    start_app();
    install();
    auto const nested = std::string(100'000, '[') + std::string(100'000, ']');
    http::Request request{.method = "POST",
                          .body = R"({"url":"/rest/api/3/myself","pluginUri":"x","x":)" + nested + "}"};
    request.headers.set("X-Postern-Page", page(alpha(), "/").at("secret").get<std::string>());
    request.headers.set("Content-Type", "application/vnd.atl.plugins.remote.install+json");
    auto const list = ask({.url = alpha().origin + "/rest/plugins/1.0/"});
    auto const token = std::string(list.headers.get("upm-token").value());
    for (auto const& target :
         {std::string("/simulator/api/request"), std::string("/simulator/api/frame"),
          std::string("/simulator/api/inspector/export"), "/rest/plugins/1.0/?token=" + token}) {
        request.url = alpha().origin + target;
        auto const answer = ask(request);
        EXPECT_EQ(answer.status, 400) << target;
        EXPECT_THAT(answer.body, HasSubstr("inside each other")) << target;
    }
}

TEST_F(Sites, who_looks_is_chosen_by_the_own_pages_alone)
{
    auto const address = std::string("/browse/ALPHA-1?user=") + alpha_user;
    auto const opened = ask({.url = alpha().origin + address});
    EXPECT_EQ(opened.status, 200) << "a frame of the app can open an address as well";
    EXPECT_EQ(opened.headers.get("Set-Cookie"), std::nullopt);
    EXPECT_EQ(page(alpha(), address).at("user").at("role"), "admin");

    json const choice{{"accountId", alpha_user}};
    auto const chosen = call(alpha(), "user", choice);
    EXPECT_EQ(chosen.status, 200) << chosen.body;
    EXPECT_EQ(chosen.headers.get("Set-Cookie"),
              std::string("postern-user-alpha=") + alpha_user + "; Path=/; HttpOnly; SameSite=Strict");
    EXPECT_EQ(page(alpha(), "/", alpha_user).at("user").at("accountId"), alpha_user);
    EXPECT_EQ(call(beta(), "user", choice).status, 404) << "each site has its own users";
    EXPECT_EQ(
        ask({.method = "POST", .url = alpha().origin + "/simulator/api/user", .body = choice.dump()}).status,
        403);
}

TEST_F(Sites, no_page_is_at_an_address_that_reads_as_another_site)
{
    for (auto const* target : {"//evil.example/x", "//evil.example/?user=a1fa00000000000000000002", "//"}) {
        auto const answer = ask({.url = alpha().origin + target});
        EXPECT_EQ(answer.status, 404) << target;
        EXPECT_THAT(answer.body, HasSubstr("two slashes")) << target;
        EXPECT_EQ(answer.headers.get("Location"), std::nullopt) << target;
    }
}

// The statuses of a page at the address of the sites that listen so, and under other names of it.
struct Listened {
    std::string host;
    std::vector<std::string> answered;
    std::vector<std::string> unknown;
};

TEST_F(Sites, answer_where_they_listen_and_to_no_other_name)
{
    for (auto const& [text, expected] :
         {std::pair("127.0.0.2", Listened{"127.0.0.2", {"127.0.0.2"}, {"localhost", "evil.example"}}),
          std::pair("0.0.0.0",
                    Listened{"localhost", {"localhost", "127.0.0.1"}, {"evil.example", "192.0.2.1"}})}) {
        auto const listen = listen_address(text).value();
        auto const sites = Simulator::listen(
            io_.get_executor(),
            {.platform = platform_, .state = *state_, .client = client_, .clock = clock_, .random = random_},
            {.port = 0,
             .addresses = {listen.address},
             .host = listen.host,
             .other_hosts = listen.other_hosts});
        ASSERT_TRUE(sites) << sites.error();
        auto const origin = http::parse_url((*sites)->tenants().front().origin).value();
        EXPECT_EQ(origin.host, expected.host);
        auto const status = [&](std::string const& host) {
            auto const address = text == std::string_view("0.0.0.0") ? "127.0.0.1" : text;
            http::Request request{.url = fmt::format("http://{}:{}/", address, origin.port)};
            request.headers.set("Host", fmt::format("{}:{}", host, origin.port));
            return ask(std::move(request)).status;
        };
        for (auto const& host : expected.answered)
            EXPECT_EQ(status(host), 200) << host;
        for (auto const& host : expected.unknown)
            EXPECT_EQ(status(host), 421) << host;
        run((*sites)->stop(std::chrono::steady_clock::now()));
    }
}

TEST_F(Sites, do_not_listen_beside_another_program)
{
    net::Answering other{[](http::Request const&) { return http::make_response(200, "text/plain", ""); }};
    auto const held = net::Server::listen(io_.get_executor(), other, {.address = "::1"});
    if (!held)
        GTEST_SKIP() << held.error();
    auto const sites = Simulator::listen(
        io_.get_executor(),
        {.platform = platform_, .state = *state_, .client = client_, .clock = clock_, .random = random_},
        {.port = (*held)->port(), .addresses = {"127.0.0.1", "::1"}});
    ASSERT_FALSE(sites) << "a browser that looks for localhost there would find the other one";
    EXPECT_THAT(sites.error(), testing::AllOf(HasSubstr(fmt::format("[::1]:{}", (*held)->port())),
                                              HasSubstr("in use"), HasSubstr("--port names another")));
}

TEST_F(Sites, another_name_for_this_address_reads_nothing)
{
    http::Request request{.url = alpha().origin + "/"};
    request.headers.set("Host", "evil.example");
    EXPECT_EQ(ask(request).status, 421);
}

TEST_F(Sites, an_app_in_development_installs_itself)
{
    start_app();
    auto const list = ask({.url = alpha().origin + "/rest/plugins/1.0/"});
    EXPECT_EQ(json::parse(list.body).at("plugins"), json::array());
    auto const token = std::string(list.headers.get("upm-token").value());
    http::Request request{.method = "POST",
                          .url = alpha().origin + "/rest/plugins/1.0/?token=" + token,
                          .headers = {{"Content-Type", "application/vnd.atl.plugins.remote.install+json"}},
                          .body = json{{"pluginUri", descriptor()}}.dump()};
    auto const accepted = ask(request);
    EXPECT_EQ(accepted.status, 202) << accepted.body;
    auto const self = json::parse(accepted.body).at("links").at("self").get<std::string>();
    EXPECT_EQ(json::parse(ask({.url = alpha().origin + self}).body).at("key"), sample::app_key);
    EXPECT_TRUE(state_->installation("alpha"));
    EXPECT_FALSE(state_->installation("beta"));

    request.headers.set("Content-Type", "text/plain");
    EXPECT_EQ(ask(request).status, 415) << "as pages elsewhere send without being asked for leave";
    request.headers.set("Content-Type", "application/vnd.atl.plugins.remote.install+json");
    request.url = alpha().origin + "/rest/plugins/1.0/?token=guessed";
    EXPECT_EQ(ask(request).status, 403);
}

TEST_F(Sites, an_app_in_development_is_removed_by_its_own_server_and_by_no_page)
{
    start_app();
    install();
    http::Request const removal{
        .method = "DELETE",
        .url = fmt::format("{}/rest/plugins/1.0/{}-key", alpha().origin, sample::app_key)};
    for (auto const* header : {"Origin", "Sec-Fetch-Site"}) {
        auto of_page = removal;
        of_page.headers.set(header, header == std::string_view("Origin") ? alpha().origin : "same-origin");
        EXPECT_EQ(ask(std::move(of_page)).status, 403) << header;
        EXPECT_TRUE(state_->installation("alpha")) << header;
    }
    EXPECT_EQ(ask(removal).status, 204);
    EXPECT_FALSE(state_->installation("alpha"));
}

TEST_F(Sites, administrators_alone_see_pages_for_them)
{
    start_app();
    install();
    auto const settings = std::string("/plugins/servlet/ac/") + std::string(sample::app_key) + "/settings";
    auto const shown = page(alpha(), settings).at("page");
    ASSERT_EQ(shown.at("kind"), "module");
    EXPECT_EQ(ask({.url = shown.at("frame").at("url")}).status, 200) << "the app asks the host for the role";
    EXPECT_EQ(page(alpha(), settings, alpha_user).at("page").at("status"), 403);
    auto const forced = call(alpha(), "frame", {{"module", "adminPages/settings"}}, alpha_user);
    EXPECT_EQ(forced.status, 404);
}

TEST_F(Sites, no_other_way_leads_users_to_a_page_for_administrators)
{
    json app{{"key", "com.example.app"},
             {"name", "An app"},
             {"authentication", {{"type", "none"}}},
             {"modules", json::parse(R"({
                 "adminPages": [{"key":"hidden","name":{"value":"Hidden"},"url":"/hidden","location":"none"}],
                 "webItems": [{"key":"door","name":{"value":"Door"},"location":"jira.issue.tools",
                               "context":"page","url":"hidden","target":{"type":"dialog"}}]})")}};
    net::Answering service{
        [&](http::Request const&) { return http::make_response(200, "application/json", app.dump()); }};
    server_ = listen(service);
    app["baseUrl"] = url_of(*server_, "");
    ASSERT_EQ(install().front().outcome, LifecycleResult::Outcome::done);
    auto const hidden = "/plugins/servlet/ac/com.example.app/hidden";
    EXPECT_EQ(page(alpha(), hidden).at("page").at("kind"), "module") << "an administrator may know the way";
    EXPECT_EQ(page(alpha(), hidden, alpha_user).at("page").at("status"), 403);
    EXPECT_EQ(call(alpha(), "frame", {{"module", "hidden"}}, alpha_user).status, 404);
    auto const door = [&](std::string const& account) {
        return page(alpha(), "/browse/ALPHA-1", account).at("page").at("items").at(0).at("frame");
    };
    EXPECT_TRUE(door("").is_object());
    EXPECT_TRUE(door(alpha_user).is_null());
}

TEST_F(Sites, administrators_alone_see_the_pages_of_a_projects_settings)
{
    json app{{"key", "com.example.app"},
             {"name", "An app"},
             {"authentication", {{"type", "none"}}},
             {"modules", json::parse(R"({
                 "jiraProjectPages": [{"key":"page","name":{"value":"Page"},"url":"/page"}],
                 "jiraProjectAdminTabPanels": [{"key":"settings","name":{"value":"Settings"},"url":"/settings",
                                                "location":"projectgroup1"}]})")}};
    net::Answering service{
        [&](http::Request const&) { return http::make_response(200, "application/json", app.dump()); }};
    server_ = listen(service);
    app["baseUrl"] = url_of(*server_, "");
    ASSERT_EQ(install().front().outcome, LifecycleResult::Outcome::done);
    auto const links = [&](std::string const& account) {
        std::vector<std::string> titles;
        for (auto const& link : page(alpha(), "/projects/ALPHA", account).at("navigation"))
            titles.push_back(link.at("title"));
        return titles;
    };
    EXPECT_THAT(links(""), testing::UnorderedElementsAre("Page", "Settings"));
    EXPECT_THAT(links(alpha_user), testing::ElementsAre("Page"));
    auto const settings = "/plugins/servlet/ac/com.example.app/settings?project.key=ALPHA";
    EXPECT_EQ(page(alpha(), settings).at("page").at("kind"), "module");
    EXPECT_EQ(page(alpha(), settings, alpha_user).at("page").at("status"), 403);
    json const frame{{"module", "jiraProjectAdminTabPanels/settings"},
                     {"context", {{"project.key", "ALPHA"}}}};
    EXPECT_EQ(call(alpha(), "frame", frame).status, 200);
    EXPECT_EQ(call(alpha(), "frame", frame, alpha_user).status, 404);
}

TEST_F(Sites, the_api_asks_for_the_apps_own_token)
{
    start_app();
    install();
    auto const url = alpha().origin + "/rest/api/3/issue/ALPHA-1";
    EXPECT_EQ(ask({.url = url}).status, 401);
    auto const key = jwt::Key::from_secret(state_->installation("alpha")->shared_secret).value();
    auto const with = [&](std::string_view issuer, std::string_view hashed_url) {
        json const claims{{"iss", issuer},
                          {"iat", 1'764'000'000},
                          {"exp", 1'764'000'180},
                          {"qsh", platform::connect::query_hash("GET", hashed_url, "")}};
        http::Request request{.url = url};
        request.headers.set("Authorization",
                            "JWT " + jwt::sign(claims.dump(), key, jwt::Algorithm::hs256).value());
        return ask(std::move(request));
    };
    auto const good = with(sample::app_key, url);
    EXPECT_EQ(good.status, 200) << good.body;
    EXPECT_EQ(json::parse(good.body).at("key"), "ALPHA-1");
    EXPECT_EQ(with(sample::app_key, alpha().origin + "/rest/api/3/issue/ALPHA-2").status, 401);
    EXPECT_EQ(with("another", url).status, 401);
}

TEST_F(Sites, the_bridge_reaches_the_api_as_the_user_and_nothing_else)
{
    start_app();
    install();
    auto const asked = [&](std::string const& url) {
        return json::parse(call(alpha(), "request", {{"url", url}, {"method", "GET"}}, alpha_user).body);
    };
    auto const me = asked("/rest/api/3/myself");
    EXPECT_EQ(me.at("status"), 200);
    EXPECT_EQ(json::parse(me.at("body").get<std::string>()).at("accountId"), alpha_user);
    EXPECT_EQ(asked("/rest/api/2/myself").at("status"), 200);
    EXPECT_EQ(asked("/rest/api/3/no/such").at("status"), 501);
    EXPECT_EQ(asked("/rest/api/3/no/such").at("statusText"), "Not Implemented");
    EXPECT_EQ(asked("/rest/api/3/issue/ALPHA-999").at("statusText"), "Not Found");
    EXPECT_EQ(asked("/plugins/servlet/upm").at("status"), 404);
    EXPECT_EQ(asked(beta().origin + "/rest/api/3/myself").at("status"), 404);
}

TEST_F(Sites, every_page_is_checked_fresh_late_and_as_another_tenant)
{
    start_app();
    install();
    auto const pages = run(simulator_->check_pages([](auto const&, auto const&) {}));
    ASSERT_FALSE(pages.empty());
    for (auto const& page : pages) {
        EXPECT_EQ(page.fresh, PageOutcome::renders) << page.module;
        auto const is_shell = page.module == "generalPages/about";
        EXPECT_EQ(page.late, is_shell ? PageOutcome::not_asked : PageOutcome::refused) << page.module;
        EXPECT_EQ(page.foreign, is_shell ? PageOutcome::not_asked : PageOutcome::refused) << page.module;
        EXPECT_EQ(page.broken(), page.can_open_late) << page.module << page.problem();
    }
    EXPECT_EQ(std::ranges::count(pages, "alpha", &PageCheck::site) * 2, std::ssize(pages));
}

TEST(PageCheckProblem, names_what_is_wrong)
{
    using enum PageOutcome;
    auto const problem = [](PageOutcome fresh, PageOutcome late, PageOutcome foreign) {
        return PageCheck{
            .module = "m", .site = "s", .fresh = fresh, .late = late, .foreign = foreign, .fresh_status = 500}
            .problem();
    };
    EXPECT_EQ(problem(renders, recovers, refused), "");
    EXPECT_EQ(problem(renders, open, open), "");
    EXPECT_THAT(problem(fails, not_asked, not_asked), HasSubstr("the app answered 500"));
    EXPECT_THAT(problem(no_answer, not_asked, not_asked), HasSubstr("did not answer"));
    EXPECT_THAT(problem(renders, refused, renders), HasSubstr("another tenant signed"));
    EXPECT_THAT(problem(renders, renders, refused), HasSubstr("Renders with an expired token"));
}

TEST_F(Sites, installs_are_signed_with_a_new_key_when_an_administrator_wants_it)
{
    start_app();
    install();
    auto const before = page(alpha(), "/plugins/servlet/upm").at("page").at("keyId").get<std::string>();
    EXPECT_EQ(call(alpha(), "rotate-key", json::object(), alpha_user).status, 403);
    auto const answer = json::parse(call(alpha(), "rotate-key", json::object()).body);
    auto const after = answer.at("keyId").get<std::string>();
    EXPECT_NE(after, before);
    EXPECT_EQ(page(alpha(), "/plugins/servlet/upm").at("page").at("keyId"), after);
    for (auto const& id : {before, after})
        EXPECT_EQ(ask({.url = alpha().origin + "/keys/" + id}).status, 200) << id;
    EXPECT_EQ(install().front().outcome, LifecycleResult::Outcome::done);
}

TEST_F(Sites, an_app_is_told_that_it_is_taken_away)
{
    start_app();
    install();
    auto const result = json::parse(call(alpha(), "uninstall", json::object()).body);
    EXPECT_TRUE(result.at("ok").get<bool>()) << result;
    EXPECT_FALSE(state_->installation("alpha"));
    auto const events = page(alpha(), "/plugins/servlet/upm").at("page").at("events");
    std::vector<std::string> names;
    for (auto const& event : events)
        names.push_back(event.at("event"));
    EXPECT_THAT(names, testing::IsSupersetOf({"installed", "enabled", "disabled", "uninstalled"}));
    EXPECT_EQ(page(alpha(), "/browse/ALPHA-1").at("page").at("frames"), json::array());
}

} // namespace
} // namespace postern::simulator
