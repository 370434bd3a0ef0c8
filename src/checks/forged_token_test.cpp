#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const anonymous_access;
extern Check const forged_token;

namespace {

using evidence::Attempt;
using evidence::Credential;
using evidence::Evidence;
using platform::TokenPlacement;
using support::admin_id;
using support::answer;
using support::everyone;
using support::forged_credentials;
using support::healthy;
using support::html;
using support::issue_of;
using support::page_id;
using support::webhook_id;
using support::with;
using support::without_token;
using testing::HasSubstr;
using testing::IsEmpty;

Verdict judged(std::function<void(Evidence&)> const& spoil)
{
    auto evidence = healthy();
    spoil(evidence);
    return forged_token.run(evidence);
}

http::Outcome notes(Attempt const& attempt) { return html("<h1>Notes of " + issue_of(attempt) + "</h1>"); }

http::TransportFailure const lost{http::TransportFailureKind::timed_out, "30 s"};

TEST(ForgedToken, passes_where_every_forgery_is_refused)
{
    EXPECT_EQ(forged_token.run(healthy()),
              pass("48 requests with forged tokens were refused at 3 endpoints"));
}

TEST(ForgedToken, names_each_forgery_that_is_accepted_and_where_it_stood)
{
    auto const verdict = judged([](Evidence& evidence) {
        auto const which = [](Attempt const& attempt) {
            return attempt.credential == Credential::alg_none &&
                   attempt.placement == TokenPlacement::query_parameter;
        };
        answer(evidence, page_id, which, notes);
    });
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    ASSERT_EQ(verdict.findings.size(), 1u);
    auto const& finding = verdict.findings[0];
    EXPECT_EQ(finding.severity, Severity::critical);
    EXPECT_EQ(finding.message,
              "1 of 16 requests with a forged token got content (an unsigned token (alg none), "
              "in the jwt parameter): answered 200 with 28 bytes of text/html that carries the "
              "value of issue.key; without a token the endpoint answered 401 with 14 bytes of "
              "text/plain");
    EXPECT_THAT(finding.exchanges, testing::ElementsAre("e7", "e1"));
}

TEST(ForgedToken, beside_a_failure_knows_nothing_of_what_another_check_tells)
{
    auto const verdict = judged([](Evidence& evidence) {
        auto const unsigned_ones = [](Attempt const& attempt) {
            return attempt.credential == Credential::alg_none;
        };
        answer(evidence, page_id, unsigned_ones, notes);
        answer(evidence, admin_id, everyone(), lost);
    });
    EXPECT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(verdict.findings.size(), 1u) << "anonymous-access has the one at the page that does not answer";
    EXPECT_EQ(verdict.rest, Outcome::inconclusive) << "what is left when the failure is waived";
}

TEST(ForgedToken, fails_a_page_that_takes_any_signature_whatever_its_content)
{
    auto const verdict = judged([](Evidence& evidence) {
        answer(evidence, page_id,
               with({Credential::random_secret, Credential::empty_secret, Credential::expired}),
               html("<div id=app></div>"));
    });
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("6 of 16"));
    EXPECT_THAT(verdict.findings[0].message,
                HasSubstr("a token signed with a random secret, a token signed with the empty secret and an "
                          "expired token, in the Authorization header and the jwt parameter"));
}

TEST(ForgedToken, leaves_to_anonymous_access_what_everyone_gets)
{
    auto evidence = healthy();
    answer(evidence, page_id, everyone(), notes);
    auto const verdict = forged_token.run(evidence);
    EXPECT_EQ(verdict.outcome, Outcome::pass);
    EXPECT_THAT(verdict.summary, HasSubstr("at 2 endpoints; 1 not judged here, open without a token"));
    EXPECT_EQ(anonymous_access.run(evidence).outcome, Outcome::fail);
}

TEST(ForgedToken, says_nothing_where_no_endpoint_asks_for_a_token)
{
    auto const verdict = judged([](Evidence& evidence) {
        for (auto const id : {page_id, webhook_id, admin_id})
            answer(evidence, id, everyone(), html("<div id=app></div>"));
    });
    EXPECT_EQ(verdict, not_applicable("none of 3 endpoints asks for a token"));
}

