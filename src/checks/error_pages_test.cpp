#include "checks/check.hpp"
#include "checks/page_rules.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const error_pages;

namespace {

using support::admin_id;
using support::answer;
using support::everyone;
using support::healthy;
using support::html;
using support::page_id;

Verdict with_page(http::Outcome const& outcome)
{
    auto evidence = healthy();
    answer(evidence, page_id, everyone(), outcome);
    return error_pages.run(evidence);
}

TEST(ErrorPages, fails_what_is_for_developers)
{
    std::vector<std::pair<std::string, std::string>> const rows{
        {"Error: x\n    at a (/srv/app/a.js:1:2)\n    at b (/srv/app/b.js:3:4)\n",
         "a stack trace of Node.js"},
        {"<pre>Error: x<br> &nbsp; &nbsp;at a (/srv/a.js:1:2)<br> &nbsp; &nbsp;at b (/srv/b.js:3:4)</pre>",
         "a stack trace of Node.js"},
        {"java.lang.NullPointerException\n\tat com.example.A.a(A.java:12)\n\tat com.example.B.b(B.java:34)\n",
         "a stack trace of Java"},
        {"System.Exception: x\r\n   at App.A.B(String c) in C:\\src\\A.cs:line 12\r\n",
         "a stack trace of .NET"},
        {"Traceback (most recent call last):\n  File \"/srv/app.py\", line 3, in f\n",
         "a stack trace of Python"},
        {"panic: x\n\ngoroutine 1 [running]:\nmain.main()\n", "a stack trace of Go"},
        {"<br />\n<b>Warning</b>:  Undefined variable $a in <b>/var/www/a.php</b> on line <b>3</b><br />",
         "an error message of PHP with a file name"},
        {"SQLSTATE[42000]: Syntax error", "an error message of a database"},
        {"<p>You're seeing this error because you have <code>DEBUG = True</code> in your",
         "Django's page for debugging"},
        {"<title>ValueError // Werkzeug Debugger</title>", "the interactive debugger of Werkzeug (Flask)"},
        {"<title>Action Controller: Exception caught</title>", "the error page of Rails in development"},
        {"<script>window.ignite({});</script>", "Laravel's page for debugging (Ignition)"},
    };
    for (auto const& [body, title] : rows) {
        auto const verdict = with_page(html(body, 500));
        ASSERT_EQ(verdict.outcome, Outcome::fail) << body;
        EXPECT_EQ(verdict.findings.at(0).subject, title);
    }
}

TEST(ErrorPages, only_warns_of_a_frameworks_own_page)
{
    EXPECT_EQ(with_page(html("<h1>Whitelabel Error Page</h1>", 404)).outcome, Outcome::warn);
    EXPECT_EQ(with_page(html("<hr /><h3>Apache Tomcat/9.0.50</h3>", 400)).outcome, Outcome::warn);
}

TEST(ErrorPages, takes_a_page_about_errors_for_none)
{
    auto const* const trace = "look at a (a.js:1:2), then at b (b.js:3:4)";
    EXPECT_EQ(with_page(html(trace)).outcome, Outcome::pass) << "a page, not an error";
    EXPECT_EQ(with_page(html("Error: not found. Whoever looks at this page, look at another.", 404)).outcome,
              Outcome::pass);
    EXPECT_EQ(with_page(html("Traceback (most recent call last) is how Python begins", 404)).outcome,
              Outcome::pass);
}

TEST(ErrorPages, shows_the_line_and_tells_of_one_trace_at_many_endpoints_once)
{
    auto evidence = healthy();
    for (auto const id : {page_id, admin_id})
        answer(evidence, id, everyone(),
               html("Error\n  at a (/srv/a.js:1:2)\n  at b (/srv/b.js:3:4)\n", 500));
    auto const verdict = error_pages.run(evidence);
    ASSERT_EQ(verdict.findings.size(), 1u);
    auto const& finding = verdict.findings[0];
    EXPECT_EQ(finding.endpoint, page_id);
    EXPECT_EQ(finding.message,
              "GET /foo.html is answered with a stack trace of Node.js, and also at 1 other endpoint");
    EXPECT_THAT(finding.proof, testing::ElementsAre("at a (/srv/a.js:1:2)"));
    EXPECT_THAT(finding.exchanges, testing::ElementsAre("e1", "e2", "e3"));
}

TEST(PageRules, are_read_and_have_names_of_their_own)
{
    for (auto const* rules : {&error_page_rules(), &listing_rules()}) {
        std::vector<std::string> ids;
        for (auto const& rule : *rules)
            ids.push_back(rule.id);
        std::ranges::sort(ids);
        EXPECT_FALSE(ids.empty());
        EXPECT_EQ(std::ranges::adjacent_find(ids), ids.end());
    }
}

TEST(PageRules, say_which_rule_is_wrong)
{
    auto const read = [](std::string const& rule) {
        auto const rules = read_page_rules(R"({"format": "postern-page-rules-1", "rules": [)" + rule + "]}");
        return rules ? "" : rules.error();
    };
    EXPECT_THAT(read("{}"), testing::StartsWith("rule 0: "));
    EXPECT_THAT(
        read(R"({"id": "a", "title": "a", "verdict": "pass", "severity": "low", "content": {"all": ["a"]}})"),
        testing::HasSubstr("neither fail nor warn"));
    EXPECT_FALSE(read_page_rules("[]").has_value());
}

} // namespace
} // namespace postern::checks
