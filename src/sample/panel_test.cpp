// What the panel answers to a user who comes late, and to everybody else.
#include "support/sample_in_memory.hpp"

#include <gmock/gmock.h>

namespace postern::sample {
namespace {

using std::chrono::minutes;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::unique_ptr<AppInMemory> with_panel(Panel panel_kind, WeaknessSet weaknesses = {})
{
    auto config = AppInMemory::config(weaknesses);
    config.panel = panel_kind;
    return healthy(std::move(config));
}

std::string header(http::Response const& response, std::string_view name)
{
    return std::string(response.headers.get(name).value_or("(none)"));
}

std::string url_of(std::string_view target) { return fmt::format("https://app.example{}", target); }

// The claims of a page token that was made 16 minutes ago.
json late_claims(AppInMemory const& app, TenantOfTest const& tenant = tenant_a,
                 std::string_view target = panel)
{
    auto claims = app.claims(tenant, "GET", url_of(target));
    for (auto const* const name : {"iat", "exp"})
        claims[name] = claims[name].get<std::int64_t>() - 960;
    return claims;
}

http::Response late(AppInMemory& app, std::string_view target = panel)
{
    return app.get_with(std::string(target),
                        AppInMemory::sign(late_claims(app, tenant_a, target), tenant_a.secret));
}

TEST(PanelNames, are_words_of_the_command_line)
{
    std::set<std::string_view> names;
    for (auto const kind : panels())
        names.insert(name(kind));
    EXPECT_EQ(names, (std::set<std::string_view>{"dead-end", "recovering", "cacheable"}));
}

TEST(DeadEndPanel, tells_a_late_user_no_more_than_a_stranger)
{
    auto const app = healthy();
    EXPECT_EQ(late(*app), app->get(std::string(panel)));
    EXPECT_EQ(late(*app).status, 401);
}

TEST(RecoveringPanel, answers_a_late_user_with_a_page_that_asks_the_host_for_a_token)
{
    auto const app = with_panel(Panel::recovering);
    auto const answer = late(*app);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(header(answer, "WWW-Authenticate"), "JWT realm=\"com.example.postern.sample\"");
    EXPECT_THAT(answer.body,
                AllOf(HasSubstr("<script src=\"https://connect-cdn.atl-paas.net/all.js\"></script>"),
                      HasSubstr("<script src=\"https://app.example/static/1/panel.js\" defer></script>"),
                      HasSubstr("data-api=\"https://app.example/api/issue\"")));
    EXPECT_EQ(header(answer, "Cache-Control"), "no-cache, no-store");
    EXPECT_THAT(header(answer, "Content-Security-Policy"),
                AllOf(HasSubstr("script-src 'self' https://connect-cdn.atl-paas.net;"),
                      HasSubstr("connect-src 'self'"), HasSubstr("frame-ancestors https://a.atlassian.net")));
}

TEST(RecoveringPanel, holds_nothing_of_the_tenant_the_user_or_the_address)
{
    auto const app = with_panel(Panel::recovering);
    auto const body = late(*app).body;
    EXPECT_THAT(body, AllOf(Not(HasSubstr("ABC")), Not(HasSubstr(user_account)),
                            Not(HasSubstr("atlassian.net")), Not(HasSubstr("eyJ"))));
    EXPECT_EQ(header(late(*app), "Set-Cookie"), "(none)");
    EXPECT_EQ(body, late(*app, "/foo.html?issueKey=XYZ-1&projectKey=XYZ").body);
}

TEST(RecoveringPanel, has_no_script_of_its_own_in_the_page)
{
    auto const app = with_panel(Panel::recovering);
    auto const body = late(*app).body;
    EXPECT_THAT(body, AllOf(Not(HasSubstr("<script>")), Not(HasSubstr(" on")), Not(HasSubstr("javascript:")),
                            Not(HasSubstr("http-equiv"))));
}

TEST(RecoveringPanel, takes_the_bridge_of_a_host_elsewhere_from_that_host_and_lets_it_frame_the_page)
{
    TenantOfTest const simulated{"tenant-s", "secret of tenant s, long enough", "http://localhost:2990"};
    auto const app = with_panel(Panel::recovering);
    EXPECT_EQ(app->lifecycle(simulated, "installed").status, 204);
    auto const answer =
        app->get_with(std::string(panel), AppInMemory::sign(late_claims(*app, simulated), simulated.secret));
    auto const opened = app->open(std::string(panel), simulated);
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(opened.status, 200);
    for (auto const& response : {answer, opened}) {
        EXPECT_THAT(response.body,
                    HasSubstr("<script src=\"http://localhost:2990/atlassian-connect/all.js\">"));
        EXPECT_THAT(header(response, "Content-Security-Policy"),
                    AllOf(HasSubstr("script-src 'self' http://localhost:2990;"),
                          HasSubstr("frame-ancestors http://localhost:2990"), Not(HasSubstr("atl-paas"))));
    }
}

// Nobody but a user who was let in once learns that there is a way back in.
struct Stranger {
    std::string_view name;
    std::string (*token)(AppInMemory&);
};

std::vector<Stranger> const strangers{
    {"a forged token", [](AppInMemory& app) { return AppInMemory::sign(late_claims(app), "guessed"); }},
    {"an unsigned token",
     [](AppInMemory& app) { return jwt::forge::alg_none(late_claims(app).dump(), "none"); }},
    {"a token of a tenant that is not installed",
     [](AppInMemory& app) {
         auto claims = late_claims(app);
         claims["iss"] = "nobody";
         return AppInMemory::sign(claims, tenant_a.secret);
     }},
    {"a token that another tenant signed",
     [](AppInMemory& app) { return AppInMemory::sign(late_claims(app), tenant_b.secret); }},
    {"a token for another address",
     [](AppInMemory& app) {
         return AppInMemory::sign(late_claims(app, tenant_a, "/foo.html?issueKey=X-1"), tenant_a.secret);
     }},
    {"a token for no address",
     [](AppInMemory& app) {
         auto claims = late_claims(app);
         claims.erase("qsh");
         return AppInMemory::sign(claims, tenant_a.secret);
     }},
    {"a context token",
     [](AppInMemory& app) {
         auto claims = late_claims(app);
         claims["qsh"] = "context-qsh";
         return AppInMemory::sign(claims, tenant_a.secret);
     }},
    {"a token that does not expire",
     [](AppInMemory& app) {
         auto claims = late_claims(app);
         claims.erase("exp");
         return AppInMemory::sign(claims, tenant_a.secret);
     }},
    {"a token of tomorrow",
     [](AppInMemory& app) {
         auto claims = app.claims(tenant_a, "GET", url_of(panel));
         for (auto const* const name : {"iat", "exp"})
             claims[name] = claims[name].get<std::int64_t>() + 86'400;
         return AppInMemory::sign(claims, tenant_a.secret);
     }},
    {"a tenant that is gone",
     [](AppInMemory& app) {
         EXPECT_EQ(app.lifecycle(tenant_a, "uninstalled").status, 204);
         return AppInMemory::sign(late_claims(app), tenant_a.secret);
     }},
};

TEST(RecoveringPanel, stays_a_plain_401_for_everybody_else)
{
    auto const refused = with_panel(Panel::recovering)->get(std::string(panel));
    EXPECT_EQ(refused.status, 401);
    EXPECT_THAT(refused.body, Not(HasSubstr("<script")));
    EXPECT_EQ(refused, healthy()->get(std::string(panel)));
    for (auto const& stranger : strangers) {
        auto const app = with_panel(Panel::recovering);
        EXPECT_EQ(app->get_with(std::string(panel), stranger.token(*app)), refused) << stranger.name;
    }
}

TEST(RecoveringPanel, is_the_panel_alone_and_unchanged_for_a_token_in_time)
{
    auto const app = with_panel(Panel::recovering);
    EXPECT_EQ(app->open(std::string(panel)).body, healthy()->open(std::string(panel)).body);
    for (auto const* const page : {"/overview.html", "/dialog.html", "/settings.html"})
        EXPECT_THAT(late(*app, page).body, Not(HasSubstr("<script"))) << page;
}

TEST(RecoveringPanel, gives_data_to_fresh_context_tokens_only)
{
    auto const app = with_panel(Panel::recovering);
    auto claims = late_claims(*app);
    claims["qsh"] = "context-qsh";
    claims["context"] = {{"jira", {{"issue", {{"key", "ABC-12"}}}}}};
    auto const ask = [&](std::string const& token) {
        return app->call({.url = url_of("/api/issue?issueKey=ABC-12&projectKey=ABC"),
                          .headers = {{"Authorization", "JWT " + token}}});
    };
    EXPECT_EQ(ask(AppInMemory::sign(late_claims(*app), tenant_a.secret)).status, 401)
        << "the page's own token";
    EXPECT_EQ(ask(AppInMemory::sign(claims, tenant_a.secret)).status, 401) << "expired";
    claims["exp"] = claims["exp"].get<std::int64_t>() + 960;
    EXPECT_EQ(json::parse(ask(AppInMemory::sign(claims, tenant_a.secret)).body)["updates"], 3);
    EXPECT_EQ(ask(AppInMemory::sign(claims, tenant_b.secret)).status, 401);
}

TEST(CacheablePanel, is_the_same_shell_for_everybody)
{
    auto const app = with_panel(Panel::cacheable);
    auto const shell = app->get(std::string(panel));
    EXPECT_EQ(shell.status, 200);
    EXPECT_THAT(shell.body,
                AllOf(HasSubstr("/static/1/panel.js"), Not(HasSubstr("ABC")), Not(HasSubstr("<script>"))));
    EXPECT_EQ(header(shell, "Set-Cookie"), "(none)");
    EXPECT_EQ(app->get("/foo.html?issueKey=XYZ-1&xdm_e=https%3A%2F%2Fevil.example"), shell);
    EXPECT_EQ(app->get_with(std::string(panel), AppInMemory::sign(late_claims(*app), "guessed")), shell);
    EXPECT_EQ(late(*app).body, shell.body);
    EXPECT_EQ(app->open(std::string(panel)).body, shell.body);
    EXPECT_EQ(app->get("/overview.html").status, 401) << "other pages stay closed";
}

TEST(CacheablePanel, takes_the_bridge_from_a_host_elsewhere_that_signed_the_address)
{
    TenantOfTest const simulated{"tenant-s", "secret of tenant s, long enough", "http://localhost:2990"};
    auto const app = with_panel(Panel::cacheable);
    EXPECT_EQ(app->lifecycle(simulated, "installed").status, 204);
    auto const answer =
        app->get_with(std::string(panel), AppInMemory::sign(late_claims(*app, simulated), simulated.secret));
    EXPECT_THAT(answer.body, HasSubstr("http://localhost:2990/atlassian-connect/all.js"));
    EXPECT_THAT(app->get("/foo.html?xdm_e=http%3A%2F%2Flocalhost%3A2990").body, Not(HasSubstr("localhost")));
}

} // namespace
} // namespace postern::sample
