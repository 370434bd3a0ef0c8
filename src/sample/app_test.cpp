#include "support/sample_in_memory.hpp"

#include <gmock/gmock.h>

namespace postern::sample {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

std::string_view header(http::Response const& response, std::string_view name)
{
    return response.headers.get(name).value_or("(none)");
}

TEST(SampleDescriptor, names_the_panel_of_the_forum_thread_twice_with_the_same_address)
{
    auto const app = healthy();
    auto const response = app->get("/atlassian-connect.json");
    EXPECT_EQ(header(response, "Content-Type"), "application/json");
    auto const descriptor = json::parse(response.body);
    auto const& content = descriptor["modules"]["jiraIssueContents"][0]["target"];
    auto const& panel_module = descriptor["modules"]["webPanels"][0];
    EXPECT_EQ(content["type"], "web_panel");
    EXPECT_EQ(content["url"], panel_module["url"]);
    EXPECT_EQ(panel_module["location"], "atl.jira.view.issue.left.context");
    EXPECT_EQ(descriptor["baseUrl"], "https://app.example");
    EXPECT_EQ(descriptor["modules"]["generalPages"][1]["cacheable"], true);
}

TEST(SamplePages, show_the_tenants_data_to_a_user_with_a_token)
{
    auto const app = healthy();
    auto const response = app->open(std::string(panel));
    EXPECT_EQ(response.status, 200);
    EXPECT_THAT(response.body, AllOf(HasSubstr(updates_of_issue), HasSubstr("https://a.atlassian.net"),
                                     HasSubstr(user_account)));
    EXPECT_EQ(app->open("/overview.html?projectKey=ABC").status, 200);
    EXPECT_THAT(app->open("/overview.html?projectKey=ABC").body, HasSubstr("<td>ABC-12</td><td>3</td>"));
    EXPECT_THAT(app->open("/overview.html?projectKey=AB").body, Not(HasSubstr("ABC-12")));
    EXPECT_THAT(app->open("/overview.html", tenant_b).body, Not(HasSubstr("ABC-12")));
}

TEST(SamplePages, take_the_token_from_the_header_too_but_never_two_different_ones)
{
    auto const app = healthy();
    auto const url = "https://app.example" + std::string(panel);
    auto const token = AppInMemory::sign(app->claims(tenant_a, "GET", url), tenant_a.secret);
    EXPECT_EQ(app->call({.url = url, .headers = {{"Authorization", "JWT " + token}}}).status, 200);
    EXPECT_EQ(app->call({.url = url, .headers = {{"Authorization", "Bearer " + token}}}).status, 401);
    EXPECT_EQ(
        app->call({.url = url + "&jwt=" + token, .headers = {{"Authorization", "JWT " + token}}}).status,
        200);
    EXPECT_EQ(app->call({.url = url + "&jwt=" + token, .headers = {{"Authorization", "JWT a.b.c"}}}).status,
              401);
    EXPECT_EQ(app->call({.url = url + "&jwt=" + token + "&jwt=a.b.c"}).status, 401);
}

TEST(SamplePages, escape_what_comes_from_the_address)
{
    auto const app = healthy();
    auto const response =
        app->open("/foo.html?issueKey=%3Cscript%3Ealert(1)%3C/script%3E&projectKey=%22'%26");
    EXPECT_EQ(response.status, 200);
    EXPECT_THAT(response.body, AllOf(HasSubstr("&lt;script&gt;alert(1)"), HasSubstr("&quot;&#39;&amp;"),
                                     Not(HasSubstr("<script>alert"))));
}

TEST(SamplePages, tell_an_unknown_tenant_from_a_wrong_signature_to_nobody_but_the_log)
{
    auto const app = healthy();
    auto const url = "https://app.example" + std::string(panel);
    auto const claims = app->claims(tenant_a, "GET", url);
    auto stranger = claims;
    stranger["iss"] = "nobody";
    auto const wrong = app->get_with(std::string(panel), AppInMemory::sign(claims, "guess"));
    auto const unknown = app->get_with(std::string(panel), AppInMemory::sign(stranger, "guess"));
    EXPECT_EQ(wrong, unknown);
    EXPECT_EQ(wrong, app->get(std::string(panel)));
    EXPECT_EQ(wrong.status, 401);
    EXPECT_THAT(header(wrong, "WWW-Authenticate"), HasSubstr("JWT realm="));
    EXPECT_THAT(app->log, Contains(HasSubstr("the signature fits no key")));
    EXPECT_THAT(app->log, Contains(HasSubstr("no such tenant")));
    EXPECT_THAT(app->log, Each(AllOf(Not(HasSubstr("eyJ")), Not(HasSubstr("ABC-12")))));
}

TEST(SamplePages, allow_three_seconds_between_two_clocks)
{
    auto const app = healthy();
    auto const url = "https://app.example" + std::string(panel);
    auto const token = AppInMemory::sign(app->claims(tenant_a, "GET", url), tenant_a.secret);
    auto const start = app->clock.now();
    app->clock.set(start + std::chrono::seconds(902));
    EXPECT_EQ(app->get_with(std::string(panel), token).status, 200);
    app->clock.set(start + std::chrono::seconds(903));
    EXPECT_EQ(app->get_with(std::string(panel), token).status, 401);
}

TEST(SampleAdminPages, are_for_administrators_whom_the_host_knows)
{
    auto const app = healthy();
    for (auto const* page : {"/settings.html", "/configure.html"}) {
        EXPECT_EQ(app->open(page, tenant_a, admin_account).status, 200);
        EXPECT_EQ(app->open(page, tenant_a, user_account).status, 403);
        EXPECT_EQ(app->open(page, tenant_a, "").status, 403);
        EXPECT_EQ(app->get(page).status, 401);
    }
    app->administrators.reachable = false;
    EXPECT_EQ(app->open("/settings.html", tenant_a, admin_account).status, 403);
}

TEST(SampleShell, is_the_same_for_everybody_and_may_be_cached)
{
    auto const app = healthy();
    auto const response = app->get("/about.html");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header(response, "Cache-Control"), "public, max-age=3600");
    EXPECT_EQ(header(response, "Set-Cookie"), "(none)");
    EXPECT_EQ(response.body, app->get("/about.html?a=b").body);
}

