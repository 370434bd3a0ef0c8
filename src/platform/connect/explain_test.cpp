#include "jwt/forge.hpp"
#include "platform/connect/explain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::platform::connect {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

constexpr TimePoint now{seconds(1'700'000'000)};

jwt::Token token_with(std::string_view claims) { return jwt::parse(jwt::forge::hs256(claims, "s")).value(); }

TEST(Explain, says_durations_in_the_two_largest_units)
{
    EXPECT_EQ(in_words(seconds(0)), "0 seconds");
    EXPECT_EQ(in_words(seconds(1)), "1 second");
    EXPECT_EQ(in_words(seconds(59)), "59 seconds");
    EXPECT_EQ(in_words(seconds(60)), "1 minute");
    EXPECT_EQ(in_words(seconds(61)), "1 minute 1 second");
    EXPECT_EQ(in_words(seconds(14 * 60)), "14 minutes");
    EXPECT_EQ(in_words(seconds(3600 + 59)), "1 hour");
    EXPECT_EQ(in_words(seconds(2 * 86400 + 3 * 3600 + 7)), "2 days 3 hours");
}

TEST(Explain, writes_times_as_ISO_8601)
{
    EXPECT_EQ(iso_time(jwt::NumericDate(seconds(1'700'000'000))), "2023-11-14T22:13:20Z");
    EXPECT_EQ(iso_time(jwt::NumericDate(seconds(-1))), "1969-12-31T23:59:59Z");
}

struct AgeRow {
    std::string_view claims;
    std::string_view age;
};

TEST(Explain, says_where_in_its_life_a_token_is)
{
    constexpr AgeRow rows[] = {
        {R"({"iat":1699998260,"exp":1699999160})", "expired 14 minutes ago; it was valid for 15 minutes"},
        {R"({"exp":1700000000})", "expired now"},
        {R"({"iat":1699999820,"exp":1700000720})",
         "expires in 12 minutes; it is valid for 15 minutes in all"},
        {R"({"exp":1700000001})", "expires in 1 second"},
        {R"({"nbf":1700000060,"exp":1700000120})", "becomes valid in 1 minute"},
        {R"({"iat":1700000060,"exp":1700000120})",
         "is issued in 1 minute, in the future: the clocks disagree"},
        {R"({"iat":1700000060})", "has no expiry time: no receiver should accept it"},
    };
    for (auto const& row : rows)
        EXPECT_EQ(explain_age(token_with(row.claims).claims, now), row.age) << row.claims;
}

TEST(Explain, gives_every_claim_in_its_order_with_a_meaning)
{
    auto const token = token_with(
        R"({"sub":"u","qsh":"context-qsh","iss":"k","aud":["a"],"context":{},"exp":1700000060,"x\u001b":1})");
    auto const claims = explain_payload(token, now);
    ASSERT_EQ(claims.size(), 7U);
    std::vector<std::string> names;
    for (auto const& claim : claims) {
        names.push_back(claim.name);
        EXPECT_FALSE(claim.meaning.empty()) << claim.name;
    }
    EXPECT_EQ(names, (std::vector<std::string>{"sub", "qsh", "iss", "aud", "context", "exp", "x\x1b"}));
    EXPECT_THAT(claims[1].meaning, HasSubstr("context token"));
    EXPECT_EQ(claims[5].meaning, "Expires on 2023-11-14T22:14:20Z (in 1 minute).");
    EXPECT_EQ(claims[3].value, R"(["a"])");

    auto const header = explain_header(token);
    ASSERT_EQ(header.size(), 2U);
    EXPECT_EQ(header[1].name, "alg");
    EXPECT_THAT(header[1].meaning, HasSubstr("secret"));
}

TEST(Explain, says_that_a_hash_of_another_length_can_fit_nothing)
{
    EXPECT_THAT(explain_payload(token_with(R"({"qsh":"abc"})"), now)[0].meaning, HasSubstr("no request"));
    EXPECT_THAT(explain_header(jwt::parse(jwt::forge::alg_none("{}", "none")).value())[1].meaning,
                HasSubstr("No algorithm"));
}

} // namespace
} // namespace postern::platform::connect
