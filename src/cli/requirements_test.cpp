#include "support/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(RequirementsCommand, lists_the_newest_catalogue_or_the_one_that_is_asked_for)
{
    support::CommandLine postern;
    auto const newest = postern.run({"requirements"});
    EXPECT_EQ(newest.status, 0);
    EXPECT_THAT(newest.out, StartsWith("marketplace-2026: "));
    EXPECT_THAT(newest.out, HasSubstr("\n1.1   Authentication of application resources\n"));
    EXPECT_THAT(newest.out, HasSubstr("(number not confirmed)"));
    auto const old = postern.run({"requirements", "--catalogue", "2020", "--format", "json"});
    EXPECT_THAT(old.out, HasSubstr("\"version\": \"marketplace-2020\""));
    auto const unknown = postern.run({"requirements", "--catalogue", "2021"});
    EXPECT_EQ(unknown.status, 64);
    EXPECT_THAT(unknown.err, HasSubstr("there is no '2021'; use 2020 or 2023 or 2026"));
}

TEST(ScanPlan, is_in_no_format_of_reports)
{
    support::CommandLine postern;
    auto const plan = postern.run({"scan", "descriptor.json", "--plan", "--format", "sarif"});
    EXPECT_EQ(plan.status, 64);
    EXPECT_THAT(plan.err, HasSubstr("a plan is no report; use terminal or json"));
}

} // namespace
} // namespace postern::cli
