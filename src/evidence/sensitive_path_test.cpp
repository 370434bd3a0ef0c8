#include "evidence/sensitive_path.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace postern::evidence {
namespace {

TEST(SensitivePaths, are_read_and_each_stands_in_the_list_once)
{
    std::set<std::string> paths;
    for (auto const& path : sensitive_paths())
        EXPECT_TRUE(paths.insert(path.path).second) << path.path;
    EXPECT_TRUE(paths.contains("/.env"));
    // Making a heap dump stops the app for a while: a scan reads its name in the index and leaves it alone.
    for (auto const& path : paths)
        EXPECT_THAT(path, testing::Not(testing::HasSubstr("heapdump")));
}

TEST(SensitivePaths, say_which_is_wrong)
{
    auto const read = [](std::string const& path) {
        auto const paths =
            read_sensitive_paths(R"({"format": "postern-exposed-paths-1", "paths": [)" + path + "]}");
        return paths ? "" : paths.error();
    };
    std::string const rest = R"("title": "t", "severity": "low", "why": "w", "content": {"all": ["x"]}})";
    EXPECT_EQ(read(R"({"path": "/a", "below": "root", )" + rest), "");
    EXPECT_THAT(read(R"({"path": "/a", "below": "top", )" + rest), testing::HasSubstr("path 0: \"below\""));
    EXPECT_THAT(read(R"({"path": "/../a", "below": "root", )" + rest),
                testing::HasSubstr("leaves its folder"));
    EXPECT_FALSE(read_sensitive_paths("{}").has_value());
}

} // namespace
} // namespace postern::evidence
