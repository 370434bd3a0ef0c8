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

TEST(Search, finds_what_stands_in_an_answer_or_in_its_stead)
{
    auto made = exchange();
    http::Response response{.status = 404};
    response.headers.set("X-Answer", "Other");
    made.outcome = response;
    for (auto const* text : {"x-answer", "other"})
        EXPECT_TRUE(Search(text).is_in(made)) << text;
    made.outcome = http::TransportFailure{http::TransportFailureKind::connection_refused, "It refused"};
    EXPECT_TRUE(Search("it REFUSED").is_in(made));
    made.outcome.reset();
    EXPECT_FALSE(Search("refused").is_in(made));
}

TEST(Search, finds_what_a_token_says)
{
    auto made = exchange();
    made.start.request.headers.set( // {"alg":"HS256"}.{"iss":"a"}
        "Authorization", "JWT eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg");
    for (auto const* text : {"hs256", R"("iss":"a")"})
        EXPECT_TRUE(Search(text).is_in(made)) << text;
    EXPECT_FALSE(Search(R"("iss":"b")").is_in(made));
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
