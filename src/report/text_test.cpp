#include "report/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace postern::report {
namespace {

using testing::ElementsAre;

struct Row {
    char const* sentence;
    std::string_view text;
    char const* utf8;
    char const* ascii;
};

TEST(Printable, writes_out_what_cannot_be_seen)
{
    std::vector<Row> const rows{
        {"plain text stays", "a b~", "a b~", "a b~"},
        {"an escape sequence", "\x1b[2Jx", R"(\x1b[2Jx)", R"(\x1b[2Jx)"},
        {"line breaks, tab, bell, delete", "\r\n\t\a\x7f", R"(\x0d\x0a\x09\x07\x7f)",
         R"(\x0d\x0a\x09\x07\x7f)"},
        {"a control sequence introducer of C1", "\u009b31m", R"(\u{9b}31m)", R"(\u{9b}31m)"},
        {"the same as a single byte",
         "\x9b"
         "31m",
         R"(\x9b31m)", R"(\x9b31m)"},
        {"an override of the direction of writing", "\u202egnp", R"(\u{202e}gnp)", R"(\u{202e}gnp)"},
        {"a zero-width joiner and a byte order mark", "\u200d\ufeff", R"(\u{200d}\u{feff})",
         R"(\u{200d}\u{feff})"},
        {"a tag character", "\U000e0041", R"(\u{e0041})", R"(\u{e0041})"},
        {"letters of other scripts", "Ünï 面", "Ünï 面", R"(\u{dc}n\u{ef} \u{9762})"},
        {"an overlong sequence", "\xc0\xaf", R"(\xc0\xaf)", R"(\xc0\xaf)"},
        {"a surrogate", "\xed\xa0\x80", R"(\xed\xa0\x80)", R"(\xed\xa0\x80)"},
        {"a sequence that is cut off", "\xe2\x80", R"(\xe2\x80)", R"(\xe2\x80)"},
    };
    for (auto const& row : rows) {
        EXPECT_EQ(printable(row.text, Characters::utf8), row.utf8) << row.sentence;
        EXPECT_EQ(printable(row.text, Characters::ascii), row.ascii) << row.sentence;
    }
}

RC_GTEST_PROP(Printable, has_no_control_byte_and_changes_nothing_the_second_time, (std::string text))
{
    for (auto const characters : {Characters::ascii, Characters::utf8}) {
        auto const shown = printable(text, characters);
        RC_ASSERT(std::ranges::none_of(shown, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }));
        RC_ASSERT(printable(shown, characters) == shown);
    }
}

TEST(Columns, count_wide_characters_twice)
{
    EXPECT_EQ(columns("abc"), 3);
    EXPECT_EQ(columns("Ü…"), 2);
    EXPECT_EQ(columns("面🙂"), 4);
}

TEST(CutInTheMiddle, keeps_both_ends)
{
    EXPECT_EQ(cut_in_the_middle("https://app.example/a/very/long/path?x=1", 16, Characters::utf8),
              "https://ap…h?x=1");
    EXPECT_EQ(cut_in_the_middle("https://app.example/a/very/long/path?x=1", 16, Characters::ascii),
              "https://a...?x=1");
    EXPECT_EQ(cut_in_the_middle("short", 5, Characters::utf8), "short");
    EXPECT_EQ(cut_in_the_middle("面面面面面面", 7, Characters::utf8), "面面…面");
}

TEST(Wrapped, breaks_at_spaces)
{
    EXPECT_THAT(wrapped("one two three", 7, Characters::utf8), ElementsAre("one two", "three"));
    EXPECT_THAT(wrapped("  one  two ", 20, Characters::utf8), ElementsAre("one  two"));
    EXPECT_THAT(wrapped("a abcdefghij b", 6, Characters::ascii), ElementsAre("a", "ab...j", "b"));
    EXPECT_THAT(wrapped("", 20, Characters::utf8), ElementsAre());
    EXPECT_THAT(wrapped("   ", 20, Characters::utf8), ElementsAre());
}

RC_GTEST_PROP(Wrapped, gives_no_line_that_is_too_wide, (std::string text))
{
    auto const width = *rc::gen::inRange(ellipsis_columns_min, 30);
    for (auto const characters : {Characters::ascii, Characters::utf8})
        for (auto const& line : wrapped(printable(text, characters), width, characters))
            RC_ASSERT(columns(line) <= width);
}

} // namespace
} // namespace postern::report
