#include "base/sha256.hpp"
#include "platform/connect/near_miss.hpp"

#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

namespace postern::platform::connect {
namespace {

struct Row {
    char const* canonical; // what the wrong signer hashed
    HashedRequest request;
    char const* deviation;
};

constexpr auto none = std::nullopt;

Row const rows[] = {
    {"POST&/p&a=1", {"GET", "/p?a=1", "", none}, "the method POST instead of GET"},
    {"get&/p&a=1", {"GET", "/p?a=1", "", none}, "the method in lower case"},
    {"GET&/p/&a=1", {"GET", "/p/?a=1", "", none}, "a slash at the end of the path"},
    {"GET&/p&a=1", {"GET", "/p//?a=1", "", none}, "no slash at the end of the path"},
    {"GET&/app/p&a=1", {"GET", "/app/p?a=1", "https://app.example/app", none}, "the base path not removed"},
    {"GET&/p&a=1", {"GET", "/proxy/app/p?a=1", "", none}, "the base path /proxy/app"},
    {"GET&/app/p&a=1",
     {"GET", "/p?a=1", "https://app.example/app", none},
     "the base path in front a second time"},
    {"GET&/a&b&", {"GET", "/a&b", "", none}, "the '&' in the path not encoded"},
    {"GET&/a%2520b&", {"GET", "/a%20b", "", none}, "the path encoded twice"},
    {"GET&/p%23top&", {"GET", "/p#top", "", none}, "the fragment as part of the path"},
    {"GET&https://app.example/p&a=1",
     {"GET", "https://app.example/p?a=1", "", none},
     "the whole address instead of its path"},
    {"GET&/p&a=1&jwt=x.y.z",
     {"GET", "/p?a=1&jwt=x.y.z", "", none},
     "the parameter jwt, which holds the token itself"},
    {"GET&/p&a=1",
     {"GET", "/p?a=1&xdm_e=https%3A%2F%2Fh.example&lic=none", "", none},
     "the host's own parameters left out"},
    {"GET&/p&lic=none", {"GET", "/p?a=1&b=2&lic=none", "", none}, "only the host's own parameters"},
    {"GET&/p&a=1%2B2", {"GET", "/p?a=1+2", "", none}, "'+' as a plus sign and not as a space"},
    {"GET&/p&a=1+2", {"GET", "/p?a=1%202", "", none}, "spaces as '+' and not as %20"},
    {"GET&/p&a=1%25202", {"GET", "/p?a=1%202", "", none}, "the parameters encoded twice"},
    {"GET&/p&a=1&a=2&b=3", {"GET", "/p?a=2&a=1&b=3", "", none}, "repeated parameters not joined"},
    {"GET&/p&a=1%2C2", {"GET", "/p?a=2&a=1", "", none}, "the joining commas encoded as %2C"},
    {"GET&/p&a=1,2", {"GET", "/p?a=1%2C2", "", none}, "commas inside values not encoded"},
    {"GET&/p&a=2", {"GET", "/p?a=2&a=1", "", none}, "only the first of the parameters of the same name"},
    {"GET&/p&a=1", {"GET", "/p?a=2&a=1", "", none}, "only the last of the parameters of the same name"},
    {"GET&/p&a=%28%21%29", {"GET", "/p?a=(!)&_=5", "", none}, "the parameter _ left out"},
    {"GET&/p&a=(!)", {"GET", "/p?a=(!)", "", none}, "the characters !'()* not encoded"},
    {"GET&/p&a=%2fx", {"GET", "/p?a=%2Fx", "", none}, "escapes in lower case"},
    {"GET&/p&b=1&a=2",
     {"GET", "/p?b=1&jwt=x&a=2", "", none},
     "the query as it stands, neither sorted nor encoded anew"},
    {"GET&/p&a=1%23top", {"GET", "/p?a=1#top", "", none}, "the fragment as part of the parameters"},
    {"PATCH&/p&f=1", {"PATCH", "/p", "", "f=1"}, "the parameters of the form body"},
    {"POST&/p&a=1&f=1", {"POST", "/p?a=1", "", "f=1"}, "the parameters of query and form body together"},
    {"GET&/p&", {"GET", "/p?a=1&b=2", "", none}, "no parameters at all"},
};

TEST(NearMiss, names_the_one_way_in_which_a_signer_differs)
{
    for (auto const& row : rows) {
        auto const& [method, target, base, form] = row.request;
        auto const expected = sha256_hex(row.canonical);
        ASSERT_FALSE(match_query_hash(expected, method, target, base, form)) << row.deviation;
        auto const near = find_near_miss(expected, row.request);
        ASSERT_TRUE(near) << row.deviation;
        EXPECT_EQ(near->deviations, std::vector<std::string>{row.deviation});
        EXPECT_EQ(near->canonical, row.canonical);
    }
}

TEST(NearMiss, finds_a_deviation_together_with_each_order_and_path_form)
{
    HashedRequest const request{"GET", "/a%20b?filter%5Bx%5D=1&filterA=2", "", none};
    auto const near = find_near_miss(sha256_hex("POST&/a b&filterA=2&filter%5Bx%5D=1"), request);
    ASSERT_TRUE(near);
    EXPECT_EQ(near->deviations, std::vector<std::string>{"the method POST instead of GET"});
}

TEST(NearMiss, finds_several_deviations_and_prefers_fewer)
{
    HashedRequest const request{"GET", "/app/p/?a=1&jwt=x.y.z", "/app", none};
    auto const near = find_near_miss(sha256_hex("PUT&/app/p&a=1&jwt=x.y.z"), request);
    ASSERT_TRUE(near);
    EXPECT_EQ(near->deviations,
              (std::vector<std::string>{"the method PUT instead of GET", "the base path not removed",
                                        "the parameter jwt, which holds the token itself"}));
}

TEST(NearMiss, finds_a_hash_that_is_written_in_capital_letters)
{
    auto hash = query_hash("GET", "/p?a=1", "");
    std::ranges::transform(hash, hash.begin(), [](unsigned char c) { return std::toupper(c); });
    ASSERT_FALSE(match_query_hash(hash, "GET", "/p?a=1", ""));
    auto const near = find_near_miss(hash, {"GET", "/p?a=1", "", none});
    ASSERT_TRUE(near);
    EXPECT_EQ(near->deviations, std::vector<std::string>{"the hash in lower case"});
}

// A bound for what it costs, not a measurement: thousands of segments and parameters must not multiply.
TEST(NearMiss, tries_a_bounded_number_of_ways)
{
    std::string target;
    for (int i = 0; i < 2000; ++i)
        target += "/a";
    target += '?';
    for (int i = 0; i < 2000; ++i)
        target += "b=1&";
    EXPECT_FALSE(find_near_miss(sha256_hex("nothing"), {"GET", target, "", none}));
}

TEST(NearMiss, finds_nothing_for_another_request_and_for_what_is_no_hash)
{
    HashedRequest const request{"GET", "/p?a=1", "", none};
    for (auto const& expected : {sha256_hex("GET&/q&a=2"), std::string("context-qsh"), std::string()})
        EXPECT_FALSE(find_near_miss(expected, request)) << expected;
    EXPECT_FALSE(find_near_miss(query_hash("GET", "/p?a=1", ""), request)) << "the right hash is no miss";
}

} // namespace
} // namespace postern::platform::connect
