#include "simulator/inspector/search.hpp"

#include <gtest/gtest.h>

namespace postern::simulator::inspector {
namespace {

RecordedExchange exchange()
{
    RecordedExchange made;
    made.start = {.at = {},
                  .site = "alpha",
                  .purpose = "webhook",
                  .request = {.method = "POST",
                              .url = "http://a.example/Path",
                              .headers = {{"X-Name", "Value"}},
                              .body = "aab"},
                  .change = "As it was"};
    made.outcome = http::make_response(404, "text/plain", "Nothing here");
    made.note = "a note";
    return made;
}

TEST(Search, finds_a_text_wherever_it_stands_in_any_case)
{
    for (auto const* text : {"alpha", "WEBHOOK", "post", "/path", "x-name", "vALUE", "ab", "as it was", "404",
                             "nothing HERE", "A NOTE"})
        EXPECT_TRUE(Search(text).is_in(exchange())) << text;
    for (auto const* text : {"beta", "40", "aaab", "nothing here."})
        EXPECT_FALSE(Search(text).is_in(exchange())) << text;
}

TEST(Search, takes_no_longer_for_a_text_that_almost_fits_everywhere)
{
    auto made = exchange();
    made.start.request.body = std::string(std::size_t{4} * 1024 * 1024, 'a');
    for (auto const& text : {std::string(200, 'a') + 'b', 'b' + std::string(200, 'a'),
                             std::string(100, 'a') + 'b' + std::string(100, 'a')})
        EXPECT_FALSE(Search(text).is_in(made));
}

} // namespace
} // namespace postern::simulator::inspector