TEST(ForgedToken, fails_an_open_page_that_shows_more_to_a_forged_token)
{
    auto const verdict = judged([](Evidence& evidence) {
        answer(evidence, page_id, everyone(), html("<div id=app></div>"));
        answer(evidence, page_id, with({Credential::random_secret}),
               html("<div id=app>Hello postern-test-user-a</div>"));
    });
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("carries the user"));
}

TEST(ForgedToken, expects_no_tokens_at_static_files)
{
    auto const verdict = judged([](Evidence& evidence) {
        evidence.endpoints[0].kind = platform::EndpointKind::asset;
        std::erase_if(evidence.access->attempts, [](Attempt const& attempt) {
            return attempt.endpoint == page_id && attempt.credential != Credential::none;
        });
    });
    EXPECT_EQ(verdict, pass("32 requests with forged tokens were refused at 2 endpoints"));
}

TEST(ForgedToken, does_not_take_a_repeated_token_for_a_believed_one)
{
    auto const verdict = judged([](Evidence& evidence) {
        answer(evidence, page_id, everyone(), html("<div id=app></div>"));
        answer(evidence, page_id, with({Credential::random_secret}),
               html("<p>What is this? " + std::string(support::forged_token_text) + "</p>"));
    });
    EXPECT_EQ(verdict.outcome, Outcome::warn);
}

TEST(ForgedToken, fails_an_open_page_that_gives_a_forged_token_a_session)
{
    auto const verdict = judged([](Evidence& evidence) {
        auto page = html("<div id=app></div>");
        answer(evidence, page_id, everyone(), page);
        page.headers.set("Set-Cookie", "sid=1");
        answer(evidence, page_id, with({Credential::random_secret}), page);
    });
    EXPECT_EQ(verdict.outcome, Outcome::fail);
}

TEST(ForgedToken, warns_of_an_open_page_that_a_forged_token_changes)
{
    auto const verdict = judged([](Evidence& evidence) {
        answer(evidence, page_id, everyone(), html("<div id=app></div>"));
        answer(evidence, page_id, with(forged_credentials()), html("<p>Something is not right</p>"));
    });
    ASSERT_EQ(verdict.outcome, Outcome::warn);
    EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("A forged token changed what the endpoint gives"));
}

TEST(ForgedToken, fails_a_webhook_that_takes_an_event_with_a_forged_token)
{
    auto const verdict = judged([](Evidence& evidence) {
        answer(evidence, webhook_id, with({Credential::alg_none}), http::make_response(204, "", ""));
    });
    EXPECT_EQ(verdict.outcome, Outcome::fail);
}

TEST(ForgedToken, takes_an_error_that_names_the_unknown_issuer_for_a_refusal)
{
    auto const verdict = judged([](Evidence& evidence) {
        answer(evidence, page_id, with(forged_credentials()),
               html("Could not find a tenant for postern-test-key-a", 401));
    });
    EXPECT_EQ(verdict.outcome, Outcome::pass);
}

TEST(ForgedToken, fails_an_error_page_that_leaks)
{
    auto const verdict = judged([](Evidence& evidence) {
        answer(evidence, page_id, with({Credential::expired}),
               html("<p>Error</p><p>Notes of PTRNA-4711 at postern-test-a.example</p>", 401));
    });
    EXPECT_EQ(verdict.outcome, Outcome::fail);
}

TEST(ForgedToken, counts_a_refusal_that_names_what_was_asked_for_as_a_refusal)
{
    auto const verdict = judged([](Evidence& evidence) {
        answer(evidence, page_id, with(forged_credentials()), html("<p>You may not see PTRNA-4711</p>", 403));
    });
    EXPECT_EQ(verdict.outcome, Outcome::pass);
}

TEST(ForgedToken, could_not_look_where_a_forged_token_gets_no_answer)
{
    auto const verdict =
        judged([](Evidence& evidence) { answer(evidence, page_id, with({Credential::expired}), lost); });
    ASSERT_EQ(verdict.outcome, Outcome::inconclusive);
    EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("2 of 16 requests"));
}

TEST(ForgedToken, tells_once_that_an_endpoint_does_not_answer)
{
    auto evidence = healthy();
    answer(evidence, page_id, everyone(), lost);
    auto const verdict = forged_token.run(evidence);
    EXPECT_EQ(verdict.outcome, Outcome::inconclusive);
    EXPECT_THAT(verdict.findings, IsEmpty());
    EXPECT_EQ(anonymous_access.run(evidence).findings.size(), 1u);
}

