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
    for (auto const* name : {"Authorization", "Proxy-Authorization"}) {
        auto const kept =
            masked(exchange({.url = "http://a.example/", .headers = {{name, "0a1b2c3d"}}}), Redactor());
        EXPECT_EQ(kept.start.request.headers.get(name), "[masked]");
    }
}

TEST(MaskedExchange, has_cookies_of_any_name_masked_alike)
{
    auto response = http::make_response(200, "", "");
    response.headers.set("Set-Cookie", "token=abc; HttpOnly");
    auto const kept = masked(
        exchange({.url = "http://a.example/", .headers = {{"Cookie", "token=abc"}}}, response), Redactor());
    EXPECT_EQ(kept.start.request.headers.get("Cookie"), "token=***");
    EXPECT_EQ(kept.response()->headers.get("Set-Cookie"), "token=***; HttpOnly");
}

TEST(MaskedExchange, has_nothing_of_what_has_one_of_these_names)
{
    for (auto const* name : {"sharedSecret",
                             "access_token",
                             "refresh-token",
                             "id_token",
                             "clientSecret",
                             "Password",
                             "token",
                             "apiKey",
                             "api_token",
                             "auth_token",
                             "X-Auth-Token",
                             "X-acpt",
                             "acpt",
                             "upm-token",
                             "X-API-Key",
                             "csrfToken",
                             "X-CSRF-Token",
                             "jwt",
                             "assertion",
                             "client_assertion",
                             "atl_token",
                             "new_password",
                             "db-passwd",
                             "webhookSecret",
                             "private_key",
                             "X-Xsrf-Token",
                             "X-Authorization",
                             "X-Forwarded-Authorization",
                             "x-forwarded-access-token"}) {
        auto const kept = masked(exchange({.url = text("http://a.example/?", name, "=s3cr3t"),
                                           .headers = {{name, "s3cr3t"}},
                                           .body = text("{\"", name, "\":\"s3cr3t\"}")}),
                                 Redactor());
        auto const& request = kept.start.request;
        EXPECT_THAT(request.url, Not(HasSubstr("s3cr3t"))) << name;
        EXPECT_EQ(request.headers.get(name), "[masked]") << name;
        EXPECT_THAT(request.body, Not(HasSubstr("s3cr3t"))) << name;
        EXPECT_TRUE(is_secret_name(name));
    }
    EXPECT_TRUE(is_secret_name("user[password]"));
    for (auto const* name :
         {"name", "token_type", "tokenType", "expires_in", "nextPageToken", "password[hint]", "x", ""})
        EXPECT_FALSE(is_secret_name(name)) << name;
}

