#include "base/redact.hpp"
#include "http/curl.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cstdio>
#include <memory>

namespace postern::http {
namespace {

CurlSettings const settings{.base_url = "https://app.example/base"};

Request get() { return {.url = "https://app.example/foo.html?a=1&b={x}"}; }

// What a POSIX shell prints for `command`.
std::string shell(std::string const& command)
{
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::string output;
    std::array<char, 4096> buffer{};
    while (auto const size = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
        output.append(buffer.data(), size);
    return output;
}

struct Row {
    char const* sentence;
    Request request;
    char const* line;
};

TEST(CurlLine, repeats_the_request)
{
    auto with_headers = get();
    with_headers.headers = {
        {"Authorization", "JWT [token of 120 characters]"}, {"Host", "app.example"}, {"X-A", ""}};
    auto const redactor = Redactor::make({{std::string(user_token_words), "eyJh.eyJi.c2ln"}}).value();
    auto with_user_token = get();
    with_user_token.headers = {{"Authorization", redactor.redacted("JWT eyJh.eyJi.c2ln")}};
    with_user_token.url = redactor.redacted("https://app.example/$(id)?jwt=eyJh.eyJi.c2ln&a=1");
    auto post = get();
    post.method = "POST";
    post.headers = {{"Content-Type", "application/json"}};
    post.body = R"({"it's": 1})";
    auto untyped = post;
    untyped.headers = {};
    untyped.body = "@file";
    auto lines = post;
    lines.body = "-1%\n\\ü";
    auto hostile = get();
    hostile.url = "https://app.example/$(touch x)'\n\x1b[2J";
    hostile.method = "GET --output x";

    std::vector<Row> const rows{
        {"a plain address",
         {.url = "https://app.example/foo"},
         "curl --include --globoff --path-as-is --url https://app.example/foo"},
        {"an address with characters of the shell", get(),
         "curl --include --globoff --path-as-is --url 'https://app.example/foo.html?a=1&b={x}'"},
        {"headers, with redacted parts as they are and without those that curl makes", with_headers,
         "curl --include --globoff --path-as-is --header 'Authorization: JWT [token of 120 characters]' "
         "--header 'X-A;' --url 'https://app.example/foo.html?a=1&b={x}'"},
        {"the user's token, from a file", with_user_token,
         "curl --include --globoff --path-as-is --header 'Authorization: JWT '\"$(cat USER_JWT_FILE)\" "
         "--url 'https://app.example/$(id)?jwt='\"$(cat USER_JWT_FILE)\"'&a=1'"},
        {"a body", post,
         "curl --include --globoff --path-as-is --request POST --header 'Content-Type: application/json' "
         R"(--data-raw '{"it'\''s": 1}' --url 'https://app.example/foo.html?a=1&b={x}')"},
        {"a body without a type that looks like a file's name", untyped,
         "curl --include --globoff --path-as-is --request POST --header Content-Type: --data-raw @file "
         "--url 'https://app.example/foo.html?a=1&b={x}'"},
        {"a body with bytes that a line cannot carry", lines,
         R"(printf '\0551%%\n\\\303\274' | curl --include --globoff --path-as-is --request POST )"
         "--header 'Content-Type: application/json' --data-binary @- "
         "--url 'https://app.example/foo.html?a=1&b={x}'"},
        {"a request without a body",
         {.method = "HEAD", .url = "https://app.example/"},
         "curl --include --globoff --path-as-is --head --url https://app.example/"},
        {"a method and an address that try to break out", hostile,
         "curl --include --globoff --path-as-is --request 'GET --output x' "
         R"(--url 'https://app.example/$(touch x)'\''%0A%1B[2J')"},
    };
    for (auto const& row : rows)
        EXPECT_EQ(curl_line(row.request, settings), row.line) << row.sentence;
}

TEST(CurlLine, checks_certificates_as_the_scan_did)
{
    auto unchecked = settings;
    unchecked.certificates = CurlSettings::Certificates::not_checked;
    EXPECT_EQ(curl_line({.url = "https://app.example/"}, unchecked),
              "curl --include --globoff --path-as-is --insecure --url https://app.example/");
    EXPECT_EQ(curl_line({.url = "http://app.example/"}, unchecked),
              "curl --include --globoff --path-as-is --url http://app.example/");
}

TEST(CurlLine, sends_the_users_token_to_no_other_site)
{
    for (auto const* url :
         {"https://evil.example/?jwt=[redacted user token]", "http://app.example/?jwt=[redacted user token]",
          "https://app.example:8443/?jwt=[redacted user token]",
          "https://app.example@evil.example/?jwt=[redacted user token]",
          "https://app.example.evil.example?jwt=[redacted user token]",
          "https://evil.example/[redacted user token]",
          "https://evil.example\\@app.example/?[redacted user token]", "[redacted user token]"})
        EXPECT_FALSE(curl_line({.url = url, .headers = {{"X-A", "[redacted user token]"}}}, settings)
                         .contains(token_from_file))
            << url;
}

TEST(CurlLine, lets_the_shell_put_the_users_token_in)
{
    auto const folder = testing::TempDir() + "postern-curl-line";
    auto const line =
        curl_line({.url = "https://app.example/$(id)?jwt=[redacted user token]&a='`id`"}, settings);
    auto const address = line.substr(line.find("--url ") + 6);
    EXPECT_EQ(
        shell(fmt::format("mkdir -p {0} && cd {0} && echo eyJh.eyJi.c2ln > USER_JWT_FILE && printf %s {1}; "
                          "rm -r {0}",
                          shell_quoted(folder), address)),
        "https://app.example/$(id)?jwt=eyJh.eyJi.c2ln&a='`id`");
}

RC_GTEST_PROP(ShellQuoted, is_one_word_with_the_same_bytes_to_a_shell, ())
{
    auto const word =
        *rc::gen::container<std::string>(rc::gen::distinctFrom(rc::gen::arbitrary<char>(), '\0'));
    RC_ASSERT(shell("printf %s " + shell_quoted(word)) == word);
}

RC_GTEST_PROP(CurlLine, pipes_the_bytes_of_the_body_into_curl, ())
{
    auto const body = *rc::gen::arbitrary<std::string>() + '\n';
    auto const line = curl_line({.method = "POST", .url = "https://app.example/", .body = body}, settings);
    RC_ASSERT(!line.contains('\n'));
    RC_ASSERT(shell(line.substr(0, line.find(" | curl "))) == body);
}

} // namespace
} // namespace postern::http
