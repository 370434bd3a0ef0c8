#include "support/command_line.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace postern::cli {
namespace {

// {"alg":"HS256"}, {"exp":1}
constexpr std::string_view expired = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.c2lnbmF0dXJl";

TEST(UserToken, that_has_expired_is_refused_before_anything_is_sent)
{
    auto const path = std::filesystem::temp_directory_path() / fmt::format("postern-user-{}.jwt", ::getpid());
    std::ofstream(path) << expired;
    support::CommandLine postern;
    auto const result =
        postern.run({"scan", "https://app.invalid/descriptor.json", "--user-jwt-file", path.string()});
    std::filesystem::remove(path);
    EXPECT_EQ(result.status, exit_usage);
    EXPECT_THAT(result.err, testing::HasSubstr("this token has expired"));
    EXPECT_THAT(result.err, testing::Not(testing::HasSubstr("c2lnbmF0dXJl")));
}

} // namespace
} // namespace postern::cli
