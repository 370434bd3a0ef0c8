#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const anonymous_access;

namespace {

using evidence::Attempt;
using evidence::Evidence;
using support::admin_id;
using support::answer;
using support::everyone;
using support::healthy;
using support::html;
using support::issue_of;
using support::page_id;
using support::webhook_id;
using support::without_token;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Verdict judged(std::function<void(Evidence&)> const& spoil)
{
    auto evidence = healthy();
    spoil(evidence);
    return anonymous_access.run(evidence);
}

Verdict with_page(std::function<http::Outcome(Attempt const&)> const& page)
{
    return judged([&](Evidence& evidence) { answer(evidence, page_id, everyone(), page); });
}

Verdict with_page(http::Outcome const& page)
{
    return with_page([&](Attempt const&) { return page; });
}

http::Response with_cookie(http::Response response, std::string_view cookie)
{
    response.headers.set("Set-Cookie", cookie);
    return response;
}

// The attempt is led on, to an address of its own.
void redirect(Evidence& evidence, std::string_view location, http::Response const& target)
{
    for (auto& attempt : evidence.access->attempts) {
        if (attempt.endpoint != page_id)
            continue;
        auto moved = http::make_response(302, "text/plain", "");
        moved.headers.set("Location", location);
        attempt.hops[0].outcome = moved;
        auto const next =
            std::string(location) + "?continue=" + http::percent_encode(attempt.hops[0].request.url);
        attempt.hops.push_back(support::example_exchange(attempt.hops[0].id + "0", next, target));
    }
}

TEST(AnonymousAccess, passes_where_everything_is_refused)
{
    auto const verdict = anonymous_access.run(healthy());
    EXPECT_EQ(verdict, pass("3 endpoints refused every request without a token"));
}

TEST(AnonymousAccess, fails_a_page_that_shows_the_issue_it_was_asked_for)
{
    auto const verdict =
        with_page([](Attempt const& attempt) { return html("<h1>Notes of " + issue_of(attempt) + "</h1>"); });
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    ASSERT_EQ(verdict.findings.size(), 1u);
    auto const& finding = verdict.findings[0];
    EXPECT_EQ(finding.endpoint, page_id);
    EXPECT_EQ(finding.severity, Severity::high);
    EXPECT_EQ(finding.message, "GET without a token answered 200 with 28 bytes of text/html that carries the "
                               "value of issue.key");
    EXPECT_THAT(finding.exchanges, ElementsAre("e1", "e2", "e3"));
    EXPECT_EQ(finding.explanation, "");
}

// A project's key stands in the keys of its issues.
TEST(AnonymousAccess, does_not_name_a_value_that_is_only_a_part_of_another)
{
    auto const shown = [](std::string const& body) {
        return judged([&](Evidence& evidence) {
                   for (auto& context : evidence.access->contexts)
                       context.values["project.key"] = context.label == "a" ? "PTRNA" : "PTRNB";
                   answer(evidence, page_id, everyone(), html(body));
               })
            .findings.at(0)
            .message;
    };
    EXPECT_THAT(shown("<p>PTRNA-4711, ptrna-4711</p>"), testing::EndsWith("carries the value of issue.key"));
    EXPECT_THAT(shown("<p>PTRNA-4711 of PTRNA</p>"),
                testing::EndsWith("carries the value of issue.key and the value of project.key"));
    EXPECT_THAT(shown("<p>PTRNA-4712</p>"), testing::EndsWith("carries the value of project.key"));
}

TEST(AnonymousAccess, is_not_deceived_by_the_word_error_in_a_page_that_leaks)
{
    for (auto const status : {200, 401, 403, 404, 500}) {
        auto const verdict = with_page([&](Attempt const& attempt) {
            return html("<title>Error: unauthorized</title><p>Notes of " + issue_of(attempt) +
                            "</p><p>You are postern-test-user-" + attempt.context + "</p>",
                        status);
        });
        EXPECT_EQ(verdict.outcome, Outcome::fail) << status;
    }
}

TEST(AnonymousAccess, counts_a_refusal_that_names_what_was_asked_for_as_a_refusal)
{
    struct Row {
        std::string before; // the issue's key
        std::string after;
        Outcome refusal; // with 401 and 403
    };
    for (auto const& [before, after, refusal] : std::vector<Row>{
             {"<p>You may not see ", "</p>", Outcome::pass},
             {R"({"error":"no permission","issue":")", "\"}", Outcome::pass},
             {"<p>You may not see ", " of postern-test-a.example</p>", Outcome::fail},
             {"<p>You may not see ", " of postern-test-key-a</p>", Outcome::fail},
             {"<p>Notes of ", "</p>" + std::string(2048, 'x'), Outcome::inconclusive},
         })
        for (auto const status : {200, 401, 403, 404, 500}) {
            auto const verdict = with_page(
                [&](Attempt const& attempt) { return html(before + issue_of(attempt) + after, status); });
            bool const is_refusal = status == 401 || status == 403;
            EXPECT_EQ(verdict.outcome, is_refusal ? refusal : Outcome::fail)
                << status << ' ' << before << after.substr(0, 40);
        }
}

