#include "support/command_line.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
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
        Row{"app_is_empty", {"--app", ""}, "--app: nothing is given"},
        Row{"app_of_another_scheme",
            {"--app", "ftp://localhost/atlassian-connect.json"},
            "--app: the URL's scheme is neither http nor https; give"},
        Row{"state_is_empty", {"--state", ""}, "--state: nothing is given"},
        Row{"fixture_is_empty", {"--ephemeral", "--fixture", ""}, "--fixture: nothing is given"},
        Row{"browser_is_empty", {"--ephemeral", "--open", "--browser", ""}, "--browser: nothing is given"},
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
        Row{"check_without_app", {"check"}, "descriptor is required"},
        Row{"check_after_its_options",
            {"--fixture", "f.json", "check", "http://localhost:1/a.json"},
            "the options of `simulator check` stand after `check`: --fixture stands before it"},
        Row{"check_of_nothing", {"check", ""}, "descriptor: nothing is given"},
        Row{"check_of_another_scheme",
            {"check", "ftp://localhost/a.json"},
            "descriptor: the URL's scheme is neither http nor https; give"}),
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

// A port that is in use is no word about the app.
TEST(SimulatorPort, that_is_in_use_is_told_by_the_exit_status)
{
    boost::asio::io_context io;
    boost::asio::ip::tcp::acceptor const used(io, {boost::asio::ip::address_v4::loopback(), 0});
    auto const port = std::to_string(used.local_endpoint().port());
    support::CommandLine command_line;
    EXPECT_EQ(command_line.run({"simulator", "--ephemeral", "--port", port}).status, exit_failed);
    auto const check = command_line.run({"simulator", "check", "http://localhost:1/a.json", "--port", port});
    EXPECT_EQ(check.status, exit_incomplete);
    EXPECT_THAT(check.err, HasSubstr(port));
}

} // namespace
} // namespace postern::cli
