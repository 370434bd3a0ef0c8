#include "report/html/markup.hpp"

#include <gtest/gtest.h>

#include <string>

namespace postern::report::html {
namespace {

TEST(Markup, escapes_every_text_but_not_markup)
{
    EXPECT_EQ(markup("<p title=\"{}\">{} {}</p>", "a\"b", std::string("<i>'&"), 7).html,
              "<p title=\"a&quot;b\">&lt;i&gt;&#39;&amp; 7</p>");
    EXPECT_EQ(markup("<p>{}</p>", markup("<b>{}</b>", "<")).html, "<p><b>&lt;</b></p>");
}

TEST(Markup, writes_out_what_cannot_be_seen)
{
    EXPECT_EQ(escaped("a\x1b[2J\u202egnp\xff\r\n"), "a\\x1b[2J\\u{202e}gnp\\xff\\x0d\\x0a");
    EXPECT_EQ(escaped("\u2028\u00a0"), "\\u{2028}\\u{a0}");
    EXPECT_EQ(escaped(std::string_view("\0", 1)), "\\x00");
}

TEST(Markup, keeps_lines_and_tabs_of_preformatted_text)
{
    EXPECT_EQ(escaped_lines("<a>\r\n\tb\rc\n"), "&lt;a&gt;\n\tb\\x0dc\n");
    EXPECT_EQ(escaped_lines("\n\n"), "\n\n");
    EXPECT_EQ(escaped_lines(""), "");
}

TEST(Markup, keeps_json_inside_its_element)
{
    EXPECT_EQ(escaped_json(R"({"a":"</script><!--"})"), R"({"a":"\u003c/script>\u003c!--"})");
}

} // namespace
} // namespace postern::report::html
