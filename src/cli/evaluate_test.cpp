#include "evidence/json.hpp"
#include "report/json.hpp"
#include "support/command_line.hpp"
#include "support/example_evidence.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

namespace postern::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string text_of(evidence::Evidence const& evidence)
{
    std::ostringstream out;
    evidence::write_json(evidence, out);
    return out.str();
}

class EvaluateCommand : public testing::Test {
protected:
    void SetUp() override { fs::create_directories(folder_); }
    void TearDown() override { fs::remove_all(folder_); }

    std::string file(std::string const& name, std::string const& text)
    {
        auto const path = folder_ / name;
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }

    fs::path const folder_ =
        fs::path(testing::TempDir()) / ("postern-evaluate-test-" + std::to_string(::getpid()));
    support::CommandLine postern_;
};

// The report that a scan makes of this evidence.
std::string scanned(evidence::Evidence const& evidence)
{
    std::ostringstream out;
    report::write_json(report::make_report(evidence, report::newest_catalogue()), out);
    return out.str();
}

evidence::Evidence with_odd_bytes()
{
    auto evidence = support::example_evidence();
    evidence.access->attempts[0].hops[0].outcome =
        http::make_response(200, "text/html", std::string("\xff\xfe\0 PTRN1-4711", 14));
    return evidence;
}

TEST_F(EvaluateCommand, gives_bit_for_bit_the_report_of_the_scan)
{
    for (auto const& evidence : {support::example_evidence(), with_odd_bytes()}) {
        auto const path = file("evidence.json", text_of(evidence));
        auto const from_file = postern_.run({"evaluate", path, "--format", "json"});
        EXPECT_EQ(from_file.out, scanned(evidence));
        EXPECT_EQ(from_file.err, "");
        auto const from_input = postern_.run({"evaluate", "-", "--format", "json"}, text_of(evidence));
        EXPECT_EQ(from_input.out, from_file.out);
        EXPECT_EQ(from_input.status, from_file.status);
    }
}

TEST_F(EvaluateCommand, ends_with_the_status_of_the_report)
{
    auto evidence = support::example_evidence();
    auto const status = [&] { return postern_.run({"evaluate", "-", "--quiet"}, text_of(evidence)).status; };
    EXPECT_EQ(status(), exit_incomplete) << "the administrators' pages were not looked at";
    evidence.lifecycle->attempts[0].exchange.outcome = http::make_response(204, "", "");
    EXPECT_EQ(status(), exit_failed) << "an install that the host did not sign was accepted";
    EXPECT_EQ(postern_.run({"evaluate", "-"}, text_of({})).status, exit_incomplete) << "nothing was seen";
}

TEST_F(EvaluateCommand, shows_the_report_and_writes_it_where_it_is_told)
{
    auto const path = file("evidence.json", text_of(support::example_evidence()));
    auto const out = (folder_ / "report.json").string();
    auto const both = postern_.run({"evaluate", path, "--out", out});
    EXPECT_THAT(both.out, StartsWith("Postern "));
    std::ifstream in(out, std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), scanned(support::example_evidence()));
}

TEST_F(EvaluateCommand, runs_a_check_on_request_where_it_is_asked_for)
{
    auto evidence = support::healthy();
    evidence.descriptor->name->text = "Jira Notes";
    auto const path = file("evidence.json", text_of(evidence));
    auto const verdict = [&](std::vector<std::string> more) {
        more.insert(more.begin(), {"evaluate", path, "--format", "json"});
        auto const report = nlohmann::json::parse(postern_.run(std::move(more)).out);
        for (auto const& check : report.at("checks"))
            if (check.at("id") == "branding")
                return check.at("verdict").get<std::string>();
        return std::string();
    };
    EXPECT_EQ(verdict({}), "manual");
    EXPECT_EQ(verdict({"--enable", "branding"}), "fail");
    EXPECT_EQ(verdict({"--enable", "hsts,branding"}), "fail");
    EXPECT_EQ(verdict({"--config", file("level.toml", "[checks]\nbranding = \"warn\"\n")}), "warn");
    EXPECT_EQ(verdict({"--config", file("key.toml", "[report]\nenable = [\"branding\"]\n")}), "fail");
    auto const wrong = postern_.run({"evaluate", path, "--enable", "brandin"});
    EXPECT_EQ(wrong.status, exit_usage);
    EXPECT_THAT(wrong.err, HasSubstr("there is no check 'brandin'; did you mean 'branding'?"));
}