TEST(MaskedExchange, has_no_signature_however_a_token_is_written)
{
    for (auto const* url : {"http://a.example/?jwt=eyAiYWxnIjoxfQ.eyAiYSI6MX0.c2ln",
                            "http://a.example/?a=eyJhbGciOjF9%2EeyJhIjox%2ec2ln%2Ec2ln&b=1",
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
             Row{"no secret", R"({"sharedSecret":null,"passwords":"a"})",
                 R"({"sharedSecret":null,"passwords":"a"})"},
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
             R"(<a data-a='{&quot;sharedSecret&quot;:&quot;s3cr3t&quot;}'>)",
             R"(<a data-a="{&#34;sharedSecret&#34; : &#34;s3cr3t&#34;}">)",
             R"({&#x22;sharedSecret&#x22;:&#x22;s3cr3t&#x22;})",
             R"({&#X0022;sharedSecret&#X0022;:&#X0022;s3cr3t&#X0022;})",
             R"({&amp;quot;sharedSecret&amp;quot;:&amp;quot;s3cr3t&amp;quot;})",
             R"({&quot;a&quot;:&quot;{\&quot;sharedSecret\&quot;:\&quot;s3cr3t\&quot;}&quot;})",
             R"({&quot;password&quot;:&quot;a\&quot;s3cr3t&quot;})",
             R"({&quot;password&quot;:&quot;&lt;s3cr3t&gt;&quot;})",
             R"({&quot;password&quot;:&quot;s3cr3t)",
             R"(?context=%7B%22password%22%3A%22s3cr3t%22%7D)",
             R"(context=%7B%22password%22%20:+%22a%5C%22s3cr3t%22%7D)",
             R"(%7B%22a%22:%22%7B%5c%22password%5c%22:%5c%22a%5C%5C%5C%22s3cr3t%5c%22%7D%22%7D)",
             R"({"a":"{\u0022password\u0022:\u0022a\\\u0022s3cr3t\u0022}"})",
             R"({"a":"{\\u0022password\\u0022:\\u0022a\\\\u0022s3cr3t\\u0022}"})",
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
    EXPECT_EQ(shown(R"(<a data-a="{&quot;password&quot;:&quot;s&quot;,&quot;b&quot;:1}" b>)"),
              R"(<a data-a="{&quot;password&quot;:&quot;[masked]&quot;,&quot;b&quot;:1}" b>)");
    EXPECT_EQ(shown(R"(<a data-a="{&quot;password&quot;:&quot;s" b="c">)"),
              R"(<a data-a="{&quot;password&quot;:&quot;[masked]" b="c">)");
    EXPECT_EQ(shown(R"({&quot;a&quot;:&quot;\&quot;jwt\&quot;:\&quot;s\\\\\&quot;,1&quot;})"),
              R"({&quot;a&quot;:&quot;\&quot;jwt\&quot;:\&quot;[redacted signature]\&quot;,1&quot;})");
    EXPECT_EQ(shown("a=%22password%22%3A%22s%22%7D&b=1"), "a=%22password%22%3A%22[masked]%22%7D&b=1");
    EXPECT_EQ(shown("a=%22password%22%3A%22s&b=1"), "a=%22password%22%3A%22[masked]&b=1");
    EXPECT_EQ(shown(R"({"a":"{\u0022token\u0022:\u0022s\\\\\u0022,1}","b":2})"),
              R"({"a":"{\u0022token\u0022:\u0022[masked]\u0022,1}","b":2})");
    EXPECT_EQ(shown("&quot;token&quot; is &quot;a&quot;, &#34token&#34:&#34a&#34, &lt;token&lt;:&lt;a&lt;"),
              "&quot;token&quot; is &quot;a&quot;, &#34token&#34:&#34a&#34, &lt;token&lt;:&lt;a&lt;");
    EXPECT_EQ(shown("exports.default.foo a.example.com password_age=1"),
              "exports.default.foo a.example.com password_age=1");
}

std::string shown_body(std::string const& body)
{
    return masked(exchange({.url = "http://a.example/", .body = body}), Redactor()).start.request.body;
}

TEST(MaskedExchange, has_no_secret_whose_name_is_in_brackets_or_encoded)
{
    for (auto const& [body, shown] : std::initializer_list<std::pair<char const*, char const*>>{
             {"user[password]=s&a=1", "user[password]=[masked]&a=1"},
             {"user%5Bpassword%5D=s&a=1", "user%5Bpassword%5D=[masked]&a=1"},
             {"user[passwords][0][secret]=s", "user[passwords][0][secret]=[masked]"},
             {"password[0]=s&token[]=t", "password[0]=[masked]&token[]=[masked]"},
             {"a=b%26user%5bpassword%5d%3Ds%26c", "a=b%26user%5bpassword%5d%3D[masked]%26c"},
             {"%70assword=s&access%5Ftoken=s", "%70assword=[masked]&access%5Ftoken=[masked]"},
             {R"({"user[password]":"s","b":1})", R"({"user[password]":"[masked]","b":1})"},
             {"[token=s", "[token=[masked]"},
             {"my+token=s&my%20token=s&ns%3Atoken=s",
              "my+token=[masked]&my%20token=[masked]&ns%3Atoken=[masked]"},
             {"a.user%5Bpassword%5D=s", "a.user%5Bpassword%5D=[masked]"},
             {"user[token][type]=a&password[hint]=b", "user[token][type]=a&password[hint]=b"},
         })
        EXPECT_EQ(shown_body(body), shown);
}

TEST(MaskedExchange, has_no_secret_whose_name_or_sign_is_an_escape_of_json)
{
    for (auto const& [body, shown] : std::initializer_list<std::pair<char const*, char const*>>{
             {R"({"a":"b?c\u0026token\u003ds\u0026d\u003de"})",
              R"({"a":"b?c\u0026token\u003d[masked]\u0026d\u003de"})"},
             {R"({"a":"b?token\u003Ds"})", R"({"a":"b?token\u003D[masked]"})"},
             {R"({"a":"{\"b\":\"c?token\\u003ds\\u0026d\"}"})",
              R"({"a":"{\"b\":\"c?token\\u003d[masked]\\u0026d\"}"})"},
             {R"({"a":"b?token=s\u002Bt\/u\u003d\u003d\u0026c"})", R"({"a":"b?token=[masked]\u0026c"})"},
             {R"({"a":"\u003cb token\u003d\"s\" c\u003e"})",
              R"({"a":"\u003cb token\u003d\"[masked]\" c\u003e"})"},
             {R"({"to\u006Ben":"s","\u0074oken":"s","b":1})",
              R"({"to\u006Ben":"[masked]","\u0074oken":"[masked]","b":1})"},
             {R"({"a":"{\"to\\u006ben\":\"s\"}"})", R"({"a":"{\"to\\u006ben\":\"[masked]\"}"})"},
             {"a&to\\u006ben=s", "a&to\\u006ben=[masked]"},
             {"\\u00e9\\u2603\\u00\\", "\\u00e9\\u2603\\u00\\"},
         })
        EXPECT_EQ(shown_body(body), shown);
}

TEST(MaskedExchange, has_no_member_whose_name_ends_as_one_of_a_secret)
{
    for (auto const* name : {"ns:token", "oauth/token", "oauth.token", "$token", "@token", "\u00e9_token",
                             "\\u00e9_token", "csrf token", "a@b:Client-Secret", "xsrf.jwt"}) {
        auto const is_jwt = std::string_view(name).ends_with("jwt");
        for (auto const* quote :
             {"\"", "\\\"", "\\\\\\\"", "%22", "%5C%22", "&quot;", "\\&#34;", "\\u0022"}) {
            auto const member = text(quote, name, quote);
            auto const shown = shown_body(text("{", member, text(":", quote, text("s3cr3t", quote, ",1}"))));
            EXPECT_EQ(shown, text("{", member,
                                  text(":", quote,
                                       text(is_jwt ? "[redacted signature]" : "[masked]", quote, ",1}"))));
        }
    }
    for (auto const* body : {R"({"a:token":true,"a":"b token","c":1})", R"({"a:nextPageToken":"b"})",
                             R"(["token","a:token", "b"])", R"({"token ":"a","token1":"b"})"})
        EXPECT_EQ(shown_body(body), body);
}

TEST(MaskedExchange, has_no_credentials_in_json_and_forms)
{
    EXPECT_EQ(shown_body(R"({"Authorization":"Basic s","Cookie":"a=s"})"),
              R"({"Authorization":"Basic [masked]","Cookie":"[masked]"})");
    EXPECT_EQ(shown_body("authorization=Basic%20s&a"), "authorization=[masked]&a");
    EXPECT_EQ(shown_body(text(R"({"authorization":"JWT )", token, R"("})")),
              text(R"({"authorization":"JWT )", without_signature, R"("})"));
}

TEST(MaskedExchange, has_nothing_of_a_value_with_an_apostrophe)
{
    for (auto const& [body, shown] : std::initializer_list<std::pair<char const*, char const*>>{
             {"password=it'sREST&a=1", "password=[masked]&a=1"},
             {"a='b&password=it'sREST", "a='b&password=[masked]"},
             {"it's so: password=it'sREST", "it's so: password=[masked]"},
             {R"({"a":"b='c&password=it'sREST"})", R"({"a":"b='c&password=[masked]"})"},
             {"'?token=s' b", "'?token=[masked]' b"},
             {"<a href='?a=b&token=s' id='c'>", "<a href='?a=b&token=[masked]' id='c'>"},
             {"<a id='c' data-token='s' b='c'>", "<a id='c' data-token='[masked]' b='c'>"},
             {R"(<a data-token="s" b="c">)", R"(<a data-token="[masked]" b="c">)"},
             {R"({"a":"<a data-token=\"s\" b>"})", R"({"a":"<a data-token=\"[masked]\" b>"})"},
         })
        EXPECT_EQ(shown_body(body), shown);
}

TEST(MaskedExchange, has_nothing_of_a_value_that_is_no_string)
{
    for (auto const& [body, shown] : std::initializer_list<std::pair<char const*, char const*>>{
             {R"({"token":-12.5e3,"b":1})", R"({"token":"[masked]","b":1})"},
             {R"({"token" : ["s",{"a":"]}"}] ,"b":1})", R"({"token" : "[masked]" ,"b":1})"},
             {R"({"secret":{"a":[1,"\"}"]},"b":{}})", R"({"secret":"[masked]","b":{}})"},
             {R"({"secret":{"a":"s)", R"({"secret":"[masked]")"},
             {R"({"a":"{\"token\":[\"s]\"],\"b\":1}","c":2})",
              R"({"a":"{\"token\":\"[masked]\",\"b\":1}","c":2})"},
             {R"({"a":"{\"token\":[1,","c":2})", R"({"a":"{\"token\":\"[masked]\"","c":2})"},
             {"a=%22token%22%3A%5B%22s%5D%22%5D%7D&b=1", "a=%22token%22%3A%22[masked]%22%7D&b=1"},
             {"a=%22token%22%3A%7B%22s&b=1", "a=%22token%22%3A%22[masked]%22&b=1"},
             {R"(<a b="{&quot;token&quot;:[1,&quot;s&quot;]}">)",
              R"(<a b="{&quot;token&quot;:&quot;[masked]&quot;}">)"},
             {R"({"token":null,"secret":true,"password":false})",
              R"({"token":null,"secret":true,"password":false})"},
         })
        EXPECT_EQ(shown_body(body), shown);
}

