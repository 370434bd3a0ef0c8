#include "cli/project_file.hpp"
#include "evidence/json.hpp"
#include "support/command_line.hpp"
#include "support/example_evidence.hpp"

#include <CLI/CLI.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class ProjectFileCommand : public testing::Test {
protected:
    void SetUp() override
    {
        fs::create_directories(folder_ / ".git");
        fs::create_directories(folder_ / "app");
        postern_.working_folder = folder_ / "app";
        auto evidence = support::example_evidence();
        evidence.lifecycle->attempts[0].exchange.outcome = http::make_response(204, "", "");
        std::ostringstream out;
        evidence::write_json(evidence, out);
        evidence_ = file("evidence.json", out.str());
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::string file(fs::path const& name, std::string const& text)
    {
        auto const path = folder_ / name;
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }
    support::CommandResult evaluate(std::vector<std::string> more = {})
    {
        more.insert(more.begin(), {"evaluate", evidence_});
        return postern_.run(std::move(more));
    }

    fs::path const folder_ =
        fs::canonical(testing::TempDir()) / ("postern-project-test-" + std::to_string(::getpid()));
    support::CommandLine postern_;
    std::string evidence_;
};

constexpr auto lifecycle_off = "[checks]\nlifecycle-signature = \"off\"\n";

TEST_F(ProjectFileCommand, is_found_upwards_as_far_as_the_checkout)
{
    EXPECT_EQ(evaluate().status, exit_failed);
    auto const path = file("postern.toml", lifecycle_off);
    auto const found = evaluate();
    EXPECT_EQ(found.status, exit_incomplete) << found.err << "only the administrators' pages are left";
    EXPECT_THAT(found.out, HasSubstr("Policy     /"));
    EXPECT_EQ(evaluate({"--no-config"}).status, exit_failed);
    fs::create_directories(folder_ / "app/.git");
    EXPECT_EQ(evaluate().status, exit_failed) << "the search ends at a folder with .git";
    EXPECT_EQ(evaluate({"--config", path}).status, exit_incomplete);
    EXPECT_THAT(evaluate({"--config", path, "--no-config"}).err, HasSubstr("exclude each other"));
    EXPECT_THAT(evaluate({"--config", path + "x"}).err, HasSubstr("No such file or directory; name another"));
}

TEST_F(ProjectFileCommand, gives_options_that_the_command_line_does_not_give)
{
    auto const path =
        file("options.toml", "[report]\nformat = [\"json\"]\nout = \"made.json\"\nquiet = true\n");
    auto const result = evaluate({"--config", path});
    EXPECT_EQ(result.err, "");
    EXPECT_EQ(result.out, "");
    EXPECT_TRUE(fs::exists(folder_ / "made.json")) << "relative to the file";
    EXPECT_THAT(evaluate({"--config", path, "--out", "-"}).out, HasSubstr("\"schema_version\""));
}

// Neither another format nor a plan may take the place of the report.
TEST_F(ProjectFileCommand, keeps_its_out_for_its_own_formats)
{
    auto const path =
        file("options.toml", "[report]\nformat = [\"terminal\", \"json\"]\nout = \"report.json\"\n");
    auto const report = file("report.json", "kept");
    auto const app = file("app.json", R"({"key": "a", "baseUrl": "http://127.0.0.1:1",
                                         "authentication": {"type": "none"}})");
    auto const kept = [&] {
        std::ifstream in(report, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(in), {}) == "kept";
    };
    EXPECT_THAT(evaluate({"--config", path, "--format", "csv"}).out, HasSubstr("\"requirement\""));
    EXPECT_TRUE(kept());
    EXPECT_THAT(evaluate({"--config", path, "--format", "html,csv"}).err, HasSubstr("give --out FOLDER"));
    auto const plan = postern_.run({"scan", app, "--config", path, "--plan"});
    EXPECT_EQ(plan.status, exit_ok) << plan.err;
    EXPECT_THAT(plan.out, HasSubstr("Endpoints, with line and column in the descriptor:"));
    EXPECT_TRUE(kept());
    auto const named = (folder_ / "plan.json").string();
    auto const written =
        postern_.run({"scan", app, "--config", path, "--plan", "--format", "json", "--out", named});
    EXPECT_EQ(written.status, exit_ok) << written.err;
    EXPECT_TRUE(fs::exists(named));
    EXPECT_TRUE(kept());
    EXPECT_EQ(evaluate({"--config", path}).status, exit_failed);
    EXPECT_FALSE(kept()) << "its own formats go there";
}

TEST_F(ProjectFileCommand, is_named_where_its_out_cannot_be)
{
    auto const path = file("options.toml", "[report]\nformat = [\"html\", \"csv\"]\nout = \"taken\"\n");
    auto const taken = file("taken", "x");
    EXPECT_THAT(evaluate({"--config", path}).err,
                HasSubstr(path + ": 'out' is " + taken + ": that is a file"));
    EXPECT_THAT(evaluate({"--config", path, "--out", taken}).err,
                HasSubstr("--out " + taken + ": that is a file"));
}

