#include "report/check_pages.hpp"
#include "report/html/markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::report::html {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string html(std::string_view text) { return from_markdown(text, 5).html; }

TEST(FromMarkdown, renders_what_the_pages_use)
{
    EXPECT_EQ(html("A *b* **c** `d<e`."), "<p>A <em>b</em> <strong>c</strong> <code>d&lt;e</code>.</p>\n");
    EXPECT_EQ(html("1. one\n2. two\n"), "<ol><li>one</li><li>two</li></ol>\n");
    EXPECT_EQ(html("```js\nif (a < b)\n    c();\n```\n"),
              "<pre class=\"code\" tabindex=\"0\">if (a &lt; b)\n    c();\n</pre>\n");
    EXPECT_THAT(html("| a | b |\n|---|---|\n| `x` | y |\n"), HasSubstr("<td><code>x</code></td><td>y</td>"));
}

TEST(FromMarkdown, puts_headings_below_those_around_it)
{
    EXPECT_EQ(html("### Express\n"), "<h5>Express</h5>\n");
    EXPECT_EQ(html("##### Deep\n"), "<h6>Deep</h6>\n");
}

TEST(FromMarkdown, leads_out_by_https_only_and_to_other_checks_within)
{
    EXPECT_EQ(html("[a](forged-token.md)"),
              "<p><a href=\"#check-forged-token\" rel=\"noreferrer\">a</a></p>\n");
    EXPECT_EQ(html("[a](https://example.com/?a&b)"),
              "<p><a href=\"https://example.com/?a&amp;b\" rel=\"noreferrer\">a</a></p>\n");
    for (auto const* link :
         {"javascript:alert(1)", "data:text/html,x", "//evil.example", "x\".md", "../a.md"})
        EXPECT_THAT(html("[a](<" + std::string(link) + ">)"), Not(HasSubstr("<a"))) << link;
}

TEST(FromMarkdown, shows_html_as_text)
{
    EXPECT_THAT(html("<script>alert(1)</script> & <img src=x>"), Not(HasSubstr("<script")));
    EXPECT_THAT(html("<div>\nblock\n</div>\n"), HasSubstr("&lt;div&gt;"));
    EXPECT_EQ(html("&lt;b&gt;"), "<p>&lt;b&gt;</p>\n");
}

TEST(FromMarkdown, renders_every_page_of_a_check)
{
    for (auto const& page : check_pages()) {
        auto const text = html(page.bytes);
        EXPECT_THAT(text, HasSubstr("<p>")) << page.name;
        EXPECT_THAT(text, Not(HasSubstr("```"))) << page.name;
        EXPECT_THAT(text, Not(HasSubstr("|---"))) << page.name;
    }
}

} // namespace
} // namespace postern::report::html
