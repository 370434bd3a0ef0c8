#include "support/command_line.hpp"
#include "support/connect_app.hpp"
#include "support/running_server.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace postern::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// A refusing app, and its descriptor in a file.
class ScanFiles : public testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directories(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string descriptor(std::string const& app_name = "Notes")
    {
        auto document = nlohmann::ordered_json::parse(support::connect_descriptor);
        document["baseUrl"] = server_.url();
        document["name"] = app_name;
        auto const path = folder_ / "descriptor.json";
        std::ofstream(path) << document.dump(2);
        return path;
    }

    support::FunctionService app_{
        [](http::Request const&) { return http::make_response(401, "text/plain", "no valid token"); }};
    support::RunningServer const server_{app_};
    std::filesystem::path const folder_ =
        std::filesystem::temp_directory_path() / fmt::format("postern-scan-files-test-{}", ::getpid());
    support::CommandLine postern_;
};

TEST_F(ScanFiles, that_cannot_keep_the_evidence_still_gives_the_report)
{
    auto const scan = postern_.run({"scan", descriptor(), "--save-evidence", "/dev/full"});
    EXPECT_EQ(scan.status, exit_internal);
    EXPECT_THAT(scan.err, HasSubstr("cannot write /dev/full: "));
    EXPECT_THAT(scan.out, StartsWith("Postern "));
}

TEST_F(ScanFiles, never_take_the_place_of_one_another)
{
    auto const path = descriptor();
    auto const other_name = folder_.string() + "/../" + folder_.filename().string() + "/descriptor.json";
    auto const report = (folder_ / "report.json").string();
    struct Row {
        std::vector<std::string> options;
        std::string message;
    };
    Row const rows[] = {
        {{"--out", other_name}, "--out " + other_name + " would replace what this scan reads"},
        {{"--save-evidence", path}, "--save-evidence " + path + " would replace what this scan reads"},
        {{"--out", report, "--save-evidence", report}, "--out and --save-evidence are both"},
        {{"--save-evidence", "-"}, "--save-evidence -: evidence goes into a file"},
    };
    for (auto const& row : rows) {
        std::vector<std::string> arguments{"scan", path};
        arguments.insert(arguments.end(), row.options.begin(), row.options.end());
        auto const scan = postern_.run(arguments);
        EXPECT_EQ(scan.status, exit_usage) << row.message;
        EXPECT_THAT(scan.err, HasSubstr(row.message));
    }
    EXPECT_FALSE(std::filesystem::exists(report));
    auto const both =
        postern_.run({"scan", path, "-q", "--out", "/dev/null", "--save-evidence", "/dev/null"});
    EXPECT_EQ(both.status, exit_ok) << both.err;
}

TEST_F(ScanFiles, a_limit_that_is_no_number_is_refused)
{
    for (auto const* option : {"--rate", "--timeout", "--deadline"})
        for (auto const* value : {"nan", "-nan", "inf", "0", "ten"}) {
            auto const scan = postern_.run({"scan", descriptor(), option, value});
            EXPECT_EQ(scan.status, exit_usage) << option << ' ' << value;
            EXPECT_THAT(scan.err, HasSubstr(fmt::format("{} is not a number from 0.01 to ", value)));
        }
}

TEST_F(ScanFiles, a_plan_as_json_holds_nothing_that_a_terminal_obeys)
{
    auto const plan = postern_.run({"scan", descriptor("\u009b2J\u202e"), "--plan", "--format", "json"});
    EXPECT_EQ(plan.status, exit_ok) << plan.err;
    EXPECT_THAT(plan.out, HasSubstr(R"("\u009b2J\u202e")"));
}

} // namespace
} // namespace postern::cli