TEST_F(ProjectFileCommand, knows_every_option_of_scan)
{
    CLI::App app;
    Chosen chosen;
    add_scan(app, chosen);
    auto const path = file("key.toml", "");
    std::size_t keys = 0;
    for (auto const* option : app.get_subcommand("scan")->get_options())
        for (auto const& name : option->get_lnames()) {
            if (name == "help" || name == "config" || name == "no-config")
                continue;
            ++keys;
            auto const known = [&](std::string const& section) {
                file("key.toml", "[" + section + "]\n" + name + " = [\"x\", \"y\"]\n");
                return !postern_.run({"scan", "--config", path}).err.contains("there is no key");
            };
            EXPECT_NE(known("scan"), known("report")) << name << " stands in one section";
        }
    EXPECT_GT(keys, 12u);
}

TEST_F(ProjectFileCommand, refuses_what_is_wrong_and_names_the_place)
{
    struct Row {
        std::string text;
        std::string message;
    };
    std::vector<Row> const rows{
        {"[scan]\ntimeuot = 5\n", ":2:1: there is no key 'timeuot' in [scan]; did you mean 'timeout'?"},
        {"[scan]\nout = \"x\"\n", ":2:1: there is no key 'out' in [scan]; did you mean "},
        {"[report]\nfail-on = \"nothing\"\n", ":2:1: "},
        {"[report]\nquiet = \"yes\"\n", ":2:1: 'quiet' has a value of the wrong kind; write true or false"},
        {"[report]\nout = true\n", ":2:1: 'out' has a value of the wrong kind; write a text or a number"},
    };
    for (auto const& row : rows) {
        auto const path = file("wrong.toml", row.text);
        auto const result = evaluate({"--config", path});
        EXPECT_EQ(result.status, exit_usage) << row.text;
        EXPECT_THAT(result.err, HasSubstr(path + row.message));
    }
}

// A checkout of somebody else's must neither redirect requests, tokens and trust nor write outside of itself.
TEST_F(ProjectFileCommand, that_was_only_found_may_not_say_where_things_go)
{
    for (std::string const line :
         {"descriptor = \"http://127.0.0.1:1/\"", "base-url = \"http://127.0.0.1:1\"",
          "user-jwt-file = \"t\"", "proxy = \"http://127.0.0.1:1\"", "ca-file = \"ca.pem\"",
          "insecure = true"}) {
        file("postern.toml", "[scan]\n" + line + "\n");
        auto const result = postern_.run({"scan", "app.json"});
        EXPECT_EQ(result.status, exit_usage) << line;
        EXPECT_THAT(result.err, HasSubstr(":2:1: '" + line.substr(0, line.find(' ')) + "' does not count"));
    }
    file(".git/precious", "");
    fs::create_symlink(folder_ / ".git/precious", folder_ / "link.json");
    for (std::string const out : {"../x.json", "/tmp/x.json", ".git/hooks/post-checkout", "link.json"}) {
        file("postern.toml", "[report]\nout = \"" + out + "\"\n");
        auto const result = evaluate();
        EXPECT_EQ(result.status, exit_usage) << out;
        EXPECT_THAT(result.err, HasSubstr("outside of the folder"));
    }
    file("postern.toml", "[report]\nout = \"app/report.json\"\n");
    EXPECT_EQ(evaluate().status, exit_failed);
    EXPECT_TRUE(fs::exists(folder_ / "app/report.json"));
}

TEST_F(ProjectFileCommand, says_nothing_of_the_proxy_where_the_environment_does)
{
    auto const path = file("proxy.toml", "[scan]\nproxy = \"http://u:p@127.0.0.1:1\"\n");
    EXPECT_THAT(postern_.run({"scan", "gone.json", "--config", path}).err, HasSubstr("--proxy: a password"));
    postern_.variables["https_proxy"] = "http://127.0.0.1:1";
    EXPECT_THAT(postern_.run({"scan", "gone.json", "--config", path}).err, Not(HasSubstr("--proxy")));
}

TEST_F(ProjectFileCommand, compares_with_a_baseline)
{
    auto const old = (folder_ / "old.json").string();
    EXPECT_EQ(evaluate({"--format", "json", "--out", old}).status, exit_failed);
    auto const again = evaluate({"--baseline", old, "--fail-on", "new"});
    EXPECT_EQ(again.status, exit_incomplete) << again.err << "nothing fails that did not before";
    EXPECT_THAT(again.out, HasSubstr("Against the baseline: 0 new, "));
    EXPECT_THAT(evaluate({"--fail-on", "new"}).err, HasSubstr("give --baseline FILE"));
    EXPECT_THAT(evaluate({"--baseline", evidence_}).err,
                HasSubstr("--baseline " + evidence_ + ": this is evidence, not a report; "));
}

} // namespace
} // namespace postern::cli
