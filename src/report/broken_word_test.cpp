#include "http/curl.hpp"
#include "report/broken_word.hpp"
#include "report/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace postern::report {
namespace {

// What a POSIX shell reads: a backslash takes the line's end away, quotation marks hold everything but
// themselves.
std::string read_by_shell(std::vector<std::string> const& lines)
{
    std::string all;
    for (auto const& line : lines)
        all += line + '\n';
    std::string value;
    bool quoted = false;
    for (std::size_t at = 0; at + 1 < all.size(); ++at) {
        if (all[at] == '\'')
            quoted = !quoted;
        else if (quoted || all[at] != '\\')
            value += all[at];
        else if (all[++at] != '\n')
            value += all[at];
    }
    return value;
}

TEST(BrokenWord, stays_one_word_for_the_shell)
{
    EXPECT_THAT(broken_word("--url abcdefghijkl", 10, 12),
                testing::ElementsAre("--url ab\\", "''cdefghij\\", "''kl"));
    EXPECT_THAT(broken_word("'a b c d e f g'", 10, 12), testing::ElementsAre("'a b c d'\\", "' e f g'"));
    EXPECT_THAT(broken_word("short", 10, 12), testing::ElementsAre("short"));
    EXPECT_EQ(read_by_shell({"'it'\\''s \\'"}), "it's \\");
}

TEST(BrokenWord, tears_no_token_from_a_file)
{
    EXPECT_THAT(broken_word("--header 'Authorization: JWT '\"$(cat USER_JWT_FILE)\"'abcdef'", 32, 28),
                testing::ElementsAre("--header 'Authorization: JWT '\\", "''\"$(cat USER_JWT_FILE)\"'a'\\",
                                     "'bcdef'"));
}

TEST(BrokenWord, tears_no_character)
{
    for (auto const& piece :
         broken_word("'\u00e4\u00f6\u00fc\u4e16\u754c\U0001f600\u00e4\u00f6\u00fc'", 10, 10))
        EXPECT_EQ(printable(piece, Characters::utf8), piece);
}

RC_GTEST_PROP(BrokenWordProperty, means_what_the_word_means, (std::string text))
{
    std::erase(text, '\0');
    auto const first = *rc::gen::inRange(broken_columns_min, 80);
    auto const rest = *rc::gen::inRange(broken_columns_min, 80);
    auto const pieces = broken_word(http::shell_quoted(text), first, rest);
    RC_ASSERT(read_by_shell(pieces) == text);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        RC_ASSERT(pieces[i].size() <= static_cast<std::size_t>(i == 0 ? first : rest));
        RC_ASSERT(i == 0 || pieces[i].front() == '\'');
    }
}

} // namespace
} // namespace postern::report
