#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const admin_authorization;

namespace {

using evidence::AdminAttempt;
using evidence::AdminAttempts;
using evidence::Evidence;
using evidence::TokenBinding;
using support::healthy;
using support::html;
using testing::HasSubstr;

Verdict judged(std::function<void(AdminAttempts&)> const& spoil)
{
    auto evidence = healthy();
    evidence.admin->attempts.resize(1); // rows that need a control add their own
    spoil(*evidence.admin);
    return admin_authorization.run(evidence);
}

Verdict with_user(http::Outcome const& outcome)
{
    return judged([&](AdminAttempts& admin) { admin.attempts[0].with_token.hops[0].outcome = outcome; });
}

TEST(AdminAuthorization, passes_where_the_user_is_refused)
{
    EXPECT_EQ(admin_authorization.run(healthy()),
              pass("the user was refused at 1 endpoint for administrators"));
}

TEST(AdminAuthorization, fails_where_the_user_gets_in)
{
    auto const verdict = with_user(html("<h1>Settings</h1>"));
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(verdict.findings.at(0).severity, Severity::high);
    EXPECT_EQ(
        verdict.findings[0].message,
        "An endpoint for administrators answered 200 with 17 bytes of text/html to the token of a user who "
        "is none; without a token it answered 401 with 14 bytes of text/plain");
    EXPECT_EQ(verdict.findings[0].exchanges.size(), 2u);
}

TEST(AdminAuthorization, needs_a_person_without_a_token_of_a_user)
{
    auto const verdict = judged([](AdminAttempts& admin) {
        admin.user_token = AdminAttempts::UserToken::not_given;
        admin.attempts.clear();
    });
    EXPECT_EQ(verdict.outcome, Outcome::manual);
    EXPECT_THAT(verdict.summary, HasSubstr("--user-jwt-file"));
}

TEST(AdminAuthorization, has_nothing_to_say_where_no_endpoint_is_for_administrators)
{
    for (auto const given : {AdminAttempts::UserToken::given, AdminAttempts::UserToken::not_given}) {
        auto const verdict = judged([&](AdminAttempts& admin) {
            admin.user_token = given;
            admin.endpoints.clear();
            admin.attempts.clear();
        });
        EXPECT_EQ(verdict.outcome, Outcome::not_applicable);
    }
}

TEST(AdminAuthorization, concludes_nothing_from_the_refusal_of_a_token_for_another_address)
{
    auto const refused =
        judged([](AdminAttempts& admin) { admin.attempts[0].binding = TokenBinding::another_request; });
    ASSERT_EQ(refused.outcome, Outcome::inconclusive);
    EXPECT_THAT(refused.findings.at(0).message, HasSubstr("bound to another address"));
    EXPECT_THAT(refused.findings[0].message, testing::Not(HasSubstr("issued for this address")));

    auto const accepted = judged([](AdminAttempts& admin) {
        admin.attempts[0].binding = TokenBinding::another_request;
        admin.attempts[0].with_token.hops[0].outcome = html("<h1>Settings</h1>");
    });
    EXPECT_EQ(accepted.outcome, Outcome::fail);
}

TEST(AdminAuthorization, concludes_nothing_from_silence)
{
    EXPECT_EQ(with_user(html("", 503)).outcome, Outcome::inconclusive);
    EXPECT_EQ(with_user(http::TransportFailure{http::TransportFailureKind::timed_out, "30 s"}).outcome,
              Outcome::inconclusive);
    EXPECT_EQ(judged([](AdminAttempts& admin) { admin.attempts.clear(); }).outcome, Outcome::inconclusive);
}

TEST(AdminAuthorization, leaves_to_a_person_what_is_the_same_for_everyone)
{
    auto const verdict = judged([](AdminAttempts& admin) {
        for (auto* attempt : {&admin.attempts[0].with_token, &admin.attempts[0].without_token})
            attempt->hops[0].outcome = html("<div id=app></div>");
    });
    EXPECT_EQ(verdict.outcome, Outcome::manual);
}

TEST(AdminAuthorization, beside_a_failure_leaves_the_rest_to_a_person)
{
    auto const verdict = judged([](AdminAttempts& admin) {
        auto open = admin.attempts[0];
        open.endpoint = "adminPages/open";
        for (auto* attempt : {&open.with_token, &open.without_token})
            attempt->hops[0].outcome = html("<div id=app></div>");
        admin.endpoints.push_back(open.endpoint);
        admin.attempts[0].with_token.hops[0].outcome = html("<h1>Settings</h1>");
        admin.attempts.push_back(std::move(open));
    });
    EXPECT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(verdict.findings.size(), 1u);
    EXPECT_EQ(verdict.rest, Outcome::manual) << "what is left when the failure is waived";
}

// With a context token that the administrators' page refuses, and this answer for it at a page for everyone.
Verdict with_control(http::Outcome const& outcome)
{
    return judged([&](AdminAttempts& admin) {
        admin.attempts[0].binding = TokenBinding::any_request;
        auto control = admin.attempts[0];
        control.endpoint = "webPanels/foo-panel";
        control.with_token.hops[0].outcome = outcome;
        admin.attempts.push_back(std::move(control));
    });
}

TEST(AdminAuthorization, believes_the_refusal_of_a_context_token_that_opens_another_page)
{
    auto const verdict = with_control(html("<h1>The user's notes</h1>"));
    EXPECT_EQ(verdict, pass("the user was refused at 1 endpoint for administrators"));
}

// A page that takes no context tokens refuses each of them, without a look at the role.
TEST(AdminAuthorization, concludes_nothing_from_the_refusal_of_a_context_token)
{
    for (auto const status : {401, 403, 404}) {
        auto const refused = judged([&](AdminAttempts& admin) {
            admin.attempts[0].binding = TokenBinding::any_request;
            admin.attempts[0].with_token.hops[0].outcome = html("no", status);
        });
        ASSERT_EQ(refused.outcome, Outcome::inconclusive) << status;
        EXPECT_THAT(refused.findings.at(0).message, HasSubstr("may take no context tokens here at all"));
    }
    auto const opens_nothing = with_control(html("no", 401));
    EXPECT_EQ(opens_nothing.outcome, Outcome::inconclusive);
    auto const opens_what_is_open = with_control(http::make_response(401, "text/plain", "no valid token"));
    EXPECT_EQ(opens_what_is_open.outcome, Outcome::inconclusive);
    auto const accepted = judged([](AdminAttempts& admin) {
        admin.attempts[0].binding = TokenBinding::any_request;
        admin.attempts[0].with_token.hops[0].outcome = html("<h1>Settings</h1>");
    });
    EXPECT_EQ(accepted.outcome, Outcome::fail);
}

// The probe puts the token into the header and into the query.
TEST(AdminAuthorization, finds_each_endpoint_once_however_often_it_was_asked)
{
    auto const twice = [](http::Outcome const& header, http::Outcome const& query) {
        return judged([&](AdminAttempts& admin) {
            admin.attempts.push_back(admin.attempts[0]);
            admin.attempts[0].with_token.placement = platform::TokenPlacement::authorization_header;
            admin.attempts[0].with_token.hops[0].outcome = header;
            admin.attempts[1].with_token.placement = platform::TokenPlacement::query_parameter;
            admin.attempts[1].with_token.hops[0].outcome = query;
        });
    };
    auto const settings = html("<h1>Settings</h1>");
    auto const both = twice(settings, settings);
    EXPECT_EQ(both.summary, "1 of 1 endpoint for administrators let another user in");
    ASSERT_EQ(both.findings.size(), 1u);
    EXPECT_EQ(both.findings[0].exchanges.size(), 4u);
    EXPECT_EQ(both.findings[0].message, with_user(settings).findings.at(0).message);

    auto const one = twice(html("no", 403), settings);
    ASSERT_EQ(one.outcome, Outcome::fail);
    ASSERT_EQ(one.findings.size(), 1u);
    EXPECT_EQ(one.findings[0].exchanges.size(), 2u);

    EXPECT_EQ(twice(html("no", 403), html("", 503)).outcome, Outcome::inconclusive);
    EXPECT_EQ(twice(html("no", 403), html("no", 401)).outcome, Outcome::pass);
}

// The access probe has asked twice and so knows what varies by itself.
TEST(AdminAuthorization, does_not_take_a_nonce_for_the_settings)
{
    auto evidence = healthy();
    auto const page = [](std::string const& nonce) {
        return html("<i nonce='" + nonce + "'></i><p>Hello</p>");
    };
    support::answer(evidence, support::admin_id, support::without_token(),
                    [&](evidence::Attempt const& attempt) { return page(attempt.hops[0].id); });
    auto& attempt = evidence.admin->attempts[0];
    attempt.without_token.hops[0].outcome = page("x");
    attempt.with_token.hops[0].outcome = page("y");
    EXPECT_EQ(admin_authorization.run(evidence).outcome, Outcome::manual);
    attempt.with_token.hops[0].outcome = html("<i nonce='z'></i><p>Settings</p>");
    EXPECT_EQ(admin_authorization.run(evidence).outcome, Outcome::fail);
}

} // namespace
} // namespace postern::checks
