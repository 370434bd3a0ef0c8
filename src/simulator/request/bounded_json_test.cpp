#include "simulator/request/bounded_json.hpp"

#include <gtest/gtest.h>

namespace postern::simulator {
namespace {

constexpr JsonLimits limits{.depth_max = 3, .values_max = 6};

TEST(BoundedJson, is_read_up_to_its_limits)
{
    for (auto const* text : {"1", "[[[]]]", R"({"a":{"b":[1,2,3]}})", "[1,2,3,4,5]", "[[],[],[],[],[]]",
                             R"({"a":1,"a":[true,null]})", R"([{"b":{}},-1,2.5,"\u00e9"])"}) {
        auto const read = parse_bounded(text, limits);
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(*read, nlohmann::json::parse(text));
    }
}

TEST(BoundedJson, beyond_its_limits_is_not_built)
{
    struct Row {
        std::string text;
        JsonProblem problem;
    };
    for (auto const& [text, problem] : {
             Row{"", JsonProblem::no_json},
             Row{"{", JsonProblem::no_json},
             Row{"[1e999]", JsonProblem::no_json},
             Row{"\"\xff\"", JsonProblem::no_json},
             Row{"[] []", JsonProblem::no_json},
             Row{"[[[[", JsonProblem::too_deep},
             Row{R"({"a":{"b":{"c":{}}}})", JsonProblem::too_deep},
             Row{"[1,2,3,4,5,6", JsonProblem::too_many_values},
             Row{R"([{},{},{"a":1,"b":2}, {}])", JsonProblem::too_many_values},
         }) {
        auto const read = parse_bounded(text, limits);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().problem, problem) << text;
    }
}

TEST(BoundedJson, that_is_none_says_where)
{
    struct Row {
        std::string text;
        std::size_t offset;
    };
    for (auto const& [text, offset] : {
             Row{"", 0},
             Row{"x", 0},
             Row{"{", 1},
             Row{R"({"a": [1, 2)", 11},
             Row{R"({"a": "b)", 8},
             Row{"[1,]", 3},
             Row{"[] []", 3},
         }) {
        auto const read = parse_bounded(text, limits);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().offset, offset) << text;
    }
}

} // namespace
} // namespace postern::simulator
