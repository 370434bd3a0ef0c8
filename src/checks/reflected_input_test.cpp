#include "checks/check.hpp"
#include "checks/reflection.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace postern::checks {

extern Check const reflected_input;

namespace {

using evidence::Evidence;
using support::healthy;
using support::html;
using testing::HasSubstr;

// The marker of the first parameter, and what becomes of it on its way into a page.
std::string const marker = evidence::marker_value("ptr1");

std::string replaced(std::string text, std::string_view what, std::string_view with)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

std::string escaped()
{
    return replaced(replaced(replaced(marker, "\"", "&quot;"), "<", "&lt;"), "'", "&#39;");
}

Verdict judged(http::Outcome outcome)
{
    auto evidence = healthy();
    evidence.input->attempts[0].attempt.hops[0].outcome = std::move(outcome);
    return reflected_input.run(evidence);
}

struct Row {
    std::string_view name;
    std::string body;
    std::string_view what; // empty: nothing
};

TEST(ReflectedInput, fails_where_a_browser_reads_a_marker_as_html)
{
    std::vector<Row> const rows{
        {"text", "<p>" + marker + "</p>", "opens an element"},
        {"double quotes", "<input value=\"" + marker + "\">", "ends the attribute"},
        {"single quotes", "<input value='" + replaced(marker, "\"", "&quot;") + "'>", "ends the attribute"},
        {"no quotes", "<a href=" + marker + ">x</a>", "ends the element <a>"},
        {"title", "<title>" + marker + "</title>", "can end the <title>"},
        {"textarea", "<textarea>" + marker + "</textarea>", "can end the <textarea>"},
        {"json in a script", "<script>var x = {\"a\": \"" + replaced(marker, "\"", "\\\"") + "\"}</script>",
         "can end the <script>"},
        {"string of a script", "<script>var x = \"" + replaced(marker, "<", "\\u003c") + "\"</script>",
         "ends a string"},
        {"comment", "<!-- " + marker + " -->", "can end the comment"},
    };
    for (auto const& row : rows) {
        auto const verdict = judged(html(row.body, 401));
        ASSERT_EQ(verdict.outcome, Outcome::fail) << row.name;
        EXPECT_THAT(verdict.findings[0].message, HasSubstr(row.what)) << row.name;
        EXPECT_EQ(verdict.findings[0].subject, "parameter issueKey");
        EXPECT_THAT(verdict.findings[0].proof[0], HasSubstr("ptr1"));
    }
}

TEST(ReflectedInput, passes_where_a_marker_stands_there_as_text)
{
    auto const encoded = http::percent_encode(marker);
    std::vector<Row> const rows{
        {"escaped text", "<p>" + escaped() + "</p>", ""},
        {"escaped attribute", "<input value=\"" + escaped() + "\">", ""},
        {"only < and double quotes escaped in double quotes",
         "<input value=\"" + replaced(replaced(marker, "\"", "&quot;"), "<", "&lt;") + "\">", ""},
        {"script escaped",
         "<script>var x = \"" + replaced(replaced(marker, "\"", "\\\""), "<", "\\u003c") + "\"</script>", ""},
        {"percent-encoded", "<a href=\"/foo?issueKey=" + encoded + "\">x</a><!-- " + encoded + " -->", ""},
        {"the word alone", "<p>ptr1</p>", ""},
    };
    for (auto const& row : rows)
        EXPECT_EQ(judged(html(row.body, 401)).outcome, Outcome::pass) << row.name;
    EXPECT_EQ(judged(http::make_response(400, "application/json", marker)).outcome, Outcome::pass);
    EXPECT_EQ(judged(http::make_response(400, "text/plain", "<p>" + marker)).outcome, Outcome::pass);
}

TEST(ReflectedInput, is_inconclusive_without_an_answer_and_for_a_page_of_another_host_says_nothing)
{
    EXPECT_EQ(judged(http::TransportFailure{http::TransportFailureKind::timed_out, "30 s"}).outcome,
              Outcome::inconclusive);
    EXPECT_EQ(judged(html("<p>later</p>", 503)).outcome, Outcome::inconclusive);
    EXPECT_EQ(judged(html("<p>nothing</p>", 404)).outcome, Outcome::inconclusive);
    auto again = http::make_response(302, "", "");
    again.headers.set("Location", "/foo.html");
    EXPECT_EQ(judged(again).outcome, Outcome::inconclusive);

    auto evidence = healthy();
    evidence.input->attempts[0].attempt.hops.push_back(
        support::example_exchange("x", "https://id.example/login", html("<p>" + marker)));
    EXPECT_EQ(reflected_input.run(evidence).outcome, Outcome::pass);
}

// By the square of its length this would take hours.
TEST(ReflectedInput, reads_a_page_full_of_beginnings_of_comments_once)
{
    std::string page = "<p>";
    for (std::size_t i = 0; i < 250'000; ++i)
        page += "<!--";
    EXPECT_EQ(judged(html(page + "ptr1")).outcome, Outcome::pass);
    EXPECT_THAT(judged(html(page + marker)).findings.at(0).message, HasSubstr("can end the comment"));
}

TEST(ReflectedInput, leaves_a_page_that_was_cut_off_to_a_person)
{
    auto page = html("<p>begin</p>");
    page.body_bytes = 5'000'000;
    EXPECT_EQ(judged(page).outcome, Outcome::manual);
    std::string too_many_tags;
    for (std::size_t i = 0; i <= http::html_tags_max; ++i)
        too_many_tags += "<p>";
    EXPECT_EQ(judged(html(too_many_tags)).outcome, Outcome::manual);
}

TEST(ReflectedInput, does_not_apply_to_an_app_without_pages)
{
    auto evidence = healthy();
    evidence.input->attempts.clear();
    std::erase_if(evidence.endpoints,
                  [](auto const& endpoint) { return endpoint.kind == platform::EndpointKind::page; });
    EXPECT_EQ(reflected_input.run(evidence).outcome, Outcome::not_applicable);
}

} // namespace
} // namespace postern::checks