// The client key stands in no address: who knows it has looked the tenant up.
TEST(AnonymousAccess, fails_a_refusal_that_names_what_no_request_said)
{
    auto const verdict = with_page([&](Attempt const& attempt) {
        return html("<p>postern-test-key-" + attempt.context + " has no licence</p>", 403);
    });
    EXPECT_EQ(verdict.outcome, Outcome::fail);
}

TEST(AnonymousAccess, warns_of_a_shell_that_is_the_same_for_everyone_and_explains_it)
{
    auto const verdict = with_page(html("<script>console.error('invalid 404')</script><div id=app></div>"));
    ASSERT_EQ(verdict.outcome, Outcome::warn);
    auto const& finding = verdict.findings.at(0);
    EXPECT_EQ(finding.severity, Severity::low);
    EXPECT_THAT(finding.message, HasSubstr("a public shell"));
    EXPECT_THAT(finding.explanation, HasSubstr("/foo.html?issueKey={issue.key} (webPanels/foo-panel in"));
    EXPECT_THAT(finding.explanation, HasSubstr("Measured on 2023-11-14 with postern 0.1.0"));
    EXPECT_THAT(finding.explanation, HasSubstr("and so did 16 requests with forged tokens"));
    EXPECT_THAT(finding.explanation, HasSubstr("the value of issue.key"));
}

// How the page loads its data, and whether it holds some that no request named, no scan has seen.
TEST(AnonymousAccess, leaves_to_a_person_what_was_not_measured)
{
    auto const verdict = with_page(html("<div id=app></div>"));
    auto const& finding = verdict.findings.at(0);
    EXPECT_THAT(finding.message, HasSubstr("look whether it holds data"));
    auto const& text = finding.explanation;
    auto const open = text.find("[Confirm before sending: ");
    ASSERT_NE(open, std::string::npos) << text;
    auto const outside = text.substr(0, open) + text.substr(text.find(']', open));
    EXPECT_THAT(outside, Not(HasSubstr("nothing of a tenant")));
    EXPECT_THAT(outside, Not(HasSubstr("authenticated")));
}

TEST(AnonymousAccess, does_not_claim_that_forged_tokens_get_the_shell_where_they_do_not)
{
    auto const verdict = judged(
        [](Evidence& evidence) { answer(evidence, page_id, without_token(), html("<div id=app></div>")); });
    EXPECT_THAT(verdict.findings.at(0).explanation, Not(HasSubstr("forged")));
}

// A page that is sent along with the redirect to a login page has reached the client.
TEST(AnonymousAccess, does_not_pass_a_redirect_that_holds_a_page)
{
    auto const redirected_with = [](std::string const& body) {
        return judged([&](Evidence& evidence) {
            redirect(evidence, "https://id.atlassian.com/login", html("<h1>Log in</h1>"));
            for (auto& attempt : evidence.access->attempts)
                if (attempt.endpoint == page_id) {
                    auto& moved = std::get<http::Response>(attempt.hops[0].outcome);
                    moved.body = body;
                    moved.body_bytes = body.size();
                }
        });
    };
    EXPECT_EQ(redirected_with("<p>Found. Redirecting to https://id.atlassian.com/login</p>").outcome,
              Outcome::pass);
    auto const verdict = redirected_with("<table>" + std::string(4000, 'x') + "</table>");
    ASSERT_EQ(verdict.outcome, Outcome::inconclusive);
    EXPECT_THAT(verdict.findings.at(0).message,
                HasSubstr("answered 302 with 4015 bytes of text/plain, more than a redirect needs"));
}

