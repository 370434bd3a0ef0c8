// What a scan says of the sample app's panels: the one that recovers is as closed as the dead end, and the
// one that is a public shell is called so.
#include "scan/scanned.hpp"
#include "scan/verdicts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::scan_test {
namespace {

using sample::Panel;

class ScannedPanel : public testing::Test {
protected:
    json scan_panel(Panel panel)
    {
        SampleTarget target(clock_, {}, std::nullopt, panel);
        EXPECT_TRUE(
            target.install("a-tenant-of-the-test", "the secret that this tenant shares with the app"));
        return scan(postern_, target);
    }

    support::CommandLine postern_;
    FixedClock const clock_{postern_.now};
};

std::vector<std::string> open_endpoints(json const& report)
{
    std::vector<std::string> ids;
    for (auto const& finding : find_check(report, "anonymous-access")->at("findings"))
        ids.push_back(finding.at("endpoint"));
    return ids;
}

TEST_F(ScannedPanel, that_recovers_is_as_closed_as_the_dead_end)
{
    auto const dead_end = scan_panel(Panel::dead_end);
    auto const recovering = scan_panel(Panel::recovering);
    EXPECT_EQ(differences(verdicts_of(dead_end), verdicts_of(recovering)), std::vector<std::string>{});
    EXPECT_THAT(open_endpoints(recovering), testing::ElementsAre("generalPages/about"));
    EXPECT_EQ(recovering.at("exit_status"), cli::exit_ok);
}

TEST_F(ScannedPanel, that_is_a_shell_is_judged_a_public_shell)
{
    auto const report = scan_panel(Panel::cacheable);
    EXPECT_THAT(with_verdict(report, "fail"), testing::IsEmpty());
    EXPECT_THAT(with_verdict(report, "inconclusive"), testing::IsEmpty());
    EXPECT_EQ(report.at("exit_status"), cli::exit_ok);
    EXPECT_THAT(open_endpoints(report),
                testing::UnorderedElementsAre("jiraIssueContents/foo-content", "webPanels/foo-panel",
                                              "generalPages/about"));
    for (auto const& finding : find_check(report, "anonymous-access")->at("findings"))
        if (finding.at("endpoint") == "webPanels/foo-panel")
            EXPECT_THAT(finding.at("message").get<std::string>(), testing::HasSubstr("public shell"));
}

} // namespace
} // namespace postern::scan_test
