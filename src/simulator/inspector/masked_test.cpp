#include "simulator/inspector/masked.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::simulator::inspector {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg";
constexpr std::string_view without_signature = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.[redacted signature]";

RecordedExchange exchange(http::Request request, std::optional<http::Outcome> outcome = std::nullopt)
{
    RecordedExchange made;
    made.start.request = std::move(request);
    made.request_body_bytes = made.start.request.body.size();
    made.outcome = std::move(outcome);
    return made;
}

std::string text(std::string_view before, std::string_view middle, std::string_view after = "")
{
    return std::string(before).append(middle).append(after);
}

TEST(MaskedExchange, has_tokens_without_their_signatures)
{
    auto const kept =
        masked(exchange({.url = text("http://a.example/?jwt=", token, "&a=1"),
                         .headers = {{"Authorization", text("JWT ", token)}},
                         .body = text("assertion=", token)},
                        http::make_response(200, "text/html", text("<a href='?jwt=", token, "'>"))),
               Redactor());
    EXPECT_EQ(kept.start.request.url, text("http://a.example/?jwt=", without_signature, "&a=1"));
    EXPECT_EQ(kept.start.request.headers.get("Authorization"), text("JWT ", without_signature));
    EXPECT_EQ(kept.start.request.body, text("assertion=", without_signature));
    EXPECT_EQ(kept.response()->body, text("<a href='?jwt=", without_signature, "'>"));
    EXPECT_FALSE(kept.request_truncated());
    EXPECT_FALSE(kept.response()->body_truncated());
}

TEST(MaskedExchange, has_no_credentials_and_no_cookies)
{
    auto response = http::make_response(200, "", "");
    response.headers.set("Set-Cookie", "session=abcdef; HttpOnly");
    response.headers.set("upm-token", "0123456789");
    auto const kept = masked(
        exchange({.url = "http://a.example/rest/plugins/1.0/?token=0123456789",
                  .headers = {{"Authorization", "Bearer 0a1b2c"}, {"Cookie", "user=abc; b=c"}, {"X", "y"}}},
                 response),
        Redactor());
    EXPECT_EQ(kept.start.request.url, "http://a.example/rest/plugins/1.0/?token=[masked]");
    EXPECT_EQ(kept.start.request.headers.get("Authorization"), "Bearer [masked]");
    EXPECT_EQ(kept.start.request.headers.get("Cookie"), "user=***; b=*");
    EXPECT_EQ(kept.start.request.headers.get("X"), "y");
    EXPECT_EQ(kept.response()->headers.get("Set-Cookie"), "session=******; HttpOnly");
    EXPECT_EQ(kept.response()->headers.get("upm-token"), "[masked]");
}

TEST(MaskedExchange, has_nothing_of_credentials_without_a_scheme)
{
    auto const kept = masked(
        exchange({.url = "http://a.example/", .headers = {{"Authorization", "0a1b2c3d"}}}), Redactor());
    EXPECT_EQ(kept.start.request.headers.get("Authorization"), "[masked]");
}

TEST(MaskedExchange, has_no_signature_however_a_token_is_written)
{
    for (auto const* url : {"http://a.example/?jwt=eyAiYWxnIjoxfQ.eyAiYSI6MX0.c2ln",
                            "http://a.example/?a=1&jwt=%65yJ.%65yJ.c2ln", "http://a.example/?jwt=c2ln&a=1"}) {
        auto const kept = masked(
            exchange({.url = url, .headers = {{"Authorization", "[redacted signature] c2ln"}}}), Redactor());
        EXPECT_THAT(kept.start.request.url, AllOf(HasSubstr("[redacted signature]"), Not(HasSubstr("c2ln"))));
        EXPECT_EQ(kept.start.request.headers.get("Authorization"), "[redacted [masked]");
    }
}

TEST(MaskedExchange, has_no_secrets_by_name)
{
    struct Row {
        char const* sentence;
        char const* body;
        char const* shown;
    };
    for (auto const& [sentence, body, shown] : {
             Row{"an install", R"({"key":"a","sharedSecret":"s3cr3t","baseUrl":"b"})",
                 R"({"key":"a","sharedSecret":"[masked]","baseUrl":"b"})"},
             Row{"with blanks and escapes", R"({ "access_token" : "a\"b\\", "x": 1 })",
                 R"({ "access_token" : "[masked]", "x": 1 })"},
             Row{"one that was cut", R"({"sharedSecret":"s3cr)", R"({"sharedSecret":"[masked])"},
             Row{"twice", R"([{"password":"a"},{"password":"b"}])",
                 R"([{"password":"[masked]"},{"password":"[masked]"}])"},
             Row{"a form", "a=1&client_secret=abc&b=2", "a=1&client_secret=[masked]&b=2"},
             Row{"no secret", R"({"sharedSecret":null,"mypassword":"a"})",
                 R"({"sharedSecret":null,"mypassword":"a"})"},
         }) {
        auto const kept = masked(exchange({.url = "http://a.example/", .body = body}), Redactor());
        EXPECT_EQ(kept.start.request.body, shown) << sentence;
    }
}

