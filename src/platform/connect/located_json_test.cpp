#include "platform/connect/located_json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace postern::platform::connect {
namespace {

using Kind = JsonFailure::Kind;

TEST(LocatedJson, knowsWhereEachValueStands)
{
    constexpr std::string_view text =
        "{\n  \"a\" : [1, -2.5e3,\ttrue],\n  \"b\":{\"c\" :\"x\"}, \"d\":null }";
    auto const document = parse_located(text);
    ASSERT_TRUE(document);
    auto const& root = document->root;
    auto const& list = *root.find("a");
    auto const from = [&](JsonValue const& value) { return text.substr(value.offset); };
    EXPECT_TRUE(from(root).starts_with("{\n"));
    EXPECT_TRUE(from(list).starts_with("[1"));
    ASSERT_EQ(list.items.size(), 3U);
    EXPECT_TRUE(from(list.items[0]).starts_with("1,"));
    EXPECT_TRUE(from(list.items[1]).starts_with("-2.5e3"));
    EXPECT_TRUE(from(list.items[2]).starts_with("true"));
    EXPECT_TRUE(from(*root.find("b")).starts_with("{\"c\""));
    EXPECT_TRUE(from(*root.find("b")->find("c")).starts_with("\"x\""));
    EXPECT_TRUE(from(*root.find("d")).starts_with("null"));
    EXPECT_EQ(LineIndex(text).at(root.find("b")->find("c")->offset), (Position{3, 13}));
}

TEST(LocatedJson, findsStringsBehindNumbersAndEscapes)
{
    constexpr std::string_view text = R"([1,"a\"b\u00e9", 2 ,"c",{"x":3,"y":"d"},4,[],"e"])";
    auto const document = parse_located(text);
    ASSERT_TRUE(document);
    auto const& items = document->root.items;
    EXPECT_EQ(items[1].string, "a\"b\xC3\xA9");
    for (auto const* value : {&items[1], &items[3], items[4].find("y"), &items[7]})
        EXPECT_EQ(text[value->offset], '"');
    EXPECT_EQ(text.substr(items[7].offset), "\"e\"]");
}

TEST(LocatedJson, countsAByteOrderMarkAsBytesOfTheFirstLine)
{
    auto const document = parse_located("\xEF\xBB\xBF{\"a\":\"b\"}");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root.offset, 3U);
    EXPECT_EQ(document->root.find("a")->offset, 8U);
}

TEST(LocatedJson, takesTheLastOfSeveralMembersOfOneName)
{
    auto const document = parse_located(R"({"a":1,"b":"x","a":"2","a":"3"})");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root.members.size(), 2U);
    EXPECT_EQ(document->root.find("a")->string, "3");
    ASSERT_EQ(document->duplicates.size(), 2U);
    EXPECT_EQ(document->duplicates[0].name, "a");
    EXPECT_EQ(document->duplicates[0].offset, 5U);
}

struct Bad {
    char const* name;
    std::string text;
    Kind kind;
    std::size_t offset;
    char const* expected;
};

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

std::string many(std::size_t count)
{
    std::string text = "[0";
    for (std::size_t i = 1; i < count; ++i)
        text += ",0";
    return text + "]";
}

TEST(LocatedJson, namesTheFirstByteThatDoesNotFit)
{
    for (auto const& [name, text, kind, offset, expected] : std::vector<Bad>{
             {"nothing", "", Kind::syntax, 0, "unexpected end of input"},
             {"an open object", "{", Kind::syntax, 1, "expected string literal"},
             {"a comma too many", R"({"a":1,})", Kind::syntax, 7, "unexpected '}'; expected string literal"},
             {"a missing colon", R"({"a" 1})", Kind::syntax, 5, "expected ':'"},
             {"a word", R"({"a": nul})", Kind::syntax, 6, "invalid literal"},
             {"a second value", "{} []", Kind::syntax, 3, "expected end of input"},
             {"a string in the wrong place", R"({"a":1 "b":2})", Kind::syntax, 7, "unexpected string"},
             {"bytes that are not UTF-8", "{\"\xFF\":1}", Kind::syntax, 2, "ill-formed UTF-8"},
             {"a raw line break in a string", "[\"a\nb\"]", Kind::syntax, 3, "control character"},
             {"a number without end", "[1e999]", Kind::syntax, 1, "number overflow"},
             {"one level too many", nested(json_depth_max + 1), Kind::too_deep, json_depth_max, ""},
             {"a value too many", many(json_values_max_count), Kind::too_many_values,
              1 + 2 * (json_values_max_count - 1), ""},
             {"a name too long", "{\"" + std::string(json_name_max_bytes + 1, 'n') + "\":1}",
              Kind::name_too_long, 1, ""},
             {"a byte too many", std::string(json_text_max_bytes + 1, ' '), Kind::too_large,
              json_text_max_bytes, ""}}) {
        auto const document = parse_located(text);
        ASSERT_FALSE(document) << name;
        EXPECT_EQ(document.error().kind, kind) << name;
        EXPECT_EQ(document.error().offset, offset) << name;
        EXPECT_TRUE(document.error().expected.contains(expected))
            << name << ": " << document.error().expected;
        EXPECT_FALSE(document.error().expected.contains("last read")) << name;
    }
}

TEST(LocatedJson, acceptsWhatIsJustWithinTheLimits)
{
    EXPECT_TRUE(parse_located(nested(json_depth_max)));
    EXPECT_TRUE(parse_located(many(json_values_max_count - 1)));
}

TEST(LocatedJson, escapesPointers)
{
    EXPECT_EQ(append_pointer("/a", "b/c~d"), "/a/b~1c~0d");
    EXPECT_EQ(append_pointer("", std::size_t{7}), "/7");
}

TEST(LineIndex, countsFromOneAndInBytes)
{
    LineIndex const lines("ab\n\xC3\xA9x\n");
    EXPECT_EQ(lines.at(0), (Position{1, 1}));
    EXPECT_EQ(lines.at(2), (Position{1, 3}));
    EXPECT_EQ(lines.at(3), (Position{2, 1}));
    EXPECT_EQ(lines.at(5), (Position{2, 3}));
    EXPECT_EQ(lines.at(7), (Position{3, 1}));
}

RC_GTEST_PROP(LocatedJson, takesAnyBytes, (std::string const& text))
{
    if (auto const document = parse_located(text); !document)
        RC_ASSERT(document.error().offset <= text.size());
}

} // namespace
} // namespace postern::platform::connect
