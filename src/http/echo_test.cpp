#include "http/echo.hpp"

#include <gtest/gtest.h>

namespace postern::http {
namespace {

constexpr std::string_view address = "https://app.example/a%2Fb%20c/panel?name=O%27Hara&x=%3Ci%3E";

std::vector<Exchange> asked(std::string_view url)
{
    return {{.request = {.url = std::string(url)}, .outcome = make_response(200, "", "")}};
}

TEST(Echo, is_taken_out_however_it_is_spelt)
{
    auto const hops = asked(address);
    auto const all = spellings(hops.front().request.url);
    EXPECT_GT(all.size(), 6u);
    for (auto const& spelling : all) {
        EXPECT_TRUE(spelling.contains(longest_plain_run(hops.front().request.url))) << spelling;
        EXPECT_EQ(without_echoes("see " + spelling + "!", hops, EchoScope::address), "see  !") << spelling;
    }
}

TEST(Echo, is_nothing_else)
{
    constexpr std::string_view text = "app.example has a panel for O'Hara";
    EXPECT_EQ(without_echoes(text, asked(address), EchoScope::address), text);
    EXPECT_EQ(without_echoes("a=1 at /", asked("https://app.example/?a=1"), EchoScope::address_and_parts),
              "a=1 at /");
}

TEST(Spellings, have_what_may_not_be_written_otherwise_in_common)
{
    EXPECT_EQ(longest_plain_run("%2Fabcd/efg%20hi"), "abcd");
    EXPECT_EQ(longest_plain_run("a%41bcdef"), "bcdef");
    EXPECT_EQ(longest_plain_run("%4"), "");
    EXPECT_EQ(longest_plain_run(""), "");
}

} // namespace
} // namespace postern::http
