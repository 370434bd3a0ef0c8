#include "jwt/verifier.hpp"
#include "sites.hpp"

#include <gmock/gmock.h>

#include <map>

namespace postern::simulator {
namespace {

// What an app knows of whoever asks for its page.
enum class Visitor { nobody, fresh, expired, foreign };

// An app with one panel, which answers each kind of visitor as a test says.
class PageCheckAtSites : public Sites {
protected:
    using Answers = std::map<Visitor, http::Response>;

    PageCheck checked(Answers answers)
    {
        answers_ = std::move(answers);
        server_ = listen(service_);
        for (auto const& result : install())
            EXPECT_EQ(result.outcome, LifecycleResult::Outcome::done) << result.reason;
        auto const checks = run(simulator_->check_pages([](auto const&, auto const&) {}));
        EXPECT_EQ(checks.size(), 2u);
        return checks.empty() ? PageCheck() : checks.front();
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
        return url.path == "/panel" ? answers_.at(visitor_of(url.query)) : http::make_response(204, "", "");
    }

    [[nodiscard]] Visitor visitor_of(std::string_view query) const
    {
        constexpr std::string_view parameter = "jwt=";
        auto const from = query.find(parameter);
        if (from == std::string_view::npos)
            return Visitor::nobody;
        auto const token = jwt::parse(query.substr(from + parameter.size())).value();
        auto const key = jwt::Key::from_secret(secrets_.at(token.claims.issuer.value_or(""))).value();
        jwt::Verifier verifier;
        auto const verified = verifier.verify(query.substr(from + parameter.size()), key,
                                              {.algorithms = {jwt::Algorithm::hs256}}, clock_.now());
        if (verified)
            return Visitor::fresh;
        return verified.error() == jwt::Failure::expired ? Visitor::expired : Visitor::foreign;
    }

    [[nodiscard]] std::string app_descriptor() const
    {
        return json{{"key", "com.example.app"},
                    {"name", "An app"},
                    {"baseUrl", url_of(*server_, "")},
                    {"authentication", {{"type", "jwt"}}},
                    {"lifecycle", {{"installed", "/installed"}}},
                    {"scopes", {"READ"}},
                    {"modules",
                     {{"webPanels",
                       {{{"key", "panel"},
                         {"name", {{"value", "Panel"}}},
                         {"location", "atl.jira.view.issue.right.context"},
                         {"url", "/panel"}}}}}}}
            .dump();
    }

    net::Answering service_{[this](http::Request const& request) { return answer(request); }};
    Answers answers_;
    std::map<std::string, std::string> secrets_; // by client key
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

TEST_F(PageCheckAtSites, a_page_that_anybody_gets_is_open_whatever_numbers_and_nonces_it_has)
{
    auto const check =
        checked({{Visitor::nobody, page("<script nonce=dGhpcyBpcyBhIG5vbmNl>1764000000</script>shell")},
                 {Visitor::fresh, page("<script nonce=YW5vdGhlciBvbmUgaGVyZQ>1764000007</script>shell")}});
    EXPECT_EQ(check.late, PageOutcome::open);
    EXPECT_FALSE(check.broken());
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