TEST(SampleAssets, are_public_and_live_long)
{
    auto const app = healthy();
    for (auto const& route : routes()) {
        if (route.kind != RouteKind::asset)
            continue;
        auto const response = app->get(std::string(route.path));
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(header(response, "Cache-Control"), "public, max-age=31536000, immutable");
        EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
    }
}

TEST(SampleApi, takes_context_tokens_only_and_tells_of_their_issue_only)
{
    auto const app = healthy();
    auto claims = app->claims(tenant_a, "GET", "https://app.example/api/issue");
    claims["context"] = {{"jira", {{"issue", {{"key", "ABC-12"}, {"id", "1"}}}}}};
    auto const ask = [&](std::string const& url, json const& all) {
        auto const token = AppInMemory::sign(all, tenant_a.secret);
        return app->call({.url = url, .headers = {{"Authorization", "JWT " + token}}});
    };
    EXPECT_EQ(ask("https://app.example/api/issue", claims).status, 401);
    claims["qsh"] = "context-qsh";
    auto const answer = ask("https://app.example/api/issue?issueKey=ABC-12&projectKey=ABC", claims);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(json::parse(answer.body), json({{"site", tenant_a.base_url},
                                              {"account", user_account},
                                              {"issue", "ABC-12"},
                                              {"project", "ABC"},
                                              {"installation", "enabled"},
                                              {"updates", 3}}));
    EXPECT_EQ(ask("https://app.example/api/issue", claims), answer);
    for (auto const* other :
         {"issueKey=OTHER-1", "issueKey=ABC-1", "projectKey=AB", "issueKey=ABC-12&projectKey=X"})
        EXPECT_EQ(ask(fmt::format("https://app.example/api/issue?{}", other), claims).status, 403) << other;
    claims.erase("context");
    EXPECT_EQ(ask("https://app.example/api/issue", claims).status, 400);
    claims["context"] = {{"jira", {{"issue", "ABC-12"}}}};
    EXPECT_EQ(ask("https://app.example/api/issue", claims).status, 400);
}