TEST_F(EvaluateCommand, does_not_overwrite_what_it_reads)
{
    auto const path = file("evidence.json", text_of(support::example_evidence()));
    auto const report = (folder_ / "report.json").string();
    (void)postern_.run({"evaluate", path, "--format", "json", "--out", report});
    auto const policy = file("postern.toml", "");
    for (auto const& words : {std::vector<std::string>{"--out", path},
                              {"--baseline", report, "--out", report},
                              {"--config", policy, "--out", policy}}) {
        std::vector<std::string> all{"evaluate", path};
        all.insert(all.end(), words.begin(), words.end());
        auto const refused = postern_.run(all);
        EXPECT_EQ(refused.status, exit_usage);
        EXPECT_THAT(refused.err, HasSubstr("would overwrite " + words.back()));
    }
    EXPECT_EQ(postern_.run({"evaluate", path, "--format", "json"}).out, scanned(support::example_evidence()));
}

struct Row {
    char const* sentence;
    std::string text;
    char const* message;
};

TEST_F(EvaluateCommand, says_what_is_wrong_with_the_evidence_and_what_to_do)
{
    auto spoilt = text_of(support::example_evidence());
    spoilt.replace(spoilt.find("\"status\":401"), 12, "\"status\":\"x\"");
    std::vector<Row> const rows{
        {"an empty file", "",
         ": the evidence is empty; give a file that `postern scan --save-evidence FILE` wrote\n"},
        {"no JSON", "<html>", ": the evidence is not JSON: line 1, byte 1 of the file; give a file"},
        {"a report", R"({"schema_version":"1.0"})", ": this is a report, not evidence; give a file"},
        {"a later format", R"({"format":"postern-evidence-9"})",
         " at /format: this evidence has the format \"postern-evidence-9\", and only \"postern-evidence-1\" "
         "can be "
         "read; use the version of Postern that wrote it, or scan again\n"},
        {"a wrong value", spoilt,
         " at /exchanges/0/response/status: this must be a whole number from 0 to 999; "},
    };
    for (auto const& row : rows) {
        auto const path = file("evidence.json", row.text);
        auto const result = postern_.run({"evaluate", path});
        EXPECT_EQ(result.status, exit_usage) << row.sentence;
        EXPECT_THAT(result.err, StartsWith("postern: " + path + row.message)) << row.sentence;
        EXPECT_EQ(result.out, "") << row.sentence;
        EXPECT_THAT(postern_.run({"evaluate", "-"}, row.text).err,
                    StartsWith(std::string("postern: standard input") + row.message))
            << row.sentence;
    }
}

TEST_F(EvaluateCommand, says_which_file_cannot_be_read)
{
    auto const gone = (folder_ / "gone.json").string();
    EXPECT_EQ(postern_.run({"evaluate", gone}).status, exit_usage);
    EXPECT_THAT(postern_.run({"evaluate", gone}).err,
                StartsWith("postern: cannot read " + gone + ": No such file or directory; give a file that"));
    EXPECT_THAT(postern_.run({"evaluate", folder_}).err, HasSubstr("that is a folder"));
    EXPECT_EQ(postern_.run({"evaluate"}).status, exit_usage);
}

TEST_F(EvaluateCommand, sends_no_escape_sequence_of_the_evidence_to_the_terminal)
{
    auto evil = text_of(support::example_evidence());
    evil.replace(evil.find("\"credential\":\"none\""), 19, "\"credential\":\"\\u001b[2Jx\"");
    auto const result = postern_.run({"evaluate", "-"}, evil);
    EXPECT_THAT(result.err, HasSubstr("\"\\x1b[2Jx\" is not a known word here"));
    EXPECT_THAT(result.err, Not(HasSubstr("\x1b")));
}

} // namespace
} // namespace postern::cli
