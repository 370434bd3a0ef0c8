#include "http/likeness.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

namespace postern::http {
namespace {

constexpr std::string_view address = "https://app.example/panel?issue=";

std::vector<Exchange> answered(std::string_view issue, std::string body, int status = 200)
{
    return {{.request = {.url = fmt::format("{}{}", address, issue)},
             .outcome = make_response(status, "text/html", std::move(body))}};
}

Page page_of(std::vector<Exchange> const& hops) { return {.response = hops.back().response(), .hops = hops}; }

struct Row {
    std::string name;
    std::vector<Exchange> first;
    std::vector<Exchange> repeated;
    std::vector<Exchange> other;
    Likeness likeness;
};

class Likenesses : public testing::TestWithParam<Row> {};

TEST_P(Likenesses, are_told)
{
    auto const& row = GetParam();
    auto const repeated = row.repeated.empty() ? Page() : page_of(row.repeated);
    EXPECT_EQ(likeness(page_of(row.first), repeated, page_of(row.other)), row.likeness);
}

std::vector<Row> rows()
{
    return {
        {"the_same_bytes_are_the_same",
         answered("A-1", "<p>Hello</p>"),
         {},
         answered("B-2", "<p>Hello</p>"),
         Likeness::same},
        {"another_status_is_another_page",
         answered("A-1", "<p>Hello</p>"),
         {},
         answered("B-2", "<p>Hello</p>", 203),
         Likeness::different},
        {"another_word_is_another_page", answered("A-1", "<p>Hello you</p>"),
         answered("A-1", "<p>Hello you</p>"), answered("A-1", "<p>Hello there</p>"), Likeness::different},
        {"a_nonce_that_is_seen_to_vary_does_not_count", answered("A-1", "<i nonce='a'></i><p>Hello</p>"),
         answered("A-1", "<i nonce='b'></i><p>Hello</p>"), answered("A-1", "<i nonce='c'></i><p>Hello</p>"),
         Likeness::same_words},
        {"a_nonce_that_was_seen_once_counts",
         answered("A-1", "<i nonce='a'></i><p>Hello</p>"),
         {},
         answered("A-1", "<i nonce='c'></i><p>Hello</p>"),
         Likeness::different},
        {"a_refusal_of_the_repeated_request_tells_nothing_of_what_varies", answered("A-1", "<p>Hello</p>"),
         answered("A-1", "No", 401), answered("A-1", "Bye"), Likeness::different},
        {"more_or_less_of_what_varies_does_not_count", answered("A-1", "<p>Hello</p> one two"),
         answered("A-1", "<p>Hello</p> three"), answered("A-1", "four <p>Hello</p> five"),
         Likeness::same_words},
        {"a_page_of_which_nothing_stays_the_same_is_like_no_other", answered("A-1", "3f2a"),
         answered("A-1", "9bc1"), answered("A-1", "expired"), Likeness::different},
        {"the_repeated_address_does_not_count",
         answered("A-1", "<a href='/panel?issue=A-1'>reload</a>"),
         {},
         answered("B-2", "<a href='/panel?issue=B-2'>reload</a>"),
         Likeness::same_words},
        {"the_token_of_the_request_does_not_count",
         answered("A-1&jwt=e30.e30.c2ln", "<meta content='e30.e30.c2ln'>"),
         {},
         answered("A-1&jwt=e30.e30.b3RoZXI", "<meta content='e30.e30.b3RoZXI'>"),
         Likeness::same_words},
    };
}

INSTANTIATE_TEST_SUITE_P(Of, Likenesses, testing::ValuesIn(rows()),
                         [](auto const& row) { return row.param.name; });

TEST(Likeness, silence_is_like_nothing)
{
    auto const hops = answered("A-1", "<p>Hello</p>");
    EXPECT_EQ(likeness({}, {}, page_of(hops)), Likeness::different);
    EXPECT_EQ(likeness(page_of(hops), {}, {}), Likeness::different);
}

} // namespace
} // namespace postern::http
