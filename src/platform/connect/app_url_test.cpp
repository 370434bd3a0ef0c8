#include "platform/connect/app_url.hpp"

#include <gtest/gtest.h>

namespace postern::platform::connect {
namespace {

std::string located(std::string_view url_template, char const* base, std::string_view declared = "")
{
    auto const result = locate(url_template, *http::parse_url(base), declared);
    if (result)
        return *result;
    return (result.error().why == NoRequest::Why::unusable ? "unusable: " : "not: ") + result.error().reason;
}

struct Row {
    char const* name;
    char const* url_template;
    char const* base;
    char const* expected;
};

TEST(AppUrl, putsARelativeUrlBehindTheBaseUrl)
{
    for (auto const& [name, url_template, base, expected] : std::vector<Row>{
             {"a path", "/foo", "https://app.example", "https://app.example/foo"},
             {"a path under a base path", "/foo", "https://app.example/base", "https://app.example/base/foo"},
             {"a base path with a slash at its end", "/foo", "https://app.example/base/",
              "https://app.example/base/foo"},
             {"a path without its slash", "foo", "https://app.example/base", "https://app.example/base/foo"},
             {"only a query under a base path", "?a=b", "https://app.example/base",
              "https://app.example/base?a=b"},
             {"only a query", "?a=b", "https://app.example", "https://app.example/?a=b"},
             {"nothing", "", "https://app.example", "https://app.example/"},
             {"nothing under a base path", "", "https://app.example/base", "https://app.example/base"},
             {"a placeholder", "/{issue.key}?a={b}", "https://app.example",
              "https://app.example/{issue.key}?a={b}"},
             {"a port", "/foo", "http://localhost:3000", "http://localhost:3000/foo"},
             {"a path with a colon", "/webhook/jira:issue", "https://app.example",
              "https://app.example/webhook/jira:issue"},
             {"what would be a user's name", "@evil.example/", "https://app.example",
              "https://app.example/@evil.example/"},
             {"what would lengthen the host", ".evil.example/", "https://app.example",
              "https://app.example/.evil.example/"}})
        EXPECT_EQ(located(url_template, base), expected) << name;
}

TEST(AppUrl, knowsTheAppsOwnOrigin)
{
    for (auto const& [name, url_template, base, expected] : std::vector<Row>{
             {"the same origin", "https://app.example/foo?a={b}", "https://app.example/base",
              "https://app.example/foo?a={b}"},
             {"in capitals and with the port", "HTTPS://APP.example:443/foo", "https://app.example",
              "https://app.example/foo"},
             {"without a path", "https://app.example", "https://app.example/base", "https://app.example"},
             {"another host", "https://vendor.example/foo", "https://app.example",
              "not: another host: https://vendor.example"},
             {"another port", "https://app.example:8443/", "https://app.example",
              "not: another host: https://app.example:8443"},
             {"another scheme", "http://app.example/", "https://app.example",
              "not: another host: http://app.example"},
             {"a host below the app's", "https://x.app.example/", "https://app.example",
              "not: another host: https://x.app.example"},
             {"a host in the user's place", "https://app.example@evil.example/", "https://app.example",
              "unusable: the URL carries a user name or password; take it out"},
             {"a host behind a backslash", "https://app.example\\@evil.example/", "https://app.example",
              "https://app.example/@evil.example/"},
             {"a placeholder in the host", "https://{x}.example/", "https://app.example",
              "not: another host: https://{x}.example"},
             {"no scheme", "//app.example/foo", "https://app.example", "not: another host: //app.example"},
             {"a mail address", "mailto:a@b.example", "https://app.example", "not: neither http nor https"},
             {"a script", "javascript:alert(1)", "https://app.example", "not: neither http nor https"}})
        EXPECT_EQ(located(url_template, base), expected) << name;
}

TEST(AppUrl, readsTheTemplateOfTheBaseUrlAsTheBaseUrl)
{
    EXPECT_EQ(located("{{localBaseUrl}}/foo", "https://app.example/base", "{{localBaseUrl}}"),
              "https://app.example/base/foo");
    EXPECT_EQ(located("https://prod.example/foo", "https://app.example", "https://prod.example"),
              "not: another host: https://prod.example");
}

TEST(AppUrl, limitsTheLength)
{
    EXPECT_EQ(located(std::string(url_template_max_bytes + 1, 'a'), "https://app.example"),
              "unusable: longer than 4096 bytes");
}

TEST(AppUrl, knowsTemplates)
{
    for (auto const* text :
         {"{{localBaseUrl}}", "${addon.base-url}", "http://localhost:${port}", "{% url %}"})
        EXPECT_TRUE(is_unrendered(text)) << text;
    EXPECT_FALSE(is_unrendered("https://app.example/{x}"));
}

} // namespace
} // namespace postern::platform::connect
