#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::checks {

extern Check const descriptor_authentication;

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
    return descriptor_authentication.run(evidence);
}

struct Row {
    std::string_view name;
    std::function<void(Evidence&, DescriptorFacts&)> spoil;
    Outcome outcome;
    std::string_view subject = "";
    std::string_view message = "";
};

class DescriptorAuthentication : public testing::TestWithParam<Row> {};

TEST_P(DescriptorAuthentication, row)
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
    rows, DescriptorAuthentication,
    testing::ValuesIn(std::vector<Row>{
        Row{"jwt_passes", [](Evidence&, DescriptorFacts&) {}, Outcome::pass},
        Row{"none_with_an_install_callback_fails",
            [](Evidence& evidence, DescriptorFacts& facts) {
                evidence.target.authentication = platform::Authentication::none;
                facts.authentication->text = "none";
            },
            Outcome::fail, "/lifecycle/installed", "anybody can send it one"},
        Row{"none_with_webhooks_is_a_warning",
            [](Evidence& evidence, DescriptorFacts& facts) {
                evidence.target.authentication = platform::Authentication::none;
                facts.authentication->text = "none";
                facts.lifecycle.clear();
            },
            Outcome::warn, "/authentication/type", "webhooks"},
        Row{"none_for_a_static_app_passes",
            [](Evidence& evidence, DescriptorFacts& facts) {
                evidence.target.authentication = platform::Authentication::none;
                facts.authentication->text = "none";
                facts.lifecycle.clear();
                evidence.endpoints = {support::example_page()};
            },
            Outcome::pass},
        Row{"capitals_are_noted",
            [](Evidence&, DescriptorFacts& facts) { facts.authentication->text = "JWT"; }, Outcome::warn,
            "/authentication/type", "\"JWT\""},
        Row{"an_unknown_word_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.authentication->text = "oauth"; }, Outcome::warn,
            "/authentication/type", "neither jwt nor none"},
        Row{"an_absent_one_is_noted", [](Evidence&, DescriptorFacts& facts) { facts.authentication.reset(); },
            Outcome::warn, "/authentication/type", "demands"},
        Row{"jwt_without_an_install_callback_is_a_warning",
            [](Evidence&, DescriptorFacts& facts) { facts.lifecycle.clear(); }, Outcome::warn,
            "/authentication/type", "refuse to install"},
    }),
    [](auto const& row) { return std::string(row.param.name); });

} // namespace
} // namespace postern::checks
