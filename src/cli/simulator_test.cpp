#include "support/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace postern::cli {
namespace {

using testing::HasSubstr;

struct Row {
    char const* name;
    std::vector<std::string> options;
    char const* message;
};

class SimulatorUsage : public testing::TestWithParam<Row> {};

TEST_P(SimulatorUsage, names_the_place_and_the_remedy)
{
    support::CommandLine command_line;
    std::vector<std::string> arguments{"simulator"};
    arguments.insert(arguments.end(), GetParam().options.begin(), GetParam().options.end());
    auto const result = command_line.run(std::move(arguments));
    EXPECT_EQ(result.status, exit_usage);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, SimulatorUsage,
    testing::Values(
        Row{"opened", {"--opened", "16"}, "--opened 16: give how long ago as now, 16m or 2h"},
        Row{"refresh", {"--refresh", "often"}, "--refresh"},
        Row{"app",
            {"--app", "localhost:3000"},
            "give the descriptor's address, such as http://localhost:3000"},
        Row{"two_memories", {"--ephemeral", "--state", "f"}, "--state and --ephemeral exclude each other"},
        Row{"no_home", {}, "there is no home directory to keep the state in"},
        Row{"listen", {"--ephemeral", "--listen", "foo"}, "--listen: foo is no IP address; give one of this"},
        Row{"listen_nowhere", {"--ephemeral", "--listen", ""}, "--listen: nothing is no IP address; give"},
        Row{"fixture", {"--ephemeral", "--fixture", "/no/such/file"}, "--fixture: "},
        Row{"browser_that_is_not_opened",
            {"--ephemeral", "--browser", "chromium"},
            "--open starts; give both"},
        Row{"no_browser", {"--ephemeral", "--open"}, "no Chromium and no Chrome was found in PATH; install"},
        Row{"browser_that_is_not_there",
            {"--ephemeral", "--open", "--browser", "/no/such/browser"},
            "--open: /no/such/browser is no program"},
        Row{"check_without_app", {"check"}, "descriptor is required"}),
    [](auto const& row) { return row.param.name; });

TEST(SimulatorState, is_refused_where_others_may_read_it)
{
    auto const file =
        std::filesystem::temp_directory_path() / ("postern-simulator-" + std::to_string(::getpid()));
    std::ofstream(file) << "";
    ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
    support::CommandLine command_line;
    auto const result = command_line.run({"simulator", "--state", file.string()});
    EXPECT_EQ(result.status, exit_usage);
    EXPECT_THAT(result.err, HasSubstr("run chmod 600 on it"));
    std::filesystem::remove(file);
}

} // namespace
} // namespace postern::cli
