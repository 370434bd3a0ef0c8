#include "simulator/pages/visit.hpp"

#include <gtest/gtest.h>

namespace postern::simulator {
namespace {

using namespace std::chrono_literals;

TEST(Visit, reads_how_long_ago_a_page_was_opened)
{
    EXPECT_EQ(opened_from("now"), 0min);
    EXPECT_EQ(opened_from("16m"), 16min);
    EXPECT_EQ(opened_from("2h"), 120min);
    EXPECT_EQ(opened_from("24h"), 24h);
    for (auto const* text :
         {"", "16", "m", "-1m", "1.5m", " 5m", "5m ", "1441m", "25h", "99999999999m", "5s"})
        EXPECT_EQ(opened_from(text), std::nullopt) << text;
}

TEST(Visit, tells_it_as_it_is_read)
{
    for (auto const* text : {"now", "5m", "16m", "1440m"})
        EXPECT_EQ(opened_text(*opened_from(text)), text);
}

TEST(Visit, knows_the_refresh_modes_by_their_names)
{
    EXPECT_EQ(refresh_from("stale"), Refresh::stale);
    EXPECT_EQ(refresh_from("resolver"), Refresh::resolver);
    EXPECT_EQ(refresh_from("Stale"), std::nullopt);
}

} // namespace
} // namespace postern::simulator
