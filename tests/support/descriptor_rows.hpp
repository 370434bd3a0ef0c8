#pragma once

// Rows for the tests of checks that judge what a descriptor says: each spoils one thing of the healthy app.

#include "checks/check.hpp"
#include "support/judged_examples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string_view>

namespace postern::support {

struct DescriptorRow {
    std::string_view name;
    std::function<void(evidence::Evidence&, evidence::DescriptorFacts&)> spoil;
    checks::Outcome outcome;
    std::string_view subject = ""; // of the only finding; empty where there is none
    std::string_view message = ""; // a part of its message
};

inline void expect_row(checks::Check const& check, DescriptorRow const& row)
{
    auto evidence = healthy();
    row.spoil(evidence, *evidence.descriptor);
    auto const verdict = check.run(evidence);
    EXPECT_EQ(verdict.outcome, row.outcome) << verdict.summary;
    if (row.subject.empty())
        return;
    ASSERT_EQ(verdict.findings.size(), 1U);
    EXPECT_EQ(verdict.findings[0].subject, row.subject);
    EXPECT_THAT(verdict.findings[0].message, testing::HasSubstr(row.message));
    EXPECT_FALSE(verdict.findings[0].proof.empty());
}

} // namespace postern::support
