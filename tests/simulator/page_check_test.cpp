#include "app_in_file.hpp"
#include "http/html.hpp"
#include "jwt/verifier.hpp"

#include <gmock/gmock.h>

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

namespace postern::simulator {
namespace {

// What an app knows of whoever asks for its page.
enum class Visitor { nobody, fresh, expired, foreign };

// In a page: a number that no other answer has, and when the token of the request was made.
constexpr std::string_view nonce = "NONCE";
constexpr std::string_view issued = "ISSUED";

// An app with two panels, of which each answers each kind of visitor as a test says.
class PageCheckAtSites : protected StateFolder, public Sites {
protected:
    PageCheckAtSites() : Sites(state_file_) {}

    using Answers = std::map<Visitor, http::Response>;

    // The first panel at the first site.
    PageCheck checked(Answers answers)
    {
        auto const checks = all_checked(std::move(answers));
        return checks.empty() ? PageCheck() : checks.front();
    }

    std::vector<PageCheck> all_checked(Answers answers)
    {
        answers_ = std::move(answers);
        server_ = listen(service_);
        for (auto const& result : install())
            EXPECT_EQ(result.outcome, LifecycleResult::Outcome::done) << result.reason;
        auto checks = run(simulator_->check_pages([](auto const&, auto const&) {}));
        return checks;
    }

    static http::Response page(std::string text)
    {
        return http::make_response(200, "text/html", std::move(text));
    }

    static http::Response redirect_to(std::string const& location)
    {
        auto response = http::make_response(302, "", "");
        response.headers.set("Location", location);
        return response;
    }

    std::chrono::seconds answering_takes_{0};
    std::string late_script_; // "/late.js"
    json more_modules_ = json::object();

private:
    http::Response answer(http::Request const& request)
    {
        auto const url = http::parse_url(request.url).value();
        if (url.path == "/atlassian-connect.json")
            return http::make_response(200, "application/json", app_descriptor());
        if (url.path == "/installed") {
            auto const body = json::parse(request.body);
            secrets_[body.at("clientKey")] = body.at("sharedSecret");
            return http::make_response(204, "", "");
        }
        if (url.path == "/moved")
            return page("moved here");
        if (url.path == "/late.js")
            return http::make_response(200, "text/javascript", late_script_);
        if (url.path == "/moved.js")
            return redirect_to("/late.js");
        if (url.path == "/broken.js")
            return http::make_response(500, "text/plain", "");
        if (url.path == "/nothing.js")
            return http::make_response(404, "text/plain", "");
        return url.path == "/panel" ? panel(url.query) : http::make_response(204, "", "");
    }

    http::Response panel(std::string_view query)
    {
        auto const token = token_in(query);
        auto response = answers_.at(token ? visitor_of(*token) : Visitor::nobody);
        auto const put = [&](std::string_view placeholder, std::int64_t number) {
            if (auto const at = response.body.find(placeholder); at != std::string::npos)
                response.body.replace(at, placeholder.size(), std::to_string(number));
        };
        put(nonce, ++requests_);
        if (token)
            put(issued, jwt::parse(*token).value().claims.issued_at.value().time_since_epoch().count());
        clock_.set(clock_.now() + answering_takes_);
        response.body_bytes = response.body.size();
        return response;
    }

    static std::optional<std::string_view> token_in(std::string_view query)
    {
        constexpr std::string_view parameter = "jwt=";
        auto const from = query.find(parameter);
        return from == std::string_view::npos ? std::nullopt
                                              : std::optional(query.substr(from + parameter.size()));
    }

    [[nodiscard]] Visitor visitor_of(std::string_view token) const
    {
        auto const issuer = jwt::parse(token).value().claims.issuer.value_or("");
        auto const key = jwt::Key::from_secret(secrets_.at(issuer)).value();
        jwt::Verifier verifier;
        auto const verified =
            verifier.verify(token, key, {.algorithms = {jwt::Algorithm::hs256}}, clock_.now());
        if (verified)
            return Visitor::fresh;
        return verified.error() == jwt::Failure::expired ? Visitor::expired : Visitor::foreign;
    }