// A page under the status of a refusal, whose first bytes name nobody.
TEST(AnonymousAccess, does_not_pass_a_refusal_that_goes_on_beyond_what_was_kept)
{
    for (auto const status : {401, 404}) {
        auto page = html("<style></style>", status);
        page.body_bytes = page.body.size() + 1;
        auto const verdict = with_page(page);
        ASSERT_EQ(verdict.outcome, Outcome::inconclusive) << status;
        EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("of which only the first 15 were kept"));
    }
}

TEST(AnonymousAccess, does_not_pass_where_nothing_is_there)
{
    auto const verdict = judged([](Evidence& evidence) {
        for (auto const id : {page_id, webhook_id, admin_id})
            answer(evidence, id, everyone(), html("no such page", 404));
    });
    EXPECT_EQ(verdict.outcome, Outcome::inconclusive);
    EXPECT_THAT(verdict.summary, HasSubstr("nothing is there at any of 3 endpoints"));
}

TEST(AnonymousAccess, fails_a_page_that_hands_a_new_token_to_whoever_asks)
{
    auto const page = [](std::string const& claims) {
        return html("<meta name=token content='eyJhbGciOiJIUzI1NiJ9." + claims + ".[redacted signature]'>");
    };
    std::vector<std::string> const claims{"eyJpYXQiOjE3MDAwMDAwMDB9", "eyJpYXQiOjE3MDAwMDAwMDF9"};
    auto const verdict =
        with_page([&](Attempt const& attempt) { return page(claims[attempt.detail == "repeated" ? 1 : 0]); });
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("a new one for each request"));
    EXPECT_EQ(with_page(page(claims[0])).outcome, Outcome::warn) << "some service's public key";
}

TEST(AnonymousAccess, takes_what_varies_by_itself_for_no_difference)
{
    auto const verdict = with_page([](Attempt const& attempt) {
        return html("<script nonce=\"n" + attempt.hops[0].id + "+/=\"></script><div id=app></div>");
    });
    ASSERT_EQ(verdict.outcome, Outcome::warn);
    EXPECT_THAT(verdict.findings.at(0).message, HasSubstr("a public shell"));
}

TEST(AnonymousAccess, fails_a_page_that_depends_on_the_context_without_naming_it)
{
    auto const verdict = with_page([](Attempt const& attempt) {
        return html(attempt.context == "a" ? "<p>Three open tasks</p>" : "<p>Nothing to do</p>");
    });
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(verdict.findings.at(0).severity, Severity::medium);
    EXPECT_THAT(verdict.findings[0].message, HasSubstr("another context got something else"));
    EXPECT_THAT(verdict.findings[0].exchanges, ElementsAre("e1", "e3"));
}

TEST(AnonymousAccess, compares_the_length_of_what_was_not_kept)
{
    auto const verdict = with_page([](Attempt const& attempt) {
        auto page = html("<p>the beginning</p>");
        page.body_bytes = attempt.context == "a" ? 5'000'000 : 5'000'001;
        return page;
    });
    EXPECT_EQ(verdict.outcome, Outcome::fail);
}

TEST(AnonymousAccess, counts_an_error_page_that_repeats_the_address_as_a_refusal)
{
    for (auto const status : {400, 401, 403, 404})
        for (auto const* spelled : {"raw", "escaped", "encoded"}) {
            auto const verdict = with_page([&](Attempt const& attempt) {
                auto const& url = attempt.hops[0].request.url;
                auto target = url.substr(std::string_view("https://app.example").size());
                if (spelled == std::string_view("encoded"))
                    target = http::percent_encode(target);
                else if (spelled == std::string_view("escaped"))
                    target.replace(target.find('&'), 1, "&amp;");
                return html("<pre>Cannot GET " + target + "</pre>", status);
            });
            EXPECT_EQ(verdict.outcome, Outcome::pass) << status << ' ' << spelled;
        }
}

