#include "checks/known_libraries.hpp"
#include "report/rule_data.hpp"
#include "support/source_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace postern::report {
namespace {

using testing::HasSubstr;

TEST(RuleData, has_a_version_of_each_set_of_data)
{
    std::size_t files = 1; // that of an npm package
    for (auto const& file :
         std::filesystem::recursive_directory_iterator(support::source_dir() / "catalogue"))
        if (file.path().extension() == ".json" && file.path().parent_path().filename() != "catalogue")
            ++files;
    EXPECT_EQ(built_in_rule_data().size(), files) << "each file in a folder of catalogue/ is listed";
    for (auto const& data : built_in_rule_data()) {
        EXPECT_FALSE(data.name.empty());
        EXPECT_FALSE(data.version.empty()) << data.name;
    }
}

TEST(RuleData, is_of_the_data_that_the_checks_use)
{
    auto const& all = built_in_rule_data();
    auto const libraries = std::ranges::find_if(
        all, [](RuleData const& data) { return data.name.contains("JavaScript libraries"); });
    ASSERT_NE(libraries, all.end());
    auto const& source = checks::known_libraries().source(); // "@… 0.32.0"
    EXPECT_THAT(libraries->name, HasSubstr("(npm " + source.substr(0, source.rfind(' ')) + ")"));
    EXPECT_EQ(libraries->version, source.substr(source.rfind(' ') + 1));
}

TEST(RuleData, is_said_in_words)
{
    EXPECT_EQ(in_words(RuleData{.name = "cipher suites", .version = "5.7", .date = "2023-05-15"}),
              "cipher suites 5.7 (2023-05-15)");
    EXPECT_EQ(in_words(RuleData{.name = "secrets", .version = "2026-11-25"}), "secrets 2026-11-25");
}

} // namespace
} // namespace postern::report
