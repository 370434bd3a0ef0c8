#include "http/redact_exchange.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace postern::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view user_token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.dXNlciBzaWduYXR1cmU";
constexpr std::string_view forged_token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.Zm9yZ2Vk";
constexpr std::string_view issued_token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJub2JvZHkifQ.aXNzdWVk";

Redactor redactor() { return *Redactor::make({{"user token", std::string(user_token)}}); }

std::string text(std::string_view before, std::string_view token, std::string_view after = "")
{
    return std::string(before).append(token).append(after);
}

Exchange exchange(Outcome outcome)
{
    return {.id = "e1",
            .request = {.url = text("https://app.example/?jwt=", user_token, "&a=1"),
                        .headers = {{"Authorization", text("JWT ", user_token)},
                                    {"X-Other", text("JWT ", forged_token)}},
                        .body = text("jwt=", user_token)},
            .outcome = std::move(outcome)};
}

TEST(RedactedExchange, has_no_registered_secret_anywhere)
{
    auto response = make_response(302, "text/html", text("<p>", user_token, "</p>"));
    response.headers.set("Location", text("/login?token=", user_token));
    auto const kept = redacted(exchange(response), redactor());
    EXPECT_EQ(kept.request.url, "https://app.example/?jwt=[redacted user token]&a=1");
    EXPECT_EQ(kept.request.headers.get("Authorization"), "JWT [redacted user token]");
    EXPECT_EQ(kept.request.body, "jwt=[redacted user token]");
    EXPECT_EQ(kept.response()->body, "<p>[redacted user token]</p>");
    EXPECT_EQ(kept.response()->headers.get("Location"), "/login?token=[redacted user token]");

    auto const failed = redacted(
        exchange(TransportFailure{TransportFailureKind::tls_failed, text("at ", user_token)}), redactor());
    EXPECT_EQ(std::get<TransportFailure>(failed.outcome).message, "at [redacted user token]");
}

TEST(RedactedExchange, keeps_the_tokens_that_the_request_holds_and_disarms_the_others)
{
    auto const kept =
        redacted(exchange(make_response(200, "text/html",
                                        text("own ", forged_token) + text(" new ", issued_token, "."))),
                 redactor());
    EXPECT_EQ(kept.request.headers.get("X-Other"), text("JWT ", forged_token));
    EXPECT_EQ(
        kept.response()->body,
        text("own ", forged_token, " new eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJub2JvZHkifQ.[redacted signature]."));
}

TEST(RedactedExchange, disarms_a_token_that_follows_what_only_looks_like_one)
{
    auto const kept =
        redacted(exchange(make_response(200, "text/html", text("eyJx.", issued_token))), redactor());
    EXPECT_THAT(kept.response()->body, Not(HasSubstr("aXNzdWVk")));
    auto const unsigned_one =
        redacted(exchange(make_response(200, "text/html", "eyJhIn0.eyJiIn0. eyJ.eyJ")), redactor());
    EXPECT_EQ(unsigned_one.response()->body, "eyJhIn0.eyJiIn0. eyJ.eyJ");
}

TEST(RedactedExchange, disarms_a_token_however_it_is_written)
{
    for (std::string_view const token : {
             "eyAiYWxnIjoxfQ.eyAiYSI6MX0.",    // { "alg":1}
             "ewogImFsZyI6MX0.eyJhIjoxfQ.",    // a line break behind the brace
             "ICB7ImFsZyI6MX0.eyJhIjoxfQ.",    // blanks before it
             "session-eyJhbGciOjF9.eyJhIjox.", // behind a word that touches it
             "session-eyAiYWxnIjoxfQ.e30.",
             "eyJhbGciOiJkaXIifQ..", // without a payload, or with one that is encrypted
             "eyJhbGciOiJkaXIifQ.AAAA.",
             "eyJhbGciOjF9%2EeyJhIjox%2e", // in an address
         }) {
        auto const kept =
            redacted(exchange(make_response(200, "text/html", text(token, "aXNzdWVk", " end"))), redactor());
        EXPECT_EQ(kept.response()->body, text(token, "[redacted signature]", " end"));
    }
}

TEST(RedactedExchange, leaves_words_between_dots_alone)
{
    constexpr std::string_view body = "www.example.com; eyes.open.wide(e30.e30.e30) newEye.beeline.seen "
                                      "ICAgICAg.ICAg.ICAg ..... a.eyJhIn0.b eyJhIn0.b.";
    auto const kept = redacted(exchange(make_response(200, "text/html", std::string(body))), redactor());
    EXPECT_EQ(kept.response()->body, body);
}

TEST(RedactedExchange, masks_cookies_but_not_their_names_and_attributes)
{
    auto response = make_response(200, "text/html", "");
    for (auto const* value : {"sid=0123456789; Path=/; Secure; HttpOnly; SameSite=None", "gone=; Max-Age=0",
                              "flag; Secure", "a=b=c"})
        ASSERT_TRUE(response.headers.add("Set-Cookie", value));
    auto sent = exchange(response);
    sent.request.headers.set("cookie", "sid=0123; b=\"x\";c");
    auto const kept = redacted(sent, redactor());
    EXPECT_THAT(kept.response()->headers.all("Set-Cookie"),
                ElementsAre("sid=**********; Path=/; Secure; HttpOnly; SameSite=None", "gone=; Max-Age=0",
                            "****; Secure", "a=***"));
    EXPECT_EQ(kept.request.headers.get("Cookie"), "sid=****; b=***;*");
}

TEST(RedactedExchange, leaves_a_whole_body_whole_and_a_cut_one_cut)
{
    auto const whole =
        redacted(exchange(make_response(200, "text/html", std::string(user_token))), redactor());
    EXPECT_FALSE(whole.response()->body_truncated());
    auto cut = make_response(200, "text/html", std::string(user_token));
    cut.body_bytes += 1000;
    auto const kept = redacted(exchange(cut), redactor());
    EXPECT_EQ(kept.response()->body_bytes - kept.response()->body.size(), 1000u);
}

TEST(RedactedExchange, disarms_a_token_that_a_redirect_put_into_the_next_request)
{
    auto const first = exchange(make_response(302, "", ""));
    auto second = exchange(make_response(200, "text/html", text("session ", issued_token)));
    second.request = {
        .url = text("https://app.example/next?session=", issued_token, text("&jwt=", forged_token))};
    auto const kept = redacted_hop(second, redactor(), first.request);
    EXPECT_EQ(kept.request.url,
              text("https://app.example/next?session=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJub2JvZHkifQ."
                   "[redacted signature]&jwt=",
                   forged_token));
    EXPECT_THAT(kept.response()->body, Not(HasSubstr("aXNzdWVk")));
}

// Quadratic work would take minutes.
TEST(RedactedExchange, takes_hostile_bodies_of_a_mebibyte_in_its_stride)
{
    constexpr std::size_t body_bytes = 1024 * 1024;
    for (std::string_view const piece :
         {user_token.substr(0, user_token.size() - 1), std::string_view("eyJ"), std::string_view("eyJ."),
          std::string_view("eyJa.eyJb.c."), std::string_view("e"), std::string_view("eyAg"),
          std::string_view("ICAg"), std::string_view("ICAg."), std::string_view("e.e"),
          std::string_view("%25"), std::string_view("\\"), std::string_view("&#0")}) {
        std::string body;
        while (body.size() < body_bytes)
            body += piece;
        body += ".a.b";
        auto const kept = redacted(exchange(make_response(200, "text/html", body)), redactor());
        EXPECT_LE(kept.response()->body.size(), 3 * body.size());
    }
}

} // namespace
} // namespace postern::http
