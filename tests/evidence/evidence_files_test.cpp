// For every check one evidence file that it passes and one that it does not: tests/evidence/<id>/pass.json
// and fail.json. They are the examples of support/judged_examples.hpp and support/failing_examples.hpp, cut
// down to what the check looks at; `./dev golden` writes them.
#include "evidence/smallest_pair.hpp"
#include "golden/golden_file.hpp"
#include "support/command_line.hpp"
#include "support/failing_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace postern::evidence_files {
namespace {

using checks::Check;
using nlohmann::json;

std::filesystem::path const folder = POSTERN_EVIDENCE_FOLDER;

// What `postern evaluate FILE` says of one check.
std::string verdict_of(std::filesystem::path const& file, std::string_view id)
{
    support::CommandLine postern;
    auto const result = postern.run({"evaluate", file, "--format", "json", "--enable", std::string(id)});
    if (result.status == cli::exit_usage)
        return result.err;
    auto const report = json::parse(result.out);
    auto const& checks = report.at("checks");
    auto const found = std::ranges::find_if(checks, [&](json const& check) { return check.at("id") == id; });
    return found == checks.end() ? "no verdict" : found->at("verdict").get<std::string>();
}

class EvidenceOf : public testing::TestWithParam<Check> {
protected:
    [[nodiscard]] static std::string_view id() { return GetParam().info->id; }
    [[nodiscard]] static std::filesystem::path file(std::string const& name) { return folder / id() / name; }
};

TEST_P(EvidenceOf, is_as_small_as_it_can_be)
{
    ASSERT_TRUE(support::failing().contains(id())) << "add a failing example for this check";
    auto spoilt = support::healthy();
    support::failing().at(id())(spoilt);
    auto const pair = smallest_pair(GetParam(), support::healthy(), spoilt);
    golden::expect_golden(file("pass.json"), pair.pass);
    golden::expect_golden(file("fail.json"), pair.fail);
}

TEST_P(EvidenceOf, gives_its_verdict_on_the_command_line)
{
    EXPECT_EQ(verdict_of(file("pass.json"), id()), "pass");
    EXPECT_EQ(verdict_of(file("fail.json"), id()), support::only_warning().contains(id()) ? "warn" : "fail");
}

INSTANTIATE_TEST_SUITE_P(Each, EvidenceOf, testing::ValuesIn(checks::all().begin(), checks::all().end()),
                         [](testing::TestParamInfo<Check> const& check) {
                             std::string name(check.param.info->id);
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST(EvidenceFiles, are_of_checks_that_exist)
{
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        if (!entry.is_directory())
            continue;
        auto const id = entry.path().filename().string();
        EXPECT_TRUE(
            std::ranges::any_of(checks::all(), [&](Check const& check) { return check.info->id == id; }))
            << entry.path() << " belongs to no check: remove it";
        for (auto const& file : std::filesystem::directory_iterator(entry))
            EXPECT_THAT(file.path().filename().string(), testing::AnyOf("pass.json", "fail.json"));
    }
}

} // namespace
} // namespace postern::evidence_files
