#include "report/html/tokens.hpp"

#include <gtest/gtest.h>

#include <string>

namespace postern::report::html {
namespace {

// {"alg":"HS256"} . {"iss":"postern-test-key-a"} . "forged"
constexpr std::string_view token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJwb3N0ZXJuLXRlc3Qta2V5LWEifQ.Zm9yZ2Vk";
// {"alg":"none"} . {"iss":"postern-test"} and no signature
constexpr std::string_view unsigned_token = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJwb3N0ZXJuLXRlc3QifQ.";

std::vector<CarriedToken> in_url(std::string const& url) { return carried_tokens({.url = url}); }

TEST(CarriedTokens, are_found_in_address_headers_and_body)
{
    auto const text = std::string(token);
    auto const found = carried_tokens({.url = "https://app.example/?jwt=" + text + "&a=b",
                                       .headers = {{"Authorization", "JWT " + std::string(unsigned_token)}},
                                       .body = R"({"t":"eyJhbGciOiJub25lIn0.e30."})"});
    ASSERT_EQ(found.size(), 3);
    EXPECT_EQ(found[0].where, "address");
    EXPECT_EQ(found[0].token->claims.issuer, "postern-test-key-a");
    EXPECT_EQ(found[1].where, "header Authorization");
    EXPECT_TRUE(found[1].token->signature.empty());
    EXPECT_EQ(found[2].where, "body");
}

TEST(CarriedTokens, are_told_once)
{
    auto const text = std::string(token);
    EXPECT_EQ(in_url("https://app.example/?a=" + text + "&b=" + text).size(), 1);
}

TEST(CarriedTokens, say_why_they_cannot_be_read)
{
    auto const found = in_url("https://app.example/?jwt=eyJhbGciOiJub25lIn0.!.x&b=eyJ.eyJ.eyJ");
    ASSERT_EQ(found.size(), 1);
    EXPECT_FALSE(found[0].token.has_value());
}

TEST(CarriedTokens, are_bounded)
{
    std::string url = "https://app.example/?";
    for (auto i = 0; i < 10; ++i)
        url += "&a=eyJhbGciOiJub25lIn0.e30." + std::string(static_cast<std::size_t>(i), 'A');
    EXPECT_EQ(in_url(url).size(), tokens_per_request_max);
    EXPECT_TRUE(in_url("https://app.example/?a=eyJ." + std::string(jwt::token_max_bytes, 'A') + ".").empty());
}

TEST(CarriedTokens, are_not_seen_in_other_words)
{
    EXPECT_TRUE(in_url("https://app.example/a.b.c?eyJhbGciOiJub25lIn0=1&b=[redacted user token]").empty());
}

} // namespace
} // namespace postern::report::html