std::string repeated(std::string_view part, std::size_t count)
{
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
        out += part;
    return out;
}

TEST(MaskedExchange, is_made_in_one_pass_however_deep_it_is)
{
    constexpr std::size_t depth = 200'000;
    EXPECT_EQ(shown_body(text(R"({"token":)", std::string(depth, '['))), R"({"token":"[masked]")");
    EXPECT_EQ(shown_body(std::string(depth, '\'')), std::string(depth, '\''));
    EXPECT_EQ(shown_body(std::string(depth, '[')), std::string(depth, '['));
    for (auto const* part : {"\\", "token\\", "\\u0074", "token%5C", "token&amp;"})
        EXPECT_EQ(shown_body(repeated(part, depth / 10)), repeated(part, depth / 10)) << part;
    EXPECT_EQ(shown_body(repeated("token\\u003d", depth / 10)), "token\\u003d[masked]");
    std::string parameters;
    std::string shown;
    for (std::size_t i = 0; i < depth / 10; ++i) {
        parameters += "token%3Da%26";
        shown += "token%3D[masked]%26";
    }
    EXPECT_EQ(shown_body(parameters), shown);
}

TEST(MaskedExchange, has_no_token_of_a_form)
{
    auto const shown = [](std::string const& body) {
        return masked(exchange({.method = "POST",
                                .url = "http://a.example/",
                                .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                                .body = body}),
                      Redactor())
            .start.request.body;
    };
    EXPECT_EQ(shown("jwt=s3cr3t&a=1"), "jwt=[redacted signature]&a=1");
    EXPECT_EQ(shown("jwt=s3.cr3t"), "jwt=[redacted signature]");
    EXPECT_EQ(shown("a=1&assertion=s3cr3t"), "a=1&assertion=[redacted signature]");
    EXPECT_EQ(shown("a=1&acpt=s3cr3t"), "a=1&acpt=[masked]");
    for (auto const* name : {"jwt", "acpt", "assertion"})
        EXPECT_EQ(shown(text(name, std::string("=").append(token))),
                  text(name, std::string("=").append(without_signature)));
}