TEST(AnonymousAccess, counts_a_webhook_that_complains_of_the_event_it_got_as_a_refusal)
{
    auto const verdict = judged([](Evidence& evidence) {
        answer(evidence, webhook_id, everyone(), [](Attempt const& attempt) {
            return html("<pre>not signed: " + attempt.hops[0].request.body + "</pre>", 400);
        });
    });
    EXPECT_EQ(verdict.outcome, Outcome::pass);
}

TEST(AnonymousAccess, says_where_nothing_is_there)
{
    auto const verdict = judged([](Evidence& evidence) {
        answer(evidence, webhook_id, everyone(), http::make_response(404, "text/plain", "not found"));
        answer(evidence, page_id, everyone(), http::make_response(204, "", ""));
    });
    EXPECT_EQ(verdict,
              pass("3 endpoints refused every request without a token, 1 where nothing is there (404, "
                   "405, 410 or 501) and 1 with an empty answer"));
}

TEST(AnonymousAccess, fails_a_webhook_that_takes_an_event_from_anybody)
{
    auto const verdict = judged([](Evidence& evidence) {
        answer(evidence, webhook_id, everyone(), http::make_response(204, "", ""));
    });
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(verdict.findings.at(0).severity, Severity::medium);
    EXPECT_EQ(verdict.findings[0].message, "An event that the host did not send was accepted: POST without a "
                                           "token answered 204 with an empty body");
}

TEST(AnonymousAccess, warns_of_a_cookie_and_gives_no_ready_explanation)
{
    auto const verdict = with_page([](Attempt const& attempt) {
        return with_cookie(html("<div id=app></div>"), "visit=" + attempt.hops[0].id);
    });
    ASSERT_EQ(verdict.outcome, Outcome::warn);
    EXPECT_EQ(verdict.findings.at(0).severity, Severity::medium);
    EXPECT_THAT(verdict.findings[0].message, HasSubstr("it sets a cookie (visit)"));
    EXPECT_EQ(verdict.findings[0].explanation, "");
}

TEST(AnonymousAccess, fails_a_page_that_hands_out_a_token_or_puts_the_tenant_into_a_cookie)
{
    auto page = html("<div id=app></div>");
    page.headers.set("X-acpt", "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJzb21lYm9keSJ9.");
    EXPECT_EQ(with_page(page).outcome, Outcome::fail);
    EXPECT_EQ(with_page(with_cookie(html("<div id=app></div>"), "t=postern-test-key-a; Path=/")).outcome,
              Outcome::fail);
}

TEST(AnonymousAccess, knows_an_asset_by_its_type_only_where_it_is_the_same_for_everyone)
{
    auto const asset = with_page(http::make_response(200, "text/css", "body{color:red}"));
    ASSERT_EQ(asset.outcome, Outcome::warn);
    EXPECT_THAT(asset.findings.at(0).message, HasSubstr("a static file by its type"));
    auto const made = with_page([](Attempt const& attempt) {
        return http::make_response(200, "application/javascript", "load('" + issue_of(attempt) + "')");
    });
    EXPECT_EQ(made.outcome, Outcome::fail);
}

TEST(AnonymousAccess, explains_a_cacheable_shell_in_its_own_words)
{
    auto const verdict = judged([](Evidence& evidence) {
        evidence.endpoints[0].caching = platform::Caching::cacheable;
        answer(evidence, page_id, everyone(), html("<div id=app></div>"));
    });
    ASSERT_EQ(verdict.outcome, Outcome::warn);
    EXPECT_THAT(verdict.findings.at(0).explanation, HasSubstr("declares this module as cacheable"));
}

TEST(AnonymousAccess, still_judges_content_where_the_descriptor_wants_no_token)
{
    auto const verdict = [](http::Response const& page) {
        return judged([&](Evidence& evidence) {
            evidence.target.authentication = platform::Authentication::none;
            answer(evidence, page_id, everyone(), page);
        });
    };
    auto const shell = verdict(html("<div id=app></div>"));
    ASSERT_EQ(shell.outcome, Outcome::warn);
    EXPECT_THAT(shell.findings.at(0).explanation, HasSubstr("authentication type none"));
    EXPECT_EQ(verdict(html("<p>PTRNA-4711</p>")).outcome, Outcome::fail);
}

