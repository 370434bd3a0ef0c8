#include "cli/targets.hpp"
#include "support/source_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace postern::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

auto read(std::string const& text)
{
    std::istringstream in(text);
    return read_targets(in, "apps.txt", support::source_dir() / "tests/apps");
}

TEST(Targets, stand_on_a_line_each)
{
    auto const targets = read("# our apps\n"
                              "https://one.example/atlassian-connect.json\r\n"
                              "\n"
                              "  csrt-08-cacheable/app.json   http://localhost:3000\n");
    ASSERT_TRUE(targets) << targets.error();
    EXPECT_THAT(*targets, ElementsAre(ScanTarget{.descriptor = "https://one.example/atlassian-connect.json",
                                                 .folder = "one.example"},
                                      ScanTarget{.descriptor = support::source_dir() /
                                                               "tests/apps/csrt-08-cacheable/app.json",
                                                 .base_url = "http://localhost:3000",
                                                 .folder = "localhost"}));
}

TEST(Targets, that_cannot_be_are_named_with_their_line)
{
    struct Row {
        char const* sentence;
        std::string text;
        char const* message;
    };
    for (auto const& [sentence, text, message] : std::vector<Row>{
             {"nothing", "", "apps.txt: there is no target in it"},
             {"comments only", "# x\n\n", "there is no target in it"},
             {"a file that is not there", "\nnosuch.json", "apps.txt:2: there is no file"},
             {"an address that is none", "http://", "apps.txt:1: http://"},
             {"a base URL that is none", "https://a.example/x ftp://b", "apps.txt:1: ftp://b"},
             {"too many words", "https://a.example https://b.example c",
              "more than a descriptor and a base URL"},
             {"standard input", "-", "standard input cannot be one of several"},
             {"a list without end", std::string(targets_file_max_bytes + 1, '#'), "at most 1024 KiB"}}) {
        auto const targets = read(text);
        ASSERT_FALSE(targets) << sentence;
        EXPECT_THAT(targets.error(), HasSubstr(message)) << sentence;
    }
}

TEST(Targets, have_a_limit)
{
    std::string text;
    for (std::size_t i = 0; i <= targets_max; ++i)
        text += "https://a.example/x\n";
    EXPECT_THAT(read(text).error(), HasSubstr("apps.txt:1001: more than 1000 targets"));
}

// The name of a folder is made from what a list says: it must not lead elsewhere.
TEST(Targets, have_folders_that_stay_where_they_are)
{
    auto const targets = read("csrt-08-cacheable/app.json http://[::1]:80\n"
                              "https://App.example/a\n"
                              "https://app.example/b\n"
                              "csrt-08-cacheable/..\n");
    ASSERT_TRUE(targets) << targets.error();
    std::vector<std::string> folders;
    for (auto const& target : *targets)
        folders.push_back(target.folder);
    EXPECT_THAT(folders, ElementsAre("___1_", "app.example", "app.example-2", "_."));
}

} // namespace
} // namespace postern::cli
