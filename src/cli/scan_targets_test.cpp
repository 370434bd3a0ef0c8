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

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

// One app that refuses everybody and one that shows everything to anybody.
class ScanTargets : public testing::Test {
protected:
    void SetUp() override
    {
        std::filesystem::create_directories(folder_);
        file("closed.json", support::connect_descriptor_at(closed_.url()));
        file("open.json", support::connect_descriptor_at(open_.url()));
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string file(std::string const& name, std::string const& text)
    {
        auto const path = folder_ / name;
        std::ofstream(path) << text;
        return path;
    }

    support::CommandResult scan(std::string const& list, std::vector<std::string> const& more)
    {
        std::vector<std::string> arguments{"scan", "--targets", file("apps.txt", list)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return postern_.run(arguments);
    }

    json report(std::string const& name)
    {
        std::ifstream stream(folder_ / "reports" / name);
        return json::parse(stream);
    }

    std::string const reports() { return folder_ / "reports"; }

    std::filesystem::path const folder_ =
        std::filesystem::temp_directory_path() / fmt::format("postern-targets-test-{}", ::getpid());
    support::CommandLine postern_;

private:
    support::FunctionService refuse_{
        [](http::Request const&) { return http::make_response(401, "text/plain", "no valid token"); }};
    support::FunctionService show_{[](http::Request const& request) {
        if (request.method != "GET")
            return http::make_response(401, "text/plain", "no valid token");
        auto const query = request.url.substr(request.url.find('?') + 1);
        return http::make_response(200, "text/html",
                                   "<h1>Notes on " + query + "</h1>" + std::string(200, '.'));
    }};

protected:
    support::RunningServer const closed_{refuse_};
    support::RunningServer const open_{show_};
};

TEST_F(ScanTargets, have_a_report_each_and_the_gravest_status)
{
    auto const result = scan("closed.json\nopen.json\n", {"--format", "json,junit", "--out", reports()});
    EXPECT_EQ(result.status, exit_failed) << result.err;
    EXPECT_EQ(result.err, "");
    EXPECT_EQ(report("closed/report.json").at("target").at("base_url"), closed_.url() + "/");
    EXPECT_EQ(report("open/report.json").at("target").at("base_url"), open_.url() + "/");
    EXPECT_TRUE(exists(folder_ / "reports/open/report.junit.xml"));
    EXPECT_THAT(result.out, HasSubstr("2 of 2 apps\n"));
    EXPECT_THAT(result.out, HasSubstr("  ok           " + (folder_ / "closed.json").string()));
    EXPECT_THAT(result.out, HasSubstr("  FAIL         " + (folder_ / "open.json").string()));
}

TEST_F(ScanTargets, have_their_reports_on_the_screen_where_no_folder_is_named)
{
    for (auto const& more : std::vector<std::vector<std::string>>{{}, {"--format", "terminal"}}) {
        auto const result = scan("closed.json\nopen.json\n", more);
        EXPECT_EQ(result.status, exit_failed) << result.err;
        EXPECT_THAT(result.out, HasSubstr("Base URL   " + closed_.url()));
        EXPECT_THAT(result.out, HasSubstr("Base URL   " + open_.url()));
    }
}

TEST_F(ScanTargets, that_cannot_be_used_leave_the_others_theirs)
{
    file("broken.json", "{");
    auto const result = scan("broken.json\nclosed.json\n", {"--out", reports()});
    EXPECT_EQ(result.status, exit_usage);
    EXPECT_THAT(result.err, HasSubstr("broken.json:1"));
    EXPECT_TRUE(exists(folder_ / "reports/closed/report.json"));
    EXPECT_THAT(result.out, HasSubstr("  unusable     "));
}

TEST_F(ScanTargets, go_where_the_list_says_their_base_is)
{
    auto const result = scan("open.json " + closed_.url() + "\n", {"--format", "json", "--out", reports()});
    EXPECT_EQ(result.status, exit_ok) << result.err;
    EXPECT_EQ(report("127.0.0.1/report.json").at("target").at("base_url"), closed_.url() + "/");
}

TEST_F(ScanTargets, are_compared_with_the_run_before)
{
    auto const earlier = (folder_ / "earlier").string();
    EXPECT_EQ(scan("open.json\n", {"--format", "json", "--out", earlier}).status, exit_failed);
    auto const again = scan("open.json\nclosed.json\n", {"--format", "json,markdown", "--out", reports(),
                                                         "--baseline", earlier, "--fail-on", "new"});
    EXPECT_EQ(again.status, exit_ok) << again.out;
    EXPECT_THAT(again.err, HasSubstr("closed.json has no report in " + earlier));
    EXPECT_TRUE(report("open/report.json").contains("baseline"));
}

TEST_F(ScanTargets, keep_evidence_and_plans_in_their_folders)
{
    EXPECT_EQ(scan("closed.json\n", {"--out", reports(), "--save-evidence", "evidence.json"}).status,
              exit_ok);
    EXPECT_TRUE(exists(folder_ / "reports/closed/evidence.json"));
    EXPECT_EQ(scan("open.json\n", {"--plan", "--format", "json", "--out", reports()}).status, exit_ok);
    EXPECT_TRUE(report("open/plan.json").contains("requests"));
    EXPECT_FALSE(exists(folder_ / "reports/open/report.json"));
}

TEST_F(ScanTargets, are_not_scanned_where_the_call_is_wrong)
{
    auto const token = file("token", "x");
    struct Row {
        std::vector<std::string> more;
        char const* message;
    };
    for (auto const& [more, message] : std::vector<Row>{
             {{"closed.json"}, "one app or a list of apps, not both"},
             {{"--base-url", "http://localhost"}, "write it behind its descriptor in the list"},
             {{"--user-jwt-file", token}, "a token is for one app"},
             {{"--save-evidence", "evidence.json"}, "with --out FOLDER"},
             {{"--out", "reports", "--save-evidence", "a/evidence.json"}, "a name without a folder"},
             {{"--format", "json"}, "name it with --out FOLDER"},
             {{"--out", token}, "cannot be made"},
             {{"--baseline", token}, "the folder that --out named"},
             {{"--fail-on", "new"}, "--baseline"}}) {
        auto const result = scan("closed.json\n", more);
        EXPECT_EQ(result.status, exit_usage) << message;
        EXPECT_THAT(result.err, HasSubstr(message));
        EXPECT_EQ(result.out, "") << message;
    }
    EXPECT_THAT(postern_.run({"scan", "--targets", folder_}).err, HasSubstr("that is a folder"));
    EXPECT_THAT(postern_.run({"scan", "--targets", "nosuch"}).err, HasSubstr("cannot be read"));
}

// A project's own file may list its apps, but only if it was named: it says where requests go.
TEST_F(ScanTargets, of_a_project_file_give_way_to_the_command_line)
{
    file("apps.txt", "open.json\n");
    auto const config = file("postern.toml", "[scan]\ntargets = \"apps.txt\"\n");
    EXPECT_EQ(postern_.run({"scan", "--config", config, "-q"}).status, exit_failed);
    EXPECT_EQ(postern_.run({"scan", "--config", config, "-q", folder_ / "closed.json"}).status, exit_ok);
    postern_.working_folder = folder_;
    EXPECT_THAT(postern_.run({"scan", "-q"}).err, HasSubstr("'targets' does not count in a file"));
}

} // namespace
} // namespace postern::cli
