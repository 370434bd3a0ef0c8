#include "http/html.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::http {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

std::string repeated(std::string_view part, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out += part;
    return out;
}

TEST(Html, elements_come_in_the_order_of_the_document_with_attributes_text_and_place)
{
    std::string const text = "<!doctype html>\n<html><head>\n<title>A &amp; B</title>"
                             "<SCRIPT Async SRC='/a.js?x=1&amp;y=2'></SCRIPT><script>if (a < b) {}</script>"
                             "</head><body><p>one <b>two</b> three</p></body></html>";
    auto const document = parse_html(text);
    EXPECT_TRUE(document.complete);
    ASSERT_THAT(document.all("title"), SizeIs(1));
    EXPECT_EQ(document.all("title")[0]->text, "A & B");
    auto const scripts = document.all("script");
    ASSERT_THAT(scripts, SizeIs(2));
    EXPECT_EQ(scripts[0]->attribute("src"), "/a.js?x=1&y=2");
    EXPECT_EQ(scripts[0]->attribute("ASYNC"), "");
    EXPECT_EQ(scripts[0]->attribute("defer"), std::nullopt);
    EXPECT_EQ(text.substr(scripts[0]->offset, scripts[0]->length), "<SCRIPT Async SRC='/a.js?x=1&amp;y=2'>");
    EXPECT_EQ(scripts[0]->line, 3u);
    EXPECT_EQ(scripts[1]->text, "if (a < b) {}");
    EXPECT_EQ(document.all("p")[0]->text, "one  three");
    EXPECT_TRUE(document.within(*scripts[0], "head"));
    EXPECT_FALSE(document.within(*document.all("b")[0], "head"));
}

TEST(Html, is_read_as_browsers_read_it)
{
    auto const document = parse_html("<meta name=referrer content=no-referrer><x-widget a=1>"
                                     "<!-- <script src=no.js></script> --><svg><script>1</script></svg>");
    ASSERT_THAT(document.all("meta"), SizeIs(1));
    EXPECT_TRUE(document.within(*document.all("meta")[0], "head"));
    EXPECT_EQ(document.all("head")[0]->length, 0u); // implied
    EXPECT_EQ(document.all("x-widget")[0]->attribute("a"), "1");
    EXPECT_THAT(document.all("script"), SizeIs(1));
}

TEST(Html, addresses_are_relative_to_the_first_base)
{
    auto const address = parse_url("https://app.example/a/page?x").value();
    auto const base = [&](std::string_view text) { return base_url(parse_html(text), address).text(); };
    EXPECT_EQ(base("<p>"), "https://app.example/a/page?x");
    EXPECT_EQ(base("<base target=_top><base href='/static/'><base href='/other/'>"),
              "https://app.example/static/");
    EXPECT_EQ(base("<base href='https://cdn.example/x/'>"), "https://cdn.example/x/");
    EXPECT_EQ(base("<base href='data:text/html,'>"), "https://app.example/a/page?x");
}

TEST(Html, a_document_beyond_a_limit_is_cut_off_and_says_so)
{
    struct Case {
        std::string_view what;
        std::string text;
    };
    std::string attributes = "<p";
    for (std::size_t i = 0; i <= html_tag_attributes_max; ++i)
        attributes += " a" + std::to_string(i);
    for (auto const& [what, rest] :
         {Case{"too long", repeated(" ", html_max_bytes)},
          Case{"too many tags", repeated("<p>", html_tags_max)},
          Case{"a tag without an end", "<p " + repeated("a='", 3) + repeated(" ", html_tag_max_bytes)},
          Case{"a tag with too many attributes", attributes + ">"},
          Case{"attributes behind a quoted bracket", "<p x='>'" + attributes.substr(2) + ">"}}) {
        auto const document = parse_html("<title>first</title>" + rest);
        EXPECT_FALSE(document.complete) << what;
        EXPECT_THAT(document.all("title"), SizeIs(1)) << what;
    }
}

// Each would cost a parser without limits its stack, or memory and time by the square of the text.
TEST(Html, hostile_documents_are_read_in_bounds)
{
    for (auto const* part : {"<div>", "<b>", "</p>", "<a href=x>", "<table>", "<svg>", "<template>"})
        EXPECT_FALSE(parse_html(repeated(part, html_max_bytes / 4)).complete) << part;
    std::string formatting = "<p>";
    for (std::size_t i = 0; i < html_tags_max / 4; ++i)
        formatting += "<b a=" + std::to_string(i) + ">";
    auto const document =
        parse_html("<title>first</title>" + formatting + repeated("</p><p>x", html_tags_max / 4));
    EXPECT_FALSE(document.complete);
    EXPECT_THAT(document.all("title"), SizeIs(1));
    EXPECT_TRUE(parse_html("").complete);
    EXPECT_TRUE(parse_html(std::string_view("\0<p a=\xff>\xc3", 10)).complete);
}

TEST(Html, a_response_is_html_by_its_type_or_by_how_it_begins)
{
    auto const response = [](std::string_view type, std::string body) {
        return make_response(200, type, std::move(body));
    };
    EXPECT_TRUE(is_html(response("Text/HTML ; charset=utf-8", "")));
    EXPECT_EQ(media_type(response("Text/HTML ; charset=utf-8", "")), "text/html");
    EXPECT_EQ(media_type(Headers{{"content-type", "application/JSON;charset=utf-8"}}), "application/json");
    EXPECT_EQ(media_type(Headers{}), "");
    EXPECT_TRUE(is_html(response("application/xhtml+xml", "")));
    EXPECT_TRUE(is_html(response("", "\n <!DOCTYPE HTML><p>")));
    EXPECT_FALSE(is_html(response("", "{}")));
    EXPECT_FALSE(is_html(response("text/plain", "<html>")));
    EXPECT_FALSE(is_html(response("", "")));
}

} // namespace
} // namespace postern::http
