#include "cli/completion.hpp"
#include "support/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

CommandFacts program()
{
    OptionFacts const format{.names = {"--format"}, .value = "FORMAT", .words = {"json", "terminal"}};
    OptionFacts const out{.names = {"-o", "--out"}, .value = "FILE", .help = "where to"};
    OptionFacts const quiet{.names = {"-q", "--quiet"}, .help = "say nothing"};
    OptionFacts const file{.names = {"FILE"}, .value = "FILE"};
    CommandFacts const scan{
        .name = "scan", .help = "look", .options = {format, out, quiet}, .positionals = {file}};
    CommandFacts const mint{.name = "mint"};
    CommandFacts const token{.name = "token", .commands = {mint}};
    return {.name = "postern", .options = {quiet}, .commands = {scan, token}};
}

std::vector<std::string> words(std::vector<std::string> const& line)
{
    auto const found = complete(program(), line);
    std::vector<std::string> all;
    for (auto const& [word, help] : found.words)
        all.push_back(word);
    if (found.files == Completions::Files::yes)
        all.emplace_back("<files>");
    return all;
}

TEST(Completion, knows_what_may_come_next)
{
    struct Row {
        char const* sentence;
        std::vector<std::string> line;
        std::vector<std::string> expected;
    };
    for (auto const& [sentence, line, expected] : std::vector<Row>{
             {"every command", {""}, {"scan", "token"}},
             {"the command that was begun", {"s"}, {"scan"}},
             {"commands below a command", {"token", ""}, {"mint"}},
             {"files where one may stand", {"scan", ""}, {"<files>"}},
             {"nothing behind the last argument", {"scan", "app.json", ""}, {}},
             {"the options of that command", {"scan", "--o"}, {"--out"}},
             {"short ones too", {"scan", "-"}, {"--format", "-o", "--out", "-q", "--quiet"}},
             {"the values of an option", {"scan", "--format", ""}, {"json", "terminal"}},
             {"the value that was begun", {"scan", "--format", "t"}, {"terminal"}},
             {"the next of a list", {"scan", "--format", "json,t"}, {"json,terminal"}},
             {"a value behind =", {"scan", "--format=j"}, {"--format=json"}},
             {"a value behind = as bash tells it", {"scan", "--format", "=", "j"}, {"json"}},
             {"a value right behind that", {"scan", "--format", "="}, {"json", "terminal"}},
             {"files as a value", {"scan", "--out", "x"}, {"<files>"}},
             {"options behind a value", {"scan", "--out", "x", "--q"}, {"--quiet"}},
             {"an argument behind an option without a value", {"scan", "--quiet", ""}, {"<files>"}},
             {"nothing for an unknown command", {"nosuch", "x"}, {}},
             {"nothing for no line", {}, {}}})
        EXPECT_EQ(words(line), expected) << sentence;
}

TEST(Completion, is_asked_by_the_scripts_of_the_program_itself)
{
    support::CommandLine postern;
    auto const formats = postern.run({"complete", "scan", "--format", "j"});
    EXPECT_EQ(formats.status, exit_ok);
    EXPECT_THAT(formats.out, HasSubstr("json\t"));
    EXPECT_THAT(postern.run({"complete", "waive", "--reason", "ca"}).out, HasSubstr("cacheable-module\t"));
    EXPECT_THAT(postern.run({"complete", "sample", "--weakness", "open"}).out, HasSubstr("open-html\t"));
    EXPECT_EQ(postern.run({"complete", "token", "exp"}).out.substr(0, 8), "explain\t");
    EXPECT_THAT(postern.run({"complete", "scan", "--ca-file", ""}).out, HasSubstr(":\n"));
    EXPECT_THAT(postern.run({"complete", "scan", "--he"}).out, HasSubstr("--help\t"));
    EXPECT_THAT(postern.run({"complete", "--v"}).out, HasSubstr("--version\t"));
    EXPECT_THAT(postern.run({"--help"}).out, Not(HasSubstr("complete ")));
    for (auto const* shell : {"bash", "zsh", "fish"})
        EXPECT_THAT(postern.run({"completion", shell}).out, HasSubstr("complete ")) << shell;
    auto const unknown = postern.run({"completion", "tcsh"});
    EXPECT_EQ(unknown.status, exit_usage);
    EXPECT_THAT(unknown.err, HasSubstr("use bash or fish or zsh"));
}

} // namespace
} // namespace postern::cli
