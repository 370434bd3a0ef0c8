#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const descriptor_migrations;

namespace {

using evidence::DescriptorFacts;
using evidence::Evidence;
using platform::StatedMigration;
using platform::StatedModule;
using platform::StatedScope;
using support::healthy;
using testing::HasSubstr;

Verdict judged(std::function<void(Evidence&)> const& spoil)
{
    auto evidence = healthy();
    spoil(evidence);
    return descriptor_migrations.run(evidence);
}

struct Row {
    std::string_view name;
    std::function<void(Evidence&, DescriptorFacts&)> spoil;
    Outcome outcome;
    std::string_view subject = "";
    std::string_view message = "";
};

class DescriptorMigrations : public testing::TestWithParam<Row> {};

TEST_P(DescriptorMigrations, row)
{
    auto const& row = GetParam();
    auto const verdict = judged([&](Evidence& evidence) { row.spoil(evidence, *evidence.descriptor); });
    EXPECT_EQ(verdict.outcome, row.outcome) << verdict.summary;
    if (row.subject.empty())
        return;
    ASSERT_EQ(verdict.findings.size(), 1U);
    EXPECT_EQ(verdict.findings[0].subject, row.subject);
    EXPECT_THAT(verdict.findings[0].message, HasSubstr(row.message));
    EXPECT_FALSE(verdict.findings[0].proof.empty());
}

INSTANTIATE_TEST_SUITE_P(
    rows, DescriptorMigrations,
    testing::ValuesIn(std::vector<Row>{
        Row{"both_on_passes", [](Evidence&, DescriptorFacts&) {}, Outcome::pass},
        Row{"unsigned_installs_fail",
            [](Evidence&, DescriptorFacts& facts) {
                facts.migrations[0].state = StatedMigration::State::off;
            },
            Outcome::fail, "/apiMigrations/signed-install", "switches signed-install off"},
        Row{"context_tokens_without_hash_fail",
            [](Evidence&, DescriptorFacts& facts) {
                facts.migrations[1].state = StatedMigration::State::off;
            },
            Outcome::fail, "/apiMigrations/context-qsh", "switches context-qsh off"},
        Row{"silence_on_installs_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.migrations.erase(facts.migrations.begin()); },
            Outcome::warn, "/apiMigrations/signed-install", "does not say"},
        Row{"silence_on_context_tokens_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.migrations.pop_back(); }, Outcome::warn,
            "/apiMigrations/context-qsh", "does not say"},
        Row{"without_callbacks_installs_need_no_signature",
            [](Evidence&, DescriptorFacts& facts) {
                facts.lifecycle.clear();
                facts.migrations.erase(facts.migrations.begin());
            },
            Outcome::pass},
        Row{"an_app_without_tokens_has_none",
            [](Evidence& evidence, DescriptorFacts&) {
                evidence.target.authentication = platform::Authentication::none;
            },
            Outcome::not_applicable},
        Row{"bitbucket_has_none",
            [](Evidence&, DescriptorFacts& facts) {
                facts.product = "Bitbucket";
                facts.migrations.clear();
            },
            Outcome::not_applicable},
    }),
    [](auto const& row) { return std::string(row.param.name); });

} // namespace
} // namespace postern::checks