TEST(ForgedToken, does_not_pass_where_nothing_was_sent)
{
    auto const verdict = judged([](Evidence& evidence) {
        std::erase_if(evidence.access->attempts,
                      [](Attempt const& attempt) { return attempt.credential != Credential::none; });
    });
    EXPECT_EQ(verdict.outcome, Outcome::inconclusive);
    EXPECT_EQ(verdict.findings.size(), 3u);
}

// What a redirect that holds the token is worth depends on where requests without one are led.
TEST(ForgedToken, compares_a_redirect_that_was_not_followed_with_the_one_without_a_token)
{
    auto const verdict = [](std::string_view location) {
        return judged([&](Evidence& evidence) {
            for (auto& attempt : evidence.access->attempts) {
                if (attempt.endpoint != page_id)
                    continue;
                auto moved = http::make_response(302, "", "");
                moved.headers.set("Location", "https://id.atlassian.com/login");
                if (attempt.credential == Credential::none) {
                    attempt.hops.push_back(support::example_exchange(
                        attempt.hops[0].id + "0", "https://id.atlassian.com/login", html("<div></div>")));
                } else {
                    moved.headers.set("Location", location);
                    attempt.stopped = "it would carry the token to another site";
                }
                attempt.hops[0].outcome = moved;
            }
        });
    };
    EXPECT_EQ(verdict("https://id.atlassian.com/login?jwt=eyJ").outcome, Outcome::pass);
    EXPECT_EQ(verdict("https://elsewhere.example/?jwt=eyJ").outcome, Outcome::inconclusive);
}

// The other site refuses requests without a token as well, but the forged token never got there.
TEST(ForgedToken, does_not_take_a_redirect_to_another_site_that_refuses_for_a_refusal)
{
    auto const verdict = judged([](Evidence& evidence) {
        for (auto& attempt : evidence.access->attempts) {
            if (attempt.endpoint != page_id)
                continue;
            auto moved = http::make_response(302, "", "");
            moved.headers.set("Location", "https://www.app.example/foo.html");
            if (attempt.credential == Credential::none) {
                attempt.hops.push_back(support::example_exchange(
                    attempt.hops[0].id + "0", "https://www.app.example/foo.html", html("no", 401)));
            } else {
                moved.headers.set("Location", "https://www.app.example/foo.html?jwt=eyJ");
                attempt.stopped = "it would carry the token to another site";
            }
            attempt.hops[0].outcome = moved;
        }
    });
    EXPECT_EQ(verdict.outcome, Outcome::inconclusive);
}

TEST(ForgedToken, does_not_pass_a_forgery_that_gets_past_the_refusal_to_nothing)
{
    for (auto const status : {200, 204, 404, 405, 410}) {
        auto const verdict = judged([&](Evidence& evidence) {
            answer(evidence, page_id, with({Credential::alg_none}), http::make_response(status, "", ""));
        });
        ASSERT_EQ(verdict.outcome, Outcome::inconclusive) << status;
        EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("2 of 16 requests with a forged token"));
    }
    auto const hidden = judged(
        [](Evidence& evidence) { answer(evidence, page_id, everyone(), http::make_response(404, "", "")); });
    EXPECT_EQ(hidden.outcome, Outcome::pass);
}

TEST(ForgedToken, does_not_pass_where_nothing_is_there)
{
    auto const verdict = judged([](Evidence& evidence) {
        for (auto const id : {page_id, webhook_id, admin_id})
            answer(evidence, id, everyone(), html("no such page", 404));
    });
    EXPECT_EQ(verdict.outcome, Outcome::inconclusive);
}

TEST(ForgedToken, does_not_call_content_a_refusal_where_the_comparison_is_missing)
{
    auto const verdict = judged([](Evidence& evidence) {
        answer(evidence, page_id, without_token(), lost);
        answer(evidence, page_id, with(forged_credentials()), html("<div id=app></div>"));
    });
    EXPECT_EQ(verdict.outcome, Outcome::inconclusive);
    auto const leak = judged([](Evidence& evidence) {
        answer(evidence, page_id, without_token(), lost);
        answer(evidence, page_id, with(forged_credentials()), notes);
    });
    EXPECT_EQ(leak.outcome, Outcome::fail);
}

} // namespace
} // namespace postern::checks
