#include "simulator/rest/storage_format.hpp"

#include <gtest/gtest.h>

namespace postern::simulator::rest {
namespace {

TEST(StorageFormat, keeps_paragraphs_lines_and_marks)
{
    EXPECT_EQ(storage_of("a < b & \"c\"\nd\n\ne"), "<p>a &lt; b &amp; &quot;c&quot;<br />d</p><p>e</p>");
    for (std::string const text :
         {"", "one", "two\nlines", "two\n\nparagraphs", "<p>&amp;</p> ' \"", "\u00fc \u20ac"})
        EXPECT_EQ(text_of_storage(storage_of(text)), text);
}

TEST(StorageFormat, is_read_without_its_looks)
{
    EXPECT_EQ(text_of_storage("<h1>Title</h1><p>a <strong>b</strong><br/>c</p><ul><li>d</li><li>e</li></ul>"),
              "Title\n\na b\nc\n\nd\n\ne");
    EXPECT_EQ(text_of_storage("<ac:plain-text-body><![CDATA[x < y]]></ac:plain-text-body>"), "x < y");
    EXPECT_EQ(text_of_storage("&#65;&#x42;&apos;&euro;&#0;&#xd800; & &amp"), "AB'&euro;&#0;&#xd800; & &amp");
    EXPECT_EQ(text_of_storage("a < b"), "a < b");
    EXPECT_EQ(text_of_storage("<![CDATA[open"), "open");
    EXPECT_EQ(text_of_storage("<"), "<");
    EXPECT_EQ(text_of_storage("&#128512;&#xe9;"), "\U0001F600\u00e9");
}

} // namespace
} // namespace postern::simulator::rest
