#include "evidence/json.hpp"
#include "support/command_line.hpp"
#include "support/example_evidence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

// A report of which one callback accepted what it should have refused.
class ProjectCommands : public testing::Test {
protected:
    void SetUp() override
    {
        fs::create_directories(folder_);
        postern_.working_folder = folder_;
        auto evidence = support::example_evidence();
        save("good.evidence.json", evidence);
        evidence.lifecycle->attempts[0].exchange.outcome = http::make_response(204, "", "");
        save("evidence.json", evidence);
        make("good.json", "good.evidence.json");
        make("report.json", "evidence.json");
        for (auto const& check : json::parse(contents("report.json"))["checks"])
            for (auto const& one : check["findings"])
                if (one["verdict"] == "fail")
                    finding_ = one["id"];
        ASSERT_NE(finding_, "");
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::string path(std::string const& name) { return folder_ / name; }
    std::string contents(std::string const& name)
    {
        std::ifstream in(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void save(std::string const& name, evidence::Evidence const& evidence)
    {
        std::ofstream out(path(name), std::ios::binary);
        evidence::write_json(evidence, out);
    }
    support::CommandResult make(std::string const& report, std::string const& evidence)
    {
        return postern_.run({"evaluate", path(evidence), "--format", "json", "--out", path(report)});
    }
    support::CommandResult waive(std::vector<std::string> more = {})
    {
        std::vector<std::string> words{"waive",    finding_,        "--report",  path("report.json"),
                                       "--reason", "accepted-risk", "--explain", "a \"quoted\"\nreason"};
        words.insert(words.end(), more.begin(), more.end());
        return postern_.run(std::move(words));
    }

    fs::path const folder_ =
        fs::canonical(testing::TempDir()) / ("postern-commands-test-" + std::to_string(::getpid()));
    support::CommandLine postern_;
    std::string finding_;
};

TEST_F(ProjectCommands, waive_adds_to_the_file_and_keeps_every_byte_before)
{
    std::string const before = "# ours\n[checks] # all of them\nforged-token = \"warn\"";
    std::ofstream(path("postern.toml")) << before;
    auto const result = waive({"--author", "Security team", "--expires", "2026-01-31"});
    EXPECT_EQ(result.status, exit_ok) << result.err;
    EXPECT_THAT(contents("postern.toml"),
                StartsWith(before + "\n\n[[waiver]]\nfinding = \"" + finding_ + "\"\n"));
    EXPECT_THAT(contents("postern.toml"), HasSubstr(R"(explanation = "a \"quoted\"\nreason")"));

    EXPECT_EQ(make("waived.json", "evidence.json").status, exit_incomplete)
        << "the same finding, found again";
    EXPECT_THAT(contents("waived.json"), HasSubstr("\"author\": \"Security team\""));
    EXPECT_THAT(waive({"--author", "a"}).err, HasSubstr("is waived already"));
    postern_.now += std::chrono::days(400);
    EXPECT_EQ(make("late.json", "evidence.json").status, exit_failed);
    EXPECT_THAT(contents("late.json"), HasSubstr("expired on 2026-01-31"));
}

TEST_F(ProjectCommands, waive_makes_the_file_and_takes_the_author_from_the_environment)
{
    EXPECT_THAT(waive().err, HasSubstr("give --author NAME, or set POSTERN_AUTHOR"));
    postern_.variables["POSTERN_AUTHOR"] = "Security team";
    auto const result = waive();
    EXPECT_EQ(result.out, "postern.toml: finding " + finding_ +
                              " is waived until 2026-11-24; --expires sets another day\n");
    EXPECT_THAT(contents("postern.toml"), StartsWith("[[waiver]]\n"));
}

TEST_F(ProjectCommands, waive_finds_the_report_that_the_file_names_or_that_is_in_its_folder)
{
    auto const waive_from = [&](std::string const& out) {
        std::ofstream(path("postern.toml")) << "[report]\nout = \"" + out + "\"\n";
        return postern_.run(
            {"waive", finding_, "--reason", "accepted-risk", "--explain", "e", "--author", "a"});
    };
    fs::create_directories(path("reports"));
    EXPECT_THAT(waive_from("reports").err, HasSubstr("reports/report.json: No such file or directory"));
    fs::copy_file(path("report.json"), path("reports/report.json"));
    EXPECT_EQ(waive_from("reports").status, exit_ok);
    EXPECT_EQ(waive_from("report.json").status, exit_ok);
}

TEST_F(ProjectCommands, waive_refuses_what_cannot_be)
{
    postern_.variables["POSTERN_AUTHOR"] = "Security team";
    EXPECT_THAT(waive({"--reason", "because"}).err, HasSubstr("--reason"));
    EXPECT_THAT(waive({"--expires", "2020-01-01"}).err, HasSubstr("that day is over"));
    EXPECT_THAT(waive({"--expires", "soon"}).err, HasSubstr("that is no day"));
    finding_[0] = finding_[0] == '0' ? '1' : '0';
    EXPECT_THAT(waive().err, HasSubstr("did you mean "));
    EXPECT_FALSE(fs::exists(path("postern.toml")));
}

TEST_F(ProjectCommands, explain_says_requirement_observation_reason_and_evidence)
{
    auto const text = postern_.run({"explain", finding_, "--report", path("report.json")});
    EXPECT_EQ(text.status, exit_ok) << text.err;
    for (auto const* part :
         {"Requirement (marketplace-", "  Check lifecycle-signature (CWE-", "Observed:\n  lifecycle/",
          "Why this may be no vulnerability:", "Evidence:\n  e", "curl "})
        EXPECT_THAT(text.out, HasSubstr(part));
    auto const unknown = postern_.run({"explain", "zzz", "--report", path("report.json")});
    EXPECT_EQ(unknown.status, exit_usage);
    EXPECT_THAT(unknown.err, HasSubstr("no finding zzz; copy the id that the report shows"));
    auto const slip = postern_.run({"explain", finding_ + "0", "--report", path("report.json")});
    EXPECT_THAT(slip.err, HasSubstr("did you mean " + finding_ + "?"));
}

TEST_F(ProjectCommands, diff_tells_new_from_fixed)
{
    auto const worse = postern_.run({"diff", path("good.json"), path("report.json"), "--format", "json"});
    EXPECT_EQ(worse.status, exit_failed);
    auto const document = json::parse(worse.out);
    ASSERT_EQ(document["new"].size(), 1u);
    EXPECT_EQ(document["new"][0]["id"], finding_);
    auto const better = postern_.run({"diff", path("report.json"), path("good.json")});
    EXPECT_EQ(better.status, exit_ok);
    EXPECT_THAT(better.out, HasSubstr("new: 0\nchanged: 0\nfixed: 1\n  fail lifecycle-signature lifecycle/"));
    EXPECT_EQ(postern_.run({"diff", path("report.json"), path("report.json")}).status, exit_ok);
}

TEST_F(ProjectCommands, diff_ends_as_incomplete_where_the_later_scan_saw_less)
{
    auto less = json::parse(contents("good.json"));
    less["complete"] = false;
    std::ofstream(path("less.json")) << less.dump();
    auto const result = postern_.run({"diff", path("good.json"), path("less.json")});
    EXPECT_EQ(result.status, exit_incomplete);
    EXPECT_THAT(result.out, HasSubstr("seen_less: 1\n  the later scan did not come to its end\n"));
}

TEST_F(ProjectCommands, explain_names_what_else_is_open_at_the_endpoint_and_does_not_argue_against_it)
{
    auto report = json::parse(contents("report.json"));
    auto& checks = report["checks"];
    auto const failing = std::ranges::find_if(checks, [&](json const& check) {
        return !check["findings"].empty() && check["findings"][0]["id"] == finding_;
    });
    ASSERT_NE(failing, checks.end());
    auto harmless = (*failing)["findings"][0];
    harmless["id"] = "aaaaaaaaaaaa";
    harmless["verdict"] = "warn";
    harmless["explanation"] = "It holds nothing of a tenant.";
    checks[0]["findings"].push_back(harmless);
    std::ofstream(path("both.json")) << report.dump();
    auto const text = postern_.run({"explain", "aaaaaaaaaaaa", "--report", path("both.json")}).out;
    EXPECT_THAT(text,
                HasSubstr("Also open at this endpoint:\n  fail: lifecycle-signature (finding " + finding_));
    EXPECT_THAT(text, HasSubstr("the same endpoint fails lifecycle-signature (finding " + finding_ + ")"));
    EXPECT_THAT(text, testing::Not(HasSubstr("It holds nothing of a tenant.")));
}

TEST_F(ProjectCommands, waive_keeps_the_line_ends_of_the_file)
{
    std::ofstream(path("postern.toml"), std::ios::binary)
        << "# ours\r\n[checks]\r\nforged-token = \"warn\"\r\n";
    ASSERT_EQ(waive({"--author", "a"}).status, exit_ok);
    auto const text = contents("postern.toml");
    EXPECT_EQ(std::ranges::count(text, '\n'), std::ranges::count(text, '\r'));
    EXPECT_THAT(text, HasSubstr("\r\n\r\n[[waiver]]\r\nfinding = "));
}

TEST_F(ProjectCommands, vex_exports_what_is_waived)
{
    EXPECT_EQ(
        json::parse(postern_.run({"vex", "--report", path("report.json")}).out)["vulnerabilities"].size(),
        0u);
    (void)waive({"--author", "a"});
    (void)make("waived.json", "evidence.json");
    EXPECT_EQ(postern_.run({"vex", "--report", path("waived.json"), "--out", path("vex.json")}).status,
              exit_ok);
    auto const document = json::parse(contents("vex.json"));
    ASSERT_EQ(document["vulnerabilities"].size(), 1u);
    EXPECT_EQ(document["vulnerabilities"][0]["affects"][0]["ref"],
              document["metadata"]["component"]["bom-ref"]);
    EXPECT_EQ(document["metadata"]["tools"]["components"][0]["name"], "postern");
    EXPECT_EQ(document["vulnerabilities"][0]["analysis"]["state"], "exploitable");
    EXPECT_EQ(document["vulnerabilities"][0]["analysis"]["response"], json{"will_not_fix"});
}

TEST_F(ProjectCommands, vex_does_not_replace_the_report_however_it_is_named)
{
    auto const before = contents("report.json");
    fs::create_hard_link(path("report.json"), path("same.json"));
    for (auto const* out : {"report.json", "./report.json", "same.json"}) {
        auto const result = postern_.run({"vex", "--report", path("report.json"), "--out", path(out)});
        EXPECT_EQ(result.status, exit_usage) << out;
        EXPECT_THAT(result.err, HasSubstr("name another file"));
    }
    EXPECT_EQ(contents("report.json"), before);
}

TEST_F(ProjectCommands, a_link_that_leads_nowhere_is_no_missing_file)
{
    fs::create_symlink("nowhere.toml", path("postern.toml"));
    auto const result = postern_.run({"evaluate", path("good.evidence.json"), "--quiet"});
    EXPECT_EQ(result.status, exit_usage);
    EXPECT_THAT(result.err, HasSubstr("postern.toml"));
}

} // namespace
} // namespace postern::cli
