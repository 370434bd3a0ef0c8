#include "checks/check.hpp"
#include "http/html.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const credential_forms;

namespace {

using evidence::Evidence;
using support::healthy;
using support::html;

Verdict of_page(std::string body)
{
    auto evidence = healthy();
    evidence.admin->attempts[1].with_token.hops[0].outcome = html(std::move(body));
    return credential_forms.run(evidence);
}

TEST(CredentialForms, fails_where_a_field_asks_for_a_secret_of_atlassian)
{
    for (auto const* body :
         {"<label>Jira API token <input name=token></label>",
          "<label for=t>Atlassian password</label><input id=t type=password>",
          "<input placeholder=\"Your Confluence access token\">", "<input type=password name=jiraPassword>",
          "<textarea name=atlassian_api_token></textarea>",
          "<form><h2>Log in with your Atlassian account</h2><input type=email><input type=password></form>",
          "<form><p>Site: you.atlassian.net</p><input name=apiToken></form>",
          "<form><a href=\"https://id.atlassian.com/manage-profile/security/api-tokens\">Get one</a>"
          "<input aria-label=\"API token\"></form>",
          "<label>Passwort f\xc3\xbcr Jira <input name=x></label>"})
        EXPECT_EQ(of_page(body).outcome, Outcome::fail) << body;
}

TEST(CredentialForms, warns_where_a_field_does_not_say_whose_secret_it_wants)
{
    for (auto const* body :
         {"<form><label>E-mail <input type=email></label><label>Password <input "
          "type=password></label></form>",
          "<label>API key <input name=key></label>", "<input name=password>",
          "<form><h1>Sign in to Notes for Jira</h1><input type=password name=pass></form>"})
        EXPECT_EQ(of_page(body).outcome, Outcome::warn) << body;
}

TEST(CredentialForms, passes_where_nothing_of_that_kind_is_asked_for)
{
    for (auto const* body :
         {"<p>Never give your Jira API token to an app.</p><input name=search>", "<p>Notes</p>",
          "<input type=hidden name=password value=1>", "<input type=submit value=\"Forgot password\">",
          "<label>Issue key in Jira <input name=issueKey></label>",
          "<label><input type=checkbox name=usePassword> Ask for a password</label>"})
        EXPECT_EQ(of_page(body).outcome, Outcome::pass) << body;
}

TEST(CredentialForms, tells_what_is_written_at_the_field)
{
    auto const verdict = of_page("<p></p>\n<label>Jira API token <input name=token></label>");
    ASSERT_EQ(verdict.findings.size(), 1u);
    EXPECT_EQ(verdict.findings[0].subject, "field token");
    EXPECT_THAT(verdict.findings[0].proof[0],
                testing::AllOf(testing::HasSubstr("line 2"), testing::HasSubstr("Jira API token")));
}

TEST(CredentialForms, leaves_a_page_that_was_not_read_to_its_end_to_a_person)
{
    auto evidence = healthy();
    auto page = html("<p>Notes</p>");
    page.body_bytes = 5'000'000;
    evidence.admin->attempts[1].with_token.hops[0].outcome = page;
    EXPECT_EQ(credential_forms.run(evidence).outcome, Outcome::manual);
    std::string long_page;
    for (std::size_t i = 0; i <= http::html_tags_max; ++i)
        long_page += "<p>";
    EXPECT_EQ(of_page(long_page).outcome, Outcome::manual);
}

TEST(CredentialForms, leaves_an_app_whose_pages_all_refuse_to_a_person)
{
    auto evidence = healthy();
    evidence.admin->attempts.clear();
    EXPECT_EQ(credential_forms.run(evidence).outcome, Outcome::manual);
}

TEST(CredentialForms, could_not_look_where_only_a_webhook_answered)
{
    auto evidence = healthy();
    evidence.admin->attempts.clear();
    for (auto const id : {support::page_id, support::admin_id})
        support::answer(evidence, id, support::everyone(),
                        http::TransportFailure{http::TransportFailureKind::timed_out, "30 s"});
    EXPECT_EQ(credential_forms.run(evidence).outcome, Outcome::inconclusive);
}

} // namespace
} // namespace postern::checks