TEST(AnonymousAccess, sees_one_message_for_every_endpoint)
{
    auto const verdict = judged([](Evidence& evidence) {
        for (auto const id : {page_id, admin_id})
            answer(evidence, id, everyone(), html("please open this app in Jira"));
    });
    ASSERT_EQ(verdict.outcome, Outcome::warn);
    ASSERT_EQ(verdict.findings.size(), 2u);
    EXPECT_THAT(verdict.findings[0].message, HasSubstr("another endpoint answers the same bytes"));
    EXPECT_THAT(verdict.findings[0].explanation, HasSubstr("1 other endpoint of this app answers with"));
}

constexpr auto* login_form =
    "<form action=/login><input name=user><input name='p' type = \"password\"></form>";

TEST(AnonymousAccess, does_not_count_one_address_in_two_modules_as_one_message_for_all)
{
    auto const verdict = judged([](Evidence& evidence) {
        evidence.endpoints[2].url_template = evidence.endpoints[0].url_template;
        for (auto const id : {page_id, admin_id})
            answer(evidence, id, everyone(), html("<div id=app></div>"));
    });
    EXPECT_THAT(verdict.findings.at(0).message, Not(HasSubstr("another endpoint")));
}

TEST(AnonymousAccess, counts_a_redirect_as_a_refusal_only_if_it_leads_to_a_login_page)
{
    auto const verdict = [](std::string_view location, http::Response const& target) {
        return judged([&](Evidence& evidence) { redirect(evidence, location, target); }).outcome;
    };
    EXPECT_EQ(verdict("https://app.example/login", html(login_form)), Outcome::pass);
    EXPECT_EQ(verdict("https://id.atlassian.com/login", html("<div id=root></div>")), Outcome::pass);
    EXPECT_EQ(verdict("https://app.example/login", html("unauthorized", 401)), Outcome::pass);
    EXPECT_EQ(verdict("https://app.example/login", html("<h1>Please log in</h1>")), Outcome::warn);
    EXPECT_EQ(verdict("https://app.example/foo.html/", html(login_form)), Outcome::warn);
    EXPECT_EQ(verdict("https://app.example/app", html("<p>Notes of PTRNA-4711</p>")), Outcome::fail);
    EXPECT_EQ(verdict("https://app.example/login", html(std::string(login_form) + "PTRNA-4711")),
              Outcome::fail);
    EXPECT_EQ(verdict("https://id.atlassian.com.evil.example/", html("<div id=root></div>")), Outcome::warn);
}

TEST(AnonymousAccess, tells_of_a_redirect_in_the_order_of_its_steps)
{
    auto const target = html("<div id=app></div>");
    auto const verdict = judged([&](Evidence& evidence) {
        redirect(evidence, "https://app.example/login200", target);
        // The target is an endpoint too; that it answers with its own bytes says nothing.
        answer(evidence, admin_id, everyone(), target);
        for (auto& attempt : evidence.access->attempts)
            if (attempt.endpoint == admin_id)
                attempt.hops[0].request.url = "https://app.example/login200?xdm_e=x";
    });
    ASSERT_EQ(verdict.outcome, Outcome::warn);
    auto const& finding = verdict.findings.at(0);
    EXPECT_THAT(finding.message, testing::StartsWith("GET without a token answered 302 to /login200, which "
                                                     "answered 200 with 18 bytes of text/html: "));
    EXPECT_THAT(finding.message, Not(HasSubstr("another endpoint")));
    EXPECT_THAT(finding.exchanges, ElementsAre("e1", "e10", "e3", "e30"));
    EXPECT_THAT(verdict.findings.at(1).message, Not(HasSubstr("another endpoint")));
}

TEST(AnonymousAccess, lets_a_login_page_name_the_place_to_come_back_to)
{
    auto const verdict = judged([](Evidence& evidence) {
        redirect(evidence, "https://app.example/login", html(""));
        for (auto& attempt : evidence.access->attempts)
            if (attempt.endpoint == page_id)
                attempt.hops[1].outcome =
                    html(std::string(login_form) + "<input type=hidden name=continue value='" +
                         attempt.hops[0].request.url + "'>");
    });
    EXPECT_EQ(verdict.outcome, Outcome::pass);
}