    [[nodiscard]] std::string app_descriptor() const
    {
        auto panels = json::array();
        for (auto const* key : {"panel", "second-panel"})
            panels.push_back({{"key", key},
                              {"name", {{"value", "Panel"}}},
                              {"location", "atl.jira.view.issue.right.context"},
                              {"url", "/panel"}});
        auto modules = more_modules_;
        modules["webPanels"] = std::move(panels);
        return json{{"key", "com.example.app"},
                    {"name", "An app"},
                    {"baseUrl", url_of(*server_, "")},
                    {"authentication", {{"type", "jwt"}}},
                    {"lifecycle", {{"installed", "/installed"}}},
                    {"scopes", {"READ"}},
                    {"modules", std::move(modules)}}
            .dump();
    }

    net::Answering service_{[this](http::Request const& request) { return answer(request); }};
    Answers answers_;
    std::map<std::string, std::string> secrets_; // by client key
    std::int64_t requests_ = 0;                  // for a panel
};

http::Response refusal() { return http::make_response(401, "text/plain", "no"); }

TEST_F(PageCheckAtSites, a_session_that_has_expired_with_200_is_seen)
{
    auto const expired = page("Your session has expired");
    auto const check = checked({{Visitor::nobody, expired},
                                {Visitor::fresh, page("The panel of issue 1")},
                                {Visitor::expired, expired},
                                {Visitor::foreign, refusal()}});
    EXPECT_EQ(check.fresh, PageOutcome::renders);
    EXPECT_EQ(check.late, PageOutcome::anonymous);
    EXPECT_EQ(check.foreign, PageOutcome::refused);
    EXPECT_TRUE(check.broken());
}

TEST_F(PageCheckAtSites, a_page_that_anybody_gets_is_open_whatever_varies_in_it)
{
    auto const shell = page("<script nonce=NONCE></script>shell of ISSUED");
    auto const check = checked({{Visitor::nobody, page("<script nonce=NONCE></script>shell of nobody")},
                                {Visitor::fresh, shell},
                                {Visitor::expired, shell},
                                {Visitor::foreign, shell}});
    EXPECT_EQ(check.late, PageOutcome::open);
    EXPECT_FALSE(check.broken());
}

TEST_F(PageCheckAtSites, a_page_for_visitors_is_known_whatever_varies_in_it)
{
    auto const expired = page("<script nonce=NONCE></script>Your session has expired");
    auto const check = checked({{Visitor::nobody, expired},
                                {Visitor::fresh, page("The panel")},
                                {Visitor::expired, expired},
                                {Visitor::foreign, expired}});
    EXPECT_EQ(check.late, PageOutcome::anonymous);
    EXPECT_EQ(check.foreign, PageOutcome::anonymous);
}

TEST_F(PageCheckAtSites, what_a_page_tells_of_the_age_of_its_token_makes_no_other_page)
{
    auto const panel = page("<script nonce=NONCE></script>The panel, opened at ISSUED");
    auto const check = checked({{Visitor::nobody, refusal()},
                                {Visitor::fresh, panel},
                                {Visitor::expired, panel},
                                {Visitor::foreign, refusal()}});
    EXPECT_EQ(check.late, PageOutcome::renders);
}

TEST_F(PageCheckAtSites, a_page_with_other_numbers_in_it_is_another_page)
{
    auto const check = checked({{Visitor::nobody, refusal()},
                                {Visitor::fresh, page("12 issues")},
                                {Visitor::expired, page("0 issues")},
                                {Visitor::foreign, refusal()}});
    EXPECT_EQ(check.late, PageOutcome::differs);
}

TEST_F(PageCheckAtSites, each_page_gets_a_fresh_token_however_long_the_others_took)
{
    answering_takes_ = std::chrono::seconds(100);
    auto const checks = all_checked({{Visitor::nobody, refusal()},
                                     {Visitor::fresh, page("The panel")},
                                     {Visitor::expired, refusal()},
                                     {Visitor::foreign, refusal()}});
    ASSERT_EQ(checks.size(), 4U);
    for (auto const& check : checks) {
        EXPECT_EQ(check.fresh, PageOutcome::renders) << check.module << " at " << check.site;
        EXPECT_EQ(check.late, PageOutcome::refused) << check.module << " at " << check.site;
    }
}

TEST_F(PageCheckAtSites, yet_another_page_is_for_a_person_to_look_at)
{
    auto const check = checked({{Visitor::nobody, refusal()},
                                {Visitor::fresh, page("The panel")},
                                {Visitor::expired, page("Something went wrong")},
                                {Visitor::foreign, refusal()}});
    EXPECT_EQ(check.late, PageOutcome::differs);
    EXPECT_FALSE(check.broken());
    EXPECT_TRUE(check.unclear());
}

TEST_F(PageCheckAtSites, whoever_lets_expired_and_foreign_tokens_in_is_found_out)
{
    auto const panel = page("The panel");
    auto const check = checked({{Visitor::nobody, refusal()},
                                {Visitor::fresh, panel},
                                {Visitor::expired, panel},
                                {Visitor::foreign, panel}});
    EXPECT_EQ(check.late, PageOutcome::renders);
    EXPECT_EQ(check.foreign, PageOutcome::renders);
    EXPECT_THAT(check.problem(), testing::HasSubstr("another tenant signed"));
}

// Refused, with a page that loads the bridge and these other elements.
http::Response late_page(int status, std::string const& elements)
{
    return http::make_response(
        status, "text/html",
        "<!doctype html><script src=https://connect-cdn.atl-paas.net/all.js></script>" + elements);
}

TEST_F(PageCheckAtSites, a_page_that_loads_the_bridge_recovers_only_if_a_script_asks_for_a_token)
{
    struct Row {
        std::string elements;
        std::string script;
        PageOutcome late;
    };
    std::string many_elements; // more than are parsed
    for (std::size_t i = 0; i < http::html_tags_max; ++i)
        many_elements += "<b></b>";
    std::vector<Row> const rows{
        {"<h1>Unauthorized</h1>", "", PageOutcome::idle},
        {"<script>AP.resize()</script>", "", PageOutcome::idle},
        {"<script>AP.context.getToken(show)</script>", "", PageOutcome::recovers},
        {"<script src=/late.js></script>", "AP.context.getToken().then(show)", PageOutcome::recovers},
        {"<script src=/late.js></script>", "AP.resize()", PageOutcome::idle},
        {"<script src=/nothing.js></script>", "", PageOutcome::idle},
        {"<script src=/moved.js></script>", "AP.context.getToken()", PageOutcome::differs},
        {"<script src=/broken.js></script>", "", PageOutcome::differs},
        {"<script type=module src=/late.js></script>", "import './more.js'", PageOutcome::differs},
        {"<script>style.setProperty('color', 'red', '!important')</script>", "", PageOutcome::idle},
        {"<script>importShim('/late.js')</script>", "", PageOutcome::differs},
        {many_elements + "<script>AP.context.getToken(show)</script>", "", PageOutcome::recovers},
        {"<!-- asks no getToken --><p>getToken is not called</p>", "", PageOutcome::idle},
        {"<button onclick='AP.context.getToken(show)'>Again</button>", "", PageOutcome::recovers},
        {"<script src=http://127.0.0.1:1/late.js></script>", "", PageOutcome::differs},
    };
    for (auto const& [elements, script, late] : rows) {
        late_script_ = script;
        auto const check = checked({{Visitor::nobody, refusal()},
                                    {Visitor::fresh, page("The panel")},
                                    {Visitor::expired, late_page(401, elements)},
                                    {Visitor::foreign, refusal()}});
        EXPECT_EQ(check.late, late) << elements.substr(0, 100);
        EXPECT_EQ(check.broken(), late == PageOutcome::idle) << elements.substr(0, 100);
    }
}

TEST_F(PageCheckAtSites, a_shell_is_open_wherever_each_visitor_takes_the_bridge_from)
{
    for (auto const* script : {"/all.js", "/all-debug.js"}) {
        auto const shell = [&](std::string const& bridge) {
            return page("<!doctype html><script src=\"" + bridge + script + "\"></script>the shell");
        };
        auto const check = checked({{Visitor::nobody, shell("https://connect-cdn.atl-paas.net")},
                                    {Visitor::fresh, shell("http://localhost:2990/atlassian-connect")},
                                    {Visitor::expired, shell("http://localhost:2990/atlassian-connect")},
                                    {Visitor::foreign, shell("https://connect-cdn.atl-paas.net")}});
        EXPECT_EQ(check.late, PageOutcome::open) << script;
        EXPECT_EQ(check.foreign, PageOutcome::open) << script;
        EXPECT_FALSE(check.broken()) << script;
    }
}

TEST_F(PageCheckAtSites, an_app_that_fails_for_another_tenant_has_not_said_whether_it_lets_it_in)
{
    auto const check = checked({{Visitor::nobody, refusal()},
                                {Visitor::fresh, page("The panel")},
                                {Visitor::expired, late_page(401, "<script>AP.context.getToken()</script>")},
                                {Visitor::foreign, http::make_response(500, "text/plain", "")}});
    EXPECT_EQ(check.foreign, PageOutcome::fails);
    EXPECT_FALSE(check.broken());
    EXPECT_TRUE(check.foreign_is_unknown());
    EXPECT_TRUE(check.unclear());
}

TEST_F(PageCheckAtSites, a_module_that_cannot_be_asked_for_is_listed_with_the_reason)
{
    json const elsewhere{
        {"key", "elsewhere"}, {"name", {{"value", "A page"}}}, {"url", "https://elsewhere.example/"}};
    json const page_of_app{{"key", "whole"}, {"name", {{"value", "A page"}}}, {"url", "/panel"}};
    more_modules_ = {{"generalPages", {elsewhere, page_of_app, page_of_app}}};
    auto const checks = all_checked({{Visitor::nobody, refusal()},
                                     {Visitor::fresh, page("The page")},
                                     {Visitor::expired, refusal()},
                                     {Visitor::foreign, refusal()}});
    auto const reason_of = [&](std::string_view module) {
        auto const found = std::ranges::find(checks, module, &PageCheck::module);
        EXPECT_NE(found, checks.end()) << module;
        return found == checks.end() ? "" : found->not_looked_at;
    };
    EXPECT_EQ(reason_of("generalPages/elsewhere"), "it has no address on the app's host");
    EXPECT_EQ(reason_of("generalPages/whole"), "");
    EXPECT_EQ(reason_of("/modules/generalPages/2"), "another module is generalPages/whole too");
}

TEST_F(PageCheckAtSites, a_shell_that_an_expired_token_does_not_get_dies_late)
{
    auto const shell = page("the shell");
    auto const check = checked({{Visitor::nobody, shell},
                                {Visitor::fresh, shell},
                                {Visitor::expired, refusal()},
                                {Visitor::foreign, refusal()}});
    EXPECT_EQ(check.late, PageOutcome::refused);
    EXPECT_EQ(check.foreign, PageOutcome::refused);
    EXPECT_TRUE(check.broken());
}

TEST_F(PageCheckAtSites, what_a_visitor_without_a_token_gets_too_does_not_count_as_a_refusal)
{
    auto const without_user = late_page(200, "<script>AP.context.getToken(show)</script>Issue ALPHA-1");
    auto const check = checked({{Visitor::nobody, without_user},
                                {Visitor::fresh, page("The panel of ALPHA-1")},
                                {Visitor::expired, without_user},
                                {Visitor::foreign, without_user}});
    EXPECT_EQ(check.late, PageOutcome::open);
}

TEST_F(PageCheckAtSites, a_page_of_its_own_may_refuse_a_late_token_as_it_likes)
{
    more_modules_ = {
        {"generalPages", {{{"key", "whole"}, {"name", {{"value", "Whole"}}}, {"url", "/panel"}}}}};
    auto const checks = all_checked({{Visitor::nobody, refusal()},
                                     {Visitor::fresh, page("The page")},
                                     {Visitor::expired, refusal()},
                                     {Visitor::foreign, refusal()}});
    ASSERT_EQ(checks.size(), 6U);
    for (auto const& check : checks) {
        EXPECT_EQ(check.late, PageOutcome::refused) << check.module;
        EXPECT_EQ(check.broken(), check.module != "generalPages/whole") << check.module;
    }
}

TEST_F(PageCheckAtSites, a_link_leads_to_a_page_of_its_own_and_what_is_not_shown_is_not_said_to_be_late)
{
    json const link{
        {"key", "link"}, {"name", {{"value", "Link"}}}, {"location", "jira.issue.tools"}, {"url", "/panel"}};
    json const macro{{"key", "static"}, {"name", {{"value", "Static"}}}, {"url", "/panel"}};
    more_modules_ = {{"webItems", {link}}, {"staticContentMacros", {macro}}};
    auto const checks = all_checked({{Visitor::nobody, refusal()},
                                     {Visitor::fresh, page("The page")},
                                     {Visitor::expired, refusal()},
                                     {Visitor::foreign, refusal()}});
    std::map<std::string, PageCheck> found;
    for (auto const& check : checks)
        found.insert_or_assign(check.module, check);
    EXPECT_EQ(found.at("webItems/link").late, PageOutcome::refused);
    EXPECT_FALSE(found.at("webItems/link").broken());
    EXPECT_EQ(found.at("staticContentMacros/static").late, PageOutcome::not_asked);
    EXPECT_EQ(found.at("staticContentMacros/static").foreign, PageOutcome::refused);
    EXPECT_FALSE(found.at("staticContentMacros/static").broken());
}

TEST_F(PageCheckAtSites, a_page_of_its_own_that_takes_an_old_token_is_broken_all_the_same)
{
    more_modules_ = {
        {"generalPages", {{{"key", "whole"}, {"name", {{"value", "Whole"}}}, {"url", "/panel"}}}}};
    auto const checks = all_checked({{Visitor::nobody, refusal()},
                                     {Visitor::fresh, page("The page")},
                                     {Visitor::expired, page("The page")},
                                     {Visitor::foreign, refusal()}});
    EXPECT_TRUE(std::ranges::all_of(checks, &PageCheck::broken));
}

TEST_F(PageCheckAtSites, a_panel_of_issues_is_not_asked_for_at_a_site_without_one)
{
    SQLite::Database(state_file_, SQLite::OPEN_READWRITE).exec("DELETE FROM issue");
    auto const check = checked({{Visitor::nobody, refusal()}, {Visitor::fresh, page("The panel")}});
    EXPECT_EQ(check.fresh, PageOutcome::not_asked);
    EXPECT_EQ(check.late, PageOutcome::not_asked);
    EXPECT_EQ(check.not_looked_at, "no site has an issue or a page to show it on");
    EXPECT_FALSE(check.broken());
}

TEST_F(PageCheckAtSites, an_item_that_opens_a_module_is_not_asked_for_beside_it)
{
    auto const item = [](char const* key, char const* opens) {
        return json{{"key", key},
                    {"name", {{"value", "Item"}}},
                    {"location", "jira.issue.tools"},
                    {"url", opens},
                    {"target", {{"type", "dialogmodule"}, {"options", {{"key", opens}}}}}};
    };
    more_modules_ = {{"webItems", {item("door", "second-panel"), item("lost", "nothing")}}};
    auto const checks = all_checked({{Visitor::nobody, refusal()},
                                     {Visitor::fresh, page("The panel")},
                                     {Visitor::expired, refusal()},
                                     {Visitor::foreign, refusal()}});
    std::map<std::string, std::string> reasons;
    for (auto const& check : checks)
        reasons[check.module] = check.not_looked_at;
    EXPECT_THAT(reasons,
                testing::UnorderedElementsAre(
                    testing::Pair("webPanels/panel", ""), testing::Pair("webPanels/second-panel", ""),
                    testing::Pair("webItems/lost",
                                  "it opens the module nothing, and the app has none of this key with an "
                                  "address")));
}

TEST_F(PageCheckAtSites, a_refusal_may_be_a_400)
{
    auto const check = checked({{Visitor::nobody, refusal()},
                                {Visitor::fresh, page("The panel")},
                                {Visitor::expired, late_page(401, "<script>AP.context.getToken()</script>")},
                                {Visitor::foreign, http::make_response(400, "text/plain", "Invalid JWT")}});
    EXPECT_EQ(check.foreign, PageOutcome::refused);
    EXPECT_FALSE(check.broken());
}

TEST_F(PageCheckAtSites, a_redirect_within_the_app_is_followed)
{
    auto const check = checked({{Visitor::nobody, refusal()},
                                {Visitor::fresh, redirect_to("/moved")},
                                {Visitor::expired, refusal()},
                                {Visitor::foreign, refusal()}});
    EXPECT_EQ(check.fresh, PageOutcome::renders);
    EXPECT_EQ(check.late, PageOutcome::refused);
}

TEST_F(PageCheckAtSites, a_redirect_elsewhere_leads_away)
{
    auto const check = checked({{Visitor::fresh, redirect_to("http://127.0.0.1:1/login")}});
    EXPECT_EQ(check.fresh, PageOutcome::leads_away);
    EXPECT_THAT(check.problem(), testing::HasSubstr("Leads away"));
}

TEST_F(PageCheckAtSites, a_redirect_without_end_does_not_render)
{
    auto const check =
        checked({{Visitor::nobody, redirect_to("/panel")}, {Visitor::fresh, redirect_to("/panel")}});
    EXPECT_EQ(check.fresh, PageOutcome::fails);
    EXPECT_EQ(check.fresh_status, 302);
}

} // namespace
} // namespace postern::simulator
