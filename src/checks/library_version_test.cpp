#include "checks/library_version.hpp"

#include <gtest/gtest.h>

namespace postern::checks {
namespace {

struct Row {
    std::string_view version;
    std::string_view least;
    bool expected;
};

// The answers are those of retire.js 5.7.0 (isAtOrAbove).
constexpr Row rows[]{
    {"1.8.1", "1.8.1", true},
    {"1.8.1", "1.9.0", false},
    {"1.10.0", "1.9.0", true},
    {"1.9.0", "1.9.0b1", true},
    {"1.9.0b1", "1.9.0", false},
    {"1.9.0b1", "1.9.0b2", false},
    {"3.0.0-rc1", "3.0.0", false},
    {"3.0.0", "3.0.0-rc1", true},
    {"3", "3.0.0", true},
    {"3.0.0", "3", true},
    {"2.9.9", "3", false},
    {"1.007", "1.7", true},
    {"1.99999999999999999999999999", "1.99999999999999999999999998", true},
    {"", "1", false},
    {"1.", "1.0", false},
    {"1..2", "1.0.2", false},
};

TEST(LibraryVersion, is_compared_part_by_part)
{
    for (auto const& row : rows)
        EXPECT_EQ(at_or_above(row.version, row.least), row.expected) << row.version << " " << row.least;
}

} // namespace
} // namespace postern::checks