TEST(AnonymousAccess, fails_a_redirect_whose_own_body_holds_the_page)
{
    auto const verdict = judged([](Evidence& evidence) {
        redirect(evidence, "https://app.example/login", html(login_form));
        for (auto& attempt : evidence.access->attempts)
            if (attempt.endpoint == page_id)
                std::get<http::Response>(attempt.hops[0].outcome).body =
                    "<p>Notes of " + issue_of(attempt) + "</p>";
    });
    ASSERT_EQ(verdict.outcome, Outcome::fail);
    EXPECT_EQ(verdict.findings.at(0).exchanges.at(0), "e1");
}

// By the square of their length each would take hours.
TEST(AnonymousAccess, reads_hostile_pages_once)
{
    std::string tokens;
    std::string forms;
    std::string inputs = "<form>";
    for (std::size_t i = 0; i < 50'000; ++i) {
        tokens += "eyJ";
        forms += "<form";
        inputs += "<input";
    }
    for (auto const& body : {tokens, tokens + ".", forms, inputs}) {
        EXPECT_EQ(with_page(html(body)).outcome, Outcome::warn);
        auto const led =
            judged([&](Evidence& evidence) { redirect(evidence, "https://app.example/login", html(body)); });
        EXPECT_EQ(led.outcome, Outcome::warn);
    }
    // What stands behind it is found all the same.
    auto const page = [&](Attempt const& attempt) {
        auto const claims =
            attempt.detail == "repeated" ? "eyJpYXQiOjE3MDAwMDAwMDB9" : "eyJpYXQiOjE3MDAwMDAwMDF9";
        return html(tokens + " eyJhbGciOiJIUzI1NiJ9." + claims + ".x");
    };
    EXPECT_THAT(with_page(page).findings.at(0).message, HasSubstr("a new one for each request"));
}

TEST(AnonymousAccess, says_that_it_could_not_look)
{
    auto const lost = http::TransportFailure{http::TransportFailureKind::timed_out, "30 s"};
    std::vector<std::pair<Verdict, std::string>> const rows{
        {with_page(lost), "got no answer (timed out)"},
        {with_page(html("down for repair", 503)), "answered 503"},
        {with_page(html("slow down", 429)), "answered 429"},
        {judged([](Evidence& evidence) {
             for (auto& attempt : evidence.access->attempts) {
                 attempt.hops[0].outcome = http::make_response(302, "", "");
                 attempt.stopped = "10 redirects";
             }
         }),
         "a redirect that was not followed (10 redirects)"},
        {judged([](Evidence& evidence) {
             for (auto& attempt : evidence.access->attempts)
                 if (attempt.endpoint == page_id)
                     attempt.hops.clear();
         }),
         "A request without a token was not sent"},
        {judged([&](Evidence& evidence) {
             answer(evidence, page_id, everyone(), html("<div id=app></div>"));
             answer(evidence, page_id, [](Attempt const& attempt) { return attempt.context == "b"; }, lost);
         }),
         "no answer from another context"},
        {judged([](Evidence& evidence) {
             std::erase_if(evidence.access->attempts,
                           [](Attempt const& attempt) { return attempt.endpoint == page_id; });
         }),
         "No request without a token was sent"},
        {judged([](Evidence& evidence) {
             std::erase_if(evidence.access->attempts,
                           [](Attempt const& attempt) { return attempt.endpoint == page_id; });
             for (auto& endpoint : evidence.endpoints)
                 if (endpoint.id == page_id)
                     endpoint.unusable = "the module has no url, which its type needs";
         }),
         "No request without a token was sent to this endpoint: the module has no url"},
    };
    for (auto const& [verdict, message] : rows) {
        EXPECT_EQ(verdict.outcome, Outcome::inconclusive) << message;
        ASSERT_FALSE(verdict.findings.empty()) << message;
        EXPECT_THAT(verdict.findings[0].message, HasSubstr(message));
        EXPECT_EQ(verdict.findings[0].outcome, Outcome::inconclusive);
    }
}

TEST(AnonymousAccess, has_nothing_to_say_of_an_app_with_lifecycle_callbacks_alone)
{
    auto const verdict =
        judged([](Evidence& evidence) { evidence.endpoints = {support::example_install()}; });
    EXPECT_EQ(verdict.outcome, Outcome::not_applicable);
}

} // namespace
} // namespace postern::checks
