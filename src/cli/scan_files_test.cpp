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
using testing::Not;
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

TEST_F(ScanFiles, what_has_no_effect_or_cannot_be_meant_is_refused)
{
    struct Row {
        std::vector<std::string> arguments;
        std::string message;
    };
    for (auto const& [arguments, message] :
         std::vector<Row>{{{"scan", descriptor(), "--plan", "--save-evidence", folder_ / "e.json"},
                           "there is no evidence to save"},
                          {{"scan", descriptor(), "--proxy", "foo"},
                           "--proxy: a name alone is no proxy; give it as http://"},
                          {{"scan", "ftp://x"}, "ftp://x is neither http nor https"}}) {
        auto const scan = postern_.run(arguments);
        EXPECT_EQ(scan.status, exit_usage) << message;
        EXPECT_THAT(scan.err, HasSubstr(message));
        EXPECT_THAT(scan.err, Not(HasSubstr("http://ftp")));
    }
}

TEST_F(ScanFiles, a_list_may_have_spaces)
{
    auto const scan =
        postern_.run({"scan", descriptor(), "--plan", "--format", "json, terminal", "--out", "/dev/null"});
    EXPECT_EQ(scan.status, exit_ok) << scan.err;
}

TEST_F(ScanFiles, a_word_that_is_none_is_refused_with_those_that_are)
{
    for (auto const* value : {"xml", "1", "json,xml"}) {
        auto const scan = postern_.run({"scan", descriptor(), "--format", value});
        EXPECT_EQ(scan.status, exit_usage) << value;
        EXPECT_THAT(scan.err, HasSubstr("use csrt or csv or")) << value;
    }
    auto const scan = postern_.run({"scan", descriptor(), "--fail-on", "0"});
    EXPECT_EQ(scan.status, exit_usage);
    EXPECT_THAT(scan.err, HasSubstr("there is no '0'; use fail or new or warn"));
}

TEST_F(ScanFiles, neither_the_users_token_nor_its_signature_alone_is_kept)
{
    support::FunctionService echo([](http::Request const& request) {
        auto const token = request.url.substr(request.url.find("jwt=") + 4);
        return http::make_response(401, "text/plain", "signature " + token.substr(token.rfind('.') + 1));
    });
    support::RunningServer const server(echo);
    std::string const signature = "dGhlIHVzZXIncyBzaWduYXR1cmU";
    auto const token_file = folder_ / "user.jwt";
    std::ofstream(token_file) << "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ0ZW5hbnQifQ." << signature;
    auto const scan = postern_.run({"scan", descriptor(), "--base-url", server.url(), "--user-jwt-file",
                                    token_file, "--format", "json"});
    EXPECT_THAT(scan.out, HasSubstr("signature [redacted signature of the user token]"));
    EXPECT_THAT(scan.out, testing::Not(HasSubstr(signature)));
}

TEST_F(ScanFiles, a_folder_for_the_evidence_is_refused_before_anything_is_sent)
{
    support::FunctionService never([](http::Request const&) {
        ADD_FAILURE() << "a request was sent";
        return http::make_response(200, "", "");
    });
    support::RunningServer const server(never);
    auto const scan =
        postern_.run({"scan", descriptor(), "--base-url", server.url(), "--save-evidence", folder_});
    EXPECT_EQ(scan.status, exit_usage);
    EXPECT_THAT(scan.err, HasSubstr("that is a folder; name a file in it"));
}

TEST_F(ScanFiles, a_plan_as_json_holds_nothing_that_a_terminal_obeys)
{
    auto const plan = postern_.run({"scan", descriptor("\u009b2J\u202e"), "--plan", "--format", "json"});
    EXPECT_EQ(plan.status, exit_ok) << plan.err;
    EXPECT_THAT(plan.out, HasSubstr(R"("\u009b2J\u202e")"));
}

} // namespace
} // namespace postern::cli
