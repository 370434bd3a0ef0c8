#include "http/content_rule.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace postern::http {
namespace {

std::optional<std::size_t> find(std::string_view text, char const* rule)
{
    return find_content(text, read_content_rule(nlohmann::json::parse(rule)));
}

TEST(ContentRule, holds_where_all_of_its_parts_do)
{
    constexpr auto* rule =
        R"({"starts": ["{"], "all": ["\"a\"", "\"b\""], "any": ["x", "y"], "none": ["<html"]})";
    EXPECT_EQ(find(R"( {"a": "x", "b": 1})", rule), 1u);
    EXPECT_EQ(find(R"({"a": "y"})", rule), std::nullopt) << "one of all is missing";
    EXPECT_EQ(find(R"({"a": "z", "b": 1})", rule), std::nullopt) << "none of any";
    EXPECT_EQ(find(R"([{"a": "x", "b": 1}])", rule), std::nullopt) << "another beginning";
    EXPECT_EQ(find(R"({"a": "x", "b": "<html>"})", rule), std::nullopt) << "what must not be there";
    EXPECT_EQ(find("", rule), std::nullopt);
}

TEST(ContentRule, knows_lines_of_a_stack_trace)
{
    constexpr auto* rule = R"({"frames": {"begins": "at ", "holds": [".js:", ".ts:"], "count_min": 2}})";
    EXPECT_EQ(find("Error: x\n    at a (/srv/a.js:1:2)\n    at b (/srv/b.ts:3:4)\n", rule), 13u);
    EXPECT_EQ(find("<pre>x<br> &nbsp;at a (/srv/a.js:1:2)<br> &nbsp;at b (/srv/b.js:3:4)", rule), 17u);
    EXPECT_EQ(find("look at a.js:1 and at b.js: no", rule), std::nullopt) << "one is no trace";
    EXPECT_EQ(find("at a\n.js:1 at b\n.js:2", rule), std::nullopt) << "not on the same line";
}

TEST(ContentRule, knows_lines_of_variables)
{
    constexpr auto* rule = R"({"variable_lines_min": 2})";
    EXPECT_EQ(find("# settings\nDB_HOST=db\nexport DB_PASSWORD=\n", rule), 11u);
    EXPECT_EQ(find("<a href=x>\nlet a = 1;\nA=1\n", rule), std::nullopt);
}

TEST(ContentRule, is_none_where_it_would_match_everything)
{
    EXPECT_THROW(find("", R"({})"), std::invalid_argument);
    EXPECT_THROW(find("", R"({"none": ["x"]})"), std::invalid_argument);
    EXPECT_THROW(find("", R"({"frames": {"begins": "", "holds": ["x"], "count_min": 1}})"),
                 std::invalid_argument);
    EXPECT_ANY_THROW(find("", R"({"all": 1})"));
}

} // namespace
} // namespace postern::http
