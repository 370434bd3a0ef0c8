#include "http/url.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace postern::http {
namespace {

struct ParseRow {
    char const* sentence;
    char const* text;
    char const* expected; // the URL's text, or "" where it must fail
    UrlError error = UrlError::empty;
};

class ParseUrl : public testing::TestWithParam<ParseRow> {};

TEST_P(ParseUrl, row)
{
    auto const& row = GetParam();
    auto const url = parse_url(row.text);
    if (*row.expected) {
        ASSERT_TRUE(url) << row.sentence << ": " << describe(url.error());
        EXPECT_EQ(url->text(), row.expected) << row.sentence;
    } else {
        ASSERT_FALSE(url) << row.sentence << ": " << url->text();
        EXPECT_EQ(url.error(), row.error) << row.sentence;
    }
}

INSTANTIATE_TEST_SUITE_P(
    rows, ParseUrl,
    testing::Values(
        ParseRow{"a plain URL stays", "https://app.example.com/a?b=c", "https://app.example.com/a?b=c"},
        ParseRow{"an empty path becomes a slash", "http://localhost:3000", "http://localhost:3000/"},
        ParseRow{"scheme and host are lower case, the path is not", "HTTPS://APP.example.com/A",
                 "https://app.example.com/A"},
        ParseRow{"the scheme's own port is left out", "https://a.example:443/", "https://a.example/"},
        ParseRow{"an empty port is the scheme's own", "http://a.example:/x", "http://a.example/x"},
        ParseRow{"escapes and their case are kept", "http://a/%2f%2F?q=%7e+x", "http://a/%2f%2F?q=%7e+x"},
        ParseRow{"braces, spaces and non-ASCII bytes are encoded", "http://a/x y?k={é}",
                 "http://a/x%20y?k=%7B%C3%A9%7D"},
        ParseRow{"a percent sign that starts no escape is encoded", "http://a/100%", "http://a/100%25"},
        ParseRow{"brackets in the query are encoded", "http://a/?f[x]=1", "http://a/?f%5Bx%5D=1"},
        ParseRow{"a fragment is dropped", "http://a/b#c", "http://a/b"},
        ParseRow{"an IPv6 literal keeps its brackets", "http://[::1]:80/", "http://[::1]/"},
        ParseRow{"an empty query keeps its question mark", "http://a/?", "http://a/?"},
        ParseRow{"nothing is refused", "", "", UrlError::empty},
        ParseRow{"a relative URL is refused", "/atlassian-connect.json", "", UrlError::relative},
        ParseRow{"a URL without host is refused", "http:///x", "", UrlError::relative},
        ParseRow{"a file is refused for its scheme", "file:///etc/hosts", "", UrlError::scheme_not_http},
        ParseRow{"a host and port alone is relative", "localhost:3000", "", UrlError::relative},
        ParseRow{"another scheme is refused", "ftp://a/", "", UrlError::scheme_not_http},
        ParseRow{"a password in the URL is refused", "http://u:p@a/", "", UrlError::has_userinfo},
        ParseRow{"a port beyond 65535 is refused", "http://a:99999/", "", UrlError::malformed},
        ParseRow{"port zero is refused", "http://a:0/", "", UrlError::malformed},
        ParseRow{"a port that is no number is refused", "http://a:b/", "", UrlError::malformed},
        ParseRow{"a password that looks like a port is refused", "http://a.b:c@d/", "",
                 UrlError::has_userinfo},
        ParseRow{"two ports are refused", "http://a:1:2/", "", UrlError::malformed},
        ParseRow{"a space in the host is refused", "http://a b/", "", UrlError::malformed}));

TEST(ResolveUrl, joins_references_as_browsers_do)
{
    auto const base = parse_url("https://a.example/app/base?x=1");
    ASSERT_TRUE(base);
    EXPECT_EQ(resolve(*base, "/login")->text(), "https://a.example/login");
    EXPECT_EQ(resolve(*base, "other")->text(), "https://a.example/app/other");
    EXPECT_EQ(resolve(*base, "?y=2")->text(), "https://a.example/app/base?y=2");
    EXPECT_EQ(resolve(*base, "//b.example/z")->text(), "https://b.example/z");
    EXPECT_EQ(resolve(*base, "http://c.example")->text(), "http://c.example/");
    EXPECT_EQ(resolve(*base, "javascript:alert(1)").error(), UrlError::relative);
}

RC_GTEST_PROP(UrlProperty, text_of_a_parsed_url_parses_to_the_same, (std::string const& tail))
{
    auto const url = parse_url("http://a.example/" + tail);
    if (!url)
        return;
    auto const again = parse_url(url->text());
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == *url);
}

TEST(Url, a_form_is_read_with_its_escapes_and_whatever_is_none)
{
    EXPECT_EQ(form_decode("a+b%2Bc%2fd"), "a b+c/d");
    EXPECT_EQ(form_decode("100%"), "100%");
    EXPECT_EQ(form_decode("%4"), "%4");
    EXPECT_EQ(form_decode("%zz%41"), "%zzA");
}

} // namespace
} // namespace postern::http
