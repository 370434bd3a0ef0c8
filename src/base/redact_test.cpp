#include "base/redact.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace postern {
namespace {

constexpr std::string_view secret = "s3cr3t+/=&\"x\\end";

Redactor redactor()
{
    return *Redactor::make({{"user token", "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl"},
                            {"tenant secret", std::string(secret)}});
}

TEST(Redactor, says_what_stood_there)
{
    EXPECT_EQ(redactor().redacted(
                  "?jwt=eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl&a=eyJhbGciOiJIUzI1NiJ9.x"),
              "?jwt=[redacted user token]&a=eyJhbGciOiJIUzI1NiJ9.x");
    EXPECT_EQ(redactor().redacted("nothing here"), "nothing here");
    EXPECT_EQ(redactor().redacted(""), "");
    EXPECT_EQ(Redactor().redacted("nothing is known"), "nothing is known");
}

struct Row {
    char const* sentence;
    std::string text;
};

TEST(Redactor, knows_the_ways_in_which_a_text_can_hold_a_secret)
{
    std::vector<Row> const rows{
        {"as it is", std::string(secret)},
        {"percent-encoded", "s3cr3t%2B%2F%3D%26%22x%5Cend"},
        {"percent-encoded in lower case", "s3cr3t%2b%2f%3d%26%22x%5cend"},
        {"percent-encoded where it need not be", "%73%33%63%72%33%74%2B/%3D%26%22x%5Cend"},
        {"percent-encoded twice", "s3cr3t%252B%252F%253D%2526%2522x%255Cend"},
        {"in a JSON string", R"(s3cr3t+/=&\"x\\end)"},
        {"in a JSON string with escaped slashes", R"(s3cr3t+\/=&\"x\\end)"},
        {"in a JSON string for HTML", R"(s3cr3t\u002b/\u003D\u0026\"x\\end)"},
        {"in a JavaScript string", R"(s3cr3t\x2b/=\x26\x22x\\end)"},
        {"in HTML", "s3cr3t+/=&amp;&quot;x\\end"},
        {"in HTML with numbers", "s3cr3t&#43;&#x2F;&#61;&#38;&#34;x&#92;end"},
    };
    for (auto const& [sentence, text] : rows)
        EXPECT_EQ(redactor().redacted("<" + text + ">"), "<[redacted tenant secret]>") << sentence;
}

TEST(Redactor, replaces_a_secret_that_was_cut_off)
{
    EXPECT_EQ(redactor().redacted("a s3cr3t+/"), "a [redacted tenant secret]");
    EXPECT_EQ(redactor().redacted("a s3cr3t+"), "a s3cr3t+");
}

TEST(Redactor, prefers_the_longer_secret)
{
    auto const both = *Redactor::make({{"short", "12345678"}, {"long", "1234567890"}});
    EXPECT_EQ(both.redacted("1234567890 12345678x"), "[redacted long] [redacted short]x");
}

TEST(Redactor, refuses_what_would_not_work)
{
    EXPECT_EQ(Redactor::make({{"user token", "1234567"}}).error(), SecretError::too_short);
    EXPECT_EQ(Redactor::make({{"user\ntoken", "12345678"}}).error(), SecretError::what_not_words);
    EXPECT_EQ(Redactor::make({{"", "12345678"}}).error(), SecretError::what_not_words);
}

// Any mixture of notations, byte by byte.
RC_GTEST_PROP(RedactorProperty, no_notation_hides_a_secret,
              (std::string const& before, std::string const& after,
               std::vector<std::uint8_t> const& notations))
{
    std::string value = "k=" + before + "+0123456789/%\\";
    auto const one = *Redactor::make({{"key", value}});
    std::string text = "(";
    for (std::size_t i = 0; i < value.size(); ++i) {
        auto const byte = static_cast<std::uint8_t>(value[i]);
        switch (notations.empty() ? 0 : notations[i % notations.size()] % 4) {
        case 0:
            text += fmt::format("%{:02X}", byte);
            break;
        case 1:
            text += fmt::format("\\u00{:02x}", byte);
            break;
        case 2:
            text += fmt::format("&#{};", byte);
            break;
        default:
            text += fmt::format("&#x{:x};", byte);
            break;
        }
    }
    RC_ASSERT(one.redacted(text + after).starts_with("([redacted key]"));
    RC_ASSERT(one.redacted("(" + value + after).starts_with("([redacted key]"));
}

// What is redacted holds nothing to redact, and a text without secrets is left alone.
RC_GTEST_PROP(RedactorProperty, leaves_other_text_alone, (std::string const& text))
{
    RC_PRE(!text.contains("0123"));
    auto const one = *Redactor::make({{"key", "0123456789"}});
    RC_PRE(!text.contains('%') && !text.contains('\\') && !text.contains('&'));
    RC_ASSERT(one.redacted(text) == text);
}

} // namespace
} // namespace postern