TEST(SampleWebhook, needs_a_token_in_the_header_and_a_bounded_body)
{
    auto const app = healthy();
    json const body{{"issue", {{"key", "ABC-12"}}}};
    EXPECT_EQ(app->post("/issue-updated", std::nullopt, body).status, 401);
    auto const claims = app->claims(tenant_a, "POST", "https://app.example/issue-updated");
    auto const token = AppInMemory::sign(claims, tenant_a.secret);
    EXPECT_EQ(app->post("/issue-updated?jwt=" + token, std::nullopt, body).status, 401);
    EXPECT_EQ(app->post("/issue-updated", token, body).status, 204);
    EXPECT_EQ(app->post("/issue-updated", token, {{"issue", {{"key", "<b>"}}}}).status, 400);
    EXPECT_EQ(app->post("/issue-updated", token, json(std::string(300'000, 'x'))).status, 413);
}

TEST(SampleRequests, that_fit_nowhere_get_the_status_that_says_so)
{
    auto const app = healthy();
    EXPECT_EQ(app->get("/nothing").status, 404);
    EXPECT_EQ(app->get("/login").status, 404);
    EXPECT_EQ(app->get("/loop").status, 404);
    EXPECT_EQ(app->get("/installed").status, 405);
    EXPECT_EQ(app->post("/foo.html", std::nullopt, {}).status, 405);
    EXPECT_EQ(app->call({.url = "no address"}).status, 400);
    auto const head = app->call({.method = "HEAD", .url = "https://app.example/static/1/foo.css"});
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.body, "");
}

TEST(SampleHeaders, keep_pages_out_of_caches_referrers_and_foreign_frames)
{
    auto const app = healthy();
    for (auto const& response : {app->open(std::string(panel)), app->get(std::string(panel))}) {
        EXPECT_EQ(header(response, "Cache-Control"), "no-cache, no-store");
        EXPECT_EQ(header(response, "Referrer-Policy"), "no-referrer");
        EXPECT_EQ(header(response, "Strict-Transport-Security"), "max-age=31536000; includeSubDomains");
        EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
    }
    EXPECT_THAT(header(app->open(std::string(panel)), "Content-Security-Policy"),
                HasSubstr("frame-ancestors https://a.atlassian.net"));
    EXPECT_THAT(header(app->get(std::string(panel)), "Content-Security-Policy"),
                HasSubstr("frame-ancestors https://*.atlassian.net https://*.jira.com"));
}

TEST(SampleHeaders, say_nothing_of_transport_security_over_plain_http)
{
    AppInMemory app(AppInMemory::config({}, "http://127.0.0.1:3000"));
    EXPECT_EQ(header(app.get("/about.html"), "Strict-Transport-Security"), "(none)");
}

TEST(SampleSessions, remember_the_last_issue_of_the_same_user_only)
{
    auto const app = healthy();
    auto const first = app->open(std::string(panel));
    auto const cookie = header(first, "Set-Cookie");
    EXPECT_THAT(std::string(cookie), AllOf(HasSubstr("; Secure"), HasSubstr("; HttpOnly"),
                                           HasSubstr("; SameSite=None"), HasSubstr("; Partitioned")));
    auto const pair = std::string(cookie.substr(0, cookie.find(';')));
    auto const again = [&](TenantOfTest const& tenant, std::string_view account) {
        std::string const url = "https://app.example/overview.html";
        auto const token = AppInMemory::sign(app->claims(tenant, "GET", url, account), tenant.secret);
        return app->call(
            {.url = url, .headers = {{"Authorization", "JWT " + token}, {"Cookie", "a=b; " + pair}}});
    };
    EXPECT_THAT(again(tenant_a, user_account).body, HasSubstr("You last looked at</dt><dd>ABC-12"));
    EXPECT_EQ(header(again(tenant_a, user_account), "Set-Cookie"), "(none)");
    EXPECT_THAT(again(tenant_a, "another-account").body, Not(HasSubstr("You last looked at")));
    EXPECT_THAT(again(tenant_b, user_account).body, Not(HasSubstr("You last looked at")));
    app->clock.set(app->clock.now() + Sessions::lifetime);
    EXPECT_THAT(again(tenant_a, user_account).body, Not(HasSubstr("You last looked at")));
    EXPECT_EQ(app->get_with("/foo.html", "a.b.c").status, 401); // a cookie opens nothing
    EXPECT_EQ(app->call({.url = "https://app.example/foo.html", .headers = {{"Cookie", pair}}}).status, 401);
}

TEST(SampleBehindAProxy, takes_its_path_from_the_base_url)
{
    AppInMemory app(AppInMemory::config({}, "https://proxy.example/updates/"));
    for (auto const* prefix : {"/updates", ""})
        EXPECT_EQ(app.get(std::string(prefix) + "/about.html").status, 200);
    EXPECT_EQ(app.get("/updatesabout.html").status, 404);
    EXPECT_EQ(json::parse(app.get("/updates/atlassian-connect.json").body)["baseUrl"],
              "https://proxy.example/updates");
}

// What each weakness does to the answer of a page that is asked for without a token.
TEST(SampleWeaknesses, of_headers_are_to_be_seen_without_a_token)
{
    auto const seen = [](Weakness weakness, std::string_view name) {
        auto const app = healthy({weakness});
        return std::string(header(app->get(std::string(panel)), name));
    };
    EXPECT_EQ(seen(Weakness::missing_cache_control, "Cache-Control"), "(none)");
    EXPECT_EQ(seen(Weakness::wrong_cache_control, "Cache-Control"), "private, max-age=3600");
    EXPECT_EQ(seen(Weakness::missing_referrer_policy, "Referrer-Policy"), "(none)");
    EXPECT_EQ(seen(Weakness::wrong_referrer_policy, "Referrer-Policy"), "unsafe-url");
    EXPECT_EQ(seen(Weakness::missing_hsts, "Strict-Transport-Security"), "(none)");
    EXPECT_EQ(seen(Weakness::wrong_hsts, "Strict-Transport-Security"), "max-age=300");
    EXPECT_EQ(seen(Weakness::wrong_content_type, "Content-Type"), "image/png");
    EXPECT_THAT(seen(Weakness::insecure_cookie, "Set-Cookie"),
                AllOf(HasSubstr("pvx="), Not(HasSubstr("Secure")), Not(HasSubstr("HttpOnly"))));
}

TEST(SampleWeaknesses, that_are_a_nuisance_stay_one)
{
    auto const slow = healthy({Weakness::slow});
    auto const start = std::chrono::steady_clock::now();
    EXPECT_EQ(slow->get(std::string(panel)).status, 401);
    EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(5));

    AppInMemory unavailable(AppInMemory::config({Weakness::unavailable}));
    EXPECT_EQ(unavailable.get(std::string(panel)).status, 503);
    EXPECT_EQ(unavailable.get("/atlassian-connect.json").status, 200);

    auto const huge = healthy({Weakness::huge_body});
    EXPECT_EQ(huge->get(std::string(panel)).status, 401);
    EXPECT_EQ(huge->get(std::string(panel)).body_bytes, 300'000U);

    auto const endless = healthy({Weakness::endless_redirect});
    std::set<std::string> seen;
    auto url = "https://app.example" + std::string(panel);
    for (int hop = 0; hop < 30; ++hop) {
        auto const response = endless->call({.url = url});
        ASSERT_EQ(response.status, 302);
        url = header(response, "Location");
        EXPECT_TRUE(seen.insert(url).second);
    }
}

TEST(SampleWeaknesses, login_redirect_leads_to_a_login_page_without_the_token)
{
    auto const app = healthy({Weakness::login_redirect});
    auto const response = app->get_with(std::string(panel), "some.token.here");
    EXPECT_EQ(response.status, 302);
    EXPECT_EQ(header(response, "Location"), "https://app.example/login");
    EXPECT_THAT(app->get("/login").body, HasSubstr("type=\"password\""));
}

} // namespace
} // namespace postern::sample