TEST(MaskedExchange, has_no_secret_by_its_name_wherever_it_stands)
{
    for (auto const* each : {
             "http://a.example/#access_token=s3cr3t",
             "http://a.example/?a=1&amp;access_token=s3cr3t",
             "http://a.example/?next=http%3A%2F%2Fb.example%3Faccess_token%3Ds3cr3t%26a%3D1",
             "token=s3cr3t&a=1",
             "a=1&ACCESSTOKEN=s3cr3t",
             "a=1\\u0026access_token=s3cr3t",
             R"({"accessToken":"s3cr3t"})",
             R"({"clientSecret" : "s3cr3t"})",
             R"({"body":"{\"sharedSecret\":\"s3cr3t\"}"})",
             R"({"body":"{\"sharedSecret\":\"a\\\"s3cr3t"})",
             R"("{\"b\":\"{\\\"sharedSecret\\\":\\\"s3cr3t\\\"}\"}")",
         }) {
        auto made = exchange({.url = "http://a.example/", .headers = {{"Referer", each}}, .body = each},
                             http::make_response(200, "", each));
        made.note = made.start.purpose = made.start.change = each;
        auto const kept = masked(made, Redactor());
        auto const* const response = kept.response();
        for (auto const& shown :
             {kept.start.request.body, response->body, kept.note, kept.start.purpose, kept.start.change,
              std::string(kept.start.request.headers.get("Referer").value())})
            EXPECT_THAT(shown, AllOf(Not(HasSubstr("s3cr3t")), HasSubstr("[masked]"))) << each;
    }
    auto const failed = masked(
        exchange({.url = "http://a.example/#access_token=s3cr3t", .headers = {{"X-Auth-Token", "s3cr3t"}}},
                 http::TransportFailure{http::TransportFailureKind::connection_refused, "?token=s3cr3t"}),
        Redactor());
    EXPECT_EQ(failed.start.request.url, "http://a.example/#access_token=[masked]");
    EXPECT_EQ(failed.start.request.headers.get("X-Auth-Token"), "[masked]");
    EXPECT_EQ(std::get<http::TransportFailure>(*failed.outcome).message, "?token=[masked]");
}

TEST(MaskedExchange, keeps_what_stands_behind_a_secret)
{
    auto const shown = [](std::string const& body) {
        return masked(exchange({.url = "http://a.example/", .body = body}), Redactor()).start.request.body;
    };
    EXPECT_EQ(shown(R"({"a":"{\"sharedSecret\":\"s\",\"b\":1}","c":2})"),
              R"({"a":"{\"sharedSecret\":\"[masked]\",\"b\":1}","c":2})");
    EXPECT_EQ(shown(R"({"a":"\"sharedSecret\":\"s","c":2})"), R"({"a":"\"sharedSecret\":\"[masked]","c":2})");
    EXPECT_EQ(shown("a%3Faccess_token%3Ds%26b%3D1&c"), "a%3Faccess_token%3D[masked]%26b%3D1&c");
    EXPECT_EQ(shown("exports.default.foo a.example.com my_password=1"),
              "exports.default.foo a.example.com my_password=1");
}

TEST(MaskedExchange, has_no_signature_of_a_token_whose_header_has_blanks)
{
    auto const kept = masked(exchange({.url = "http://a.example/",
                                       .headers = {{"Authorization", "Bearer s3cr3t[redacted signature]"}},
                                       .body = "it is eyAiYWxnIjoxfQ.eyAiYSI6MX0.c2ln."}),
                             Redactor());
    EXPECT_EQ(kept.start.request.body, "it is eyAiYWxnIjoxfQ.eyAiYSI6MX0.[redacted signature]");
    EXPECT_EQ(kept.start.request.headers.get("Authorization"), "Bearer [masked]");
}

TEST(MaskedExchange, has_no_known_secret_anywhere)
{
    auto const redactor = Redactor::make({{"shared secret", "0123456789abcdef"}}).value();
    auto const kept = masked(exchange({.url = "http://a.example/?a=0123456789abcdef"},
                                      http::make_response(200, "text/plain", "it is 0123456789abcdef")),
                             redactor);
    EXPECT_THAT(kept.start.request.url, Not(HasSubstr("0123456789")));
    EXPECT_EQ(kept.response()->body, "it is [redacted shared secret]");
}

TEST(MaskedExchange, without_an_answer_still_has_none)
{
    EXPECT_FALSE(masked(exchange({.url = "http://a.example/"}), Redactor()).outcome);
}

TEST(MaskedExchange, that_was_cut_still_is)
{
    auto cut = exchange({.url = "http://a.example/", .body = R"({"sharedSecret":"abcdefghijklmnop)"});
    cut.request_body_bytes = 1000;
    EXPECT_TRUE(masked(cut, Redactor()).request_truncated());
}

} // namespace
} // namespace postern::simulator::inspector
