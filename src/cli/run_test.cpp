#include "support/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::cli {
namespace {

using testing::HasSubstr;

TEST(CommandLine, help_and_version_are_answers_and_no_errors)
{
    support::CommandLine postern;
    for (auto const* option : {"--help", "--version"}) {
        auto const result = postern.run({option});
        EXPECT_EQ(result.status, exit_ok) << option;
        EXPECT_THAT(result.out, HasSubstr("postern")) << option;
        EXPECT_EQ(result.err, "") << option;
    }
}

TEST(CommandLine, the_version_says_what_it_was_built_with)
{
    support::CommandLine postern;
    auto const version = postern.run({"--version"}).out;
    EXPECT_TRUE(version.starts_with("postern " POSTERN_VERSION "\n")) << version;
    for (auto const* part : {"clang ", "Boost 1.", "OpenSSL 3.", "libcurl ", "catalogue marketplace-"})
        EXPECT_THAT(version, HasSubstr(part));
}

TEST(CommandLine, every_help_fits_80_columns)
{
    support::CommandLine postern;
    std::vector<std::vector<std::string>> commands{{},        {"scan"},       {"evaluate"}, {"sample"},
                                                   {"token"}, {"completion"}, {"man"}};
    for (auto const* token : {"decode", "verify", "mint", "qsh", "explain"})
        commands.push_back({"token", token});
    for (auto arguments : commands) {
        arguments.emplace_back("--help");
        std::istringstream help(postern.run(arguments).out);
        for (std::string line; std::getline(help, line);)
            EXPECT_LE(line.size(), 80U) << line;
    }
}

// Without the line breaks that the help has between words.
std::string help_of(std::string const& command)
{
    auto const help = support::CommandLine().run({command, "--help"}).out;
    std::string flat;
    for (char const c : help)
        if (auto const shown = c == '\n' ? ' ' : c; shown != ' ' || !flat.ends_with(' '))
            flat += shown;
    return flat;
}

TEST(CommandLine, help_names_what_an_option_takes)
{
    for (auto const* command : {"scan", "evaluate"}) {
        auto const help = help_of(command);
        EXPECT_THAT(help, HasSubstr("csrt, csv, gitlab-dast, html, json, junit, markdown, "
                                    "sarif, sarif-github, terminal; or a list: terminal,sarif"));
        EXPECT_THAT(help, testing::ContainsRegex("the requirements have: (20[0-9][0-9], )+20[0-9][0-9] \\("));
        EXPECT_THAT(help, HasSubstr("on request only: branding; or a list"));
    }
}

TEST(CommandLine, a_mistyped_command_is_named_with_the_one_that_was_meant)
{
    support::CommandLine postern;
    auto const result = postern.run({"scn", "https://app.example"});
    EXPECT_EQ(result.status, exit_usage);
    EXPECT_THAT(result.err, HasSubstr("there is no command 'scn'; did you mean scan?"));
    EXPECT_EQ(postern.run({std::string(1'000'000, 'x')}).status, exit_usage);
}

TEST(CommandLine, a_mistyped_option_is_named_with_the_one_that_was_meant)
{
    support::CommandLine postern;
    for (auto const& [command, written, meant] :
         std::vector<std::array<std::string, 3>>{{"scan", "--fromat", "--format"},
                                                 {"scan", "--save-evidense=file", "--save-evidence"},
                                                 {"evaluate", "--basline", "--baseline"}}) {
        auto const result = postern.run({command, "x", written});
        EXPECT_EQ(result.status, exit_usage);
        EXPECT_THAT(result.err, HasSubstr("there is no option " + written.substr(0, written.find('=')) +
                                          "; did you mean " + meant + "?"));
    }
    EXPECT_EQ(postern.run({"scan", "--" + std::string(1'000'000, 'x')}).status, exit_usage);
}

TEST(CommandLine, an_answer_that_cannot_be_written_is_no_success)
{
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    out.setstate(std::ios::badbit);
    SystemClock const clock;
    SystemRandom random;
    Environment environment{.in = in,
                            .out = out,
                            .err = err,
                            .clock = clock,
                            .random = random,
                            .variable = [](std::string const&) { return std::optional<std::string>(); }};
    for (auto const& words :
         {std::vector<std::string>{"token", "qsh", "--url", "/path"}, {"--help"}, {"--version"}}) {
        err.str("");
        EXPECT_EQ(run(words, environment), exit_internal) << words[0];
        EXPECT_THAT(err.str(), HasSubstr("cannot write to standard output"));
    }
}

TEST(CommandLine, an_address_that_is_none_is_wrong_usage)
{
    support::CommandLine postern;
    auto const result = postern.run({"token", "qsh", "--url", "http://[::"});
    EXPECT_EQ(result.status, exit_usage);
    EXPECT_THAT(result.err, HasSubstr("--url http://[::"));
}

TEST(CommandLine, an_option_that_is_not_there_is_named_without_its_value)
{
    support::CommandLine postern;
    auto const result = postern.run({"scan", "--nosuch=hunter2"});
    EXPECT_EQ(result.status, exit_usage);
    EXPECT_THAT(result.err, HasSubstr("there is no option --nosuch; --help lists them all"));
    EXPECT_THAT(result.err, testing::Not(HasSubstr("hunter2")));
}

TEST(CommandLine, no_command_at_all_is_wrong_usage)
{
    support::CommandLine postern;
    EXPECT_EQ(postern.run({}).status, exit_usage);
}

} // namespace
} // namespace postern::cli
