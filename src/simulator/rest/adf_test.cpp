#include "simulator/rest/adf.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::simulator::rest {
namespace {

using Json = nlohmann::json;

TEST(Document, keeps_paragraphs_and_lines)
{
    for (std::string const text :
         {"", "one line", "two\nlines", "two\n\nparagraphs\nand a line", "a\n\nb\n\nc"})
        EXPECT_EQ(text_of_document(document(text)), text);
    EXPECT_EQ(document("x\ny"),
              Json::parse(R"({"type":"doc","version":1,"content":[{"type":"paragraph","content":[
        {"type":"text","text":"x"},{"type":"hardBreak"},{"type":"text","text":"y"}]}]})"));
}

TEST(Document, is_read_without_its_looks)
{
    auto const given = Json::parse(R"({"type":"doc","version":1,"content":[
        {"type":"heading","attrs":{"level":1},"content":[{"type":"text","text":"Title","marks":[{"type":"strong"}]}]},
        {"type":"bulletList","content":[
            {"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"first"}]}]},
            {"type":"listItem","content":[{"type":"paragraph","content":[
                {"type":"mention","attrs":{"id":"x","text":"@somebody"}},{"type":"text","text":" second"}]}]}]},
        {"type":"paragraph"}, 7, {"content":{}}]})");
    EXPECT_EQ(text_of_document(given), "Title\n\nfirst\n\n@somebody second");
}

TEST(Document, is_refused_where_it_is_none)
{
    for (auto const* text : {R"("plain")", "null", "[]", "{}", R"({"type":"paragraph"})", "7"})
        EXPECT_FALSE(text_of_document(Json::parse(text))) << text;
    Json deep{{"type", "paragraph"}};
    for (int i = 0; i < document_max_depth; ++i)
        deep = Json{{"type", "panel"}, {"content", Json::array({deep})}};
    auto const refused = text_of_document({{"type", "doc"}, {"content", Json::array({deep})}});
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error(), testing::HasSubstr("nested"));
}

} // namespace
} // namespace postern::simulator::rest