TEST(MaskedExchange, has_no_signature_of_a_token_whose_header_has_blanks)
{
    auto const kept = masked(exchange({.url = "http://a.example/",
                                       .headers = {{"Authorization", "Bearer s3cr3t[redacted signature]"}},
                                       .body = "it.is.eyAiYWxnIjoxfQ.eyAiYSI6MX0.c2ln."}),
                             Redactor());
    EXPECT_EQ(kept.start.request.body, "it.is.eyAiYWxnIjoxfQ.eyAiYSI6MX0.[redacted signature].");
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
    RecordedExchange told;
    told.note = told.start.purpose = told.start.change = "it was 0123456789abcdef";
    auto const shown = masked(told, redactor);
    for (auto const& words : {shown.note, shown.start.purpose, shown.start.change})
        EXPECT_EQ(words, "it was [redacted shared secret]");
}

TEST(MaskedExchange, without_an_answer_still_has_none)
{
    EXPECT_FALSE(masked(exchange({.url = "http://a.example/"}), Redactor()).outcome);
}

TEST(MaskedExchange, that_was_cut_still_is)
{
    auto cut = exchange({.url = "http://a.example/", .body = R"({"sharedSecret":"abcdefghijklmnop)"});
    cut.request_body_bytes = 1000;
    auto response = http::make_response(200, "", R"({"sharedSecret":"abcdefghijklmnop)");
    response.body_bytes = 1000;
    cut.outcome = response;
    auto const kept = masked(cut, Redactor());
    EXPECT_TRUE(kept.request_truncated());
    EXPECT_TRUE(kept.response()->body_truncated());
    cut.outcome = http::make_response(200, "", R"({"sharedSecret":"abcdefghijklmnop"})");
    EXPECT_FALSE(masked(cut, Redactor()).response()->body_truncated()) << "shorter, and whole";
}

} // namespace
} // namespace postern::simulator::inspector
