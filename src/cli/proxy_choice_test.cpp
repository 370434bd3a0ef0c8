#include "cli/proxy_choice.hpp"

#include <gtest/gtest.h>

#include <map>

namespace postern::cli {
namespace {

bool through(std::string name, std::string const& option, std::map<std::string, std::string> variables)
{
    return goes_through_proxy(
        {.name = std::move(name)}, option, [&](std::string const& variable) -> std::optional<std::string> {
            auto const found = variables.find(variable);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        });
}

TEST(ProxyChoice, is_that_of_the_client)
{
    EXPECT_FALSE(through("app.example", "", {}));
    EXPECT_TRUE(through("app.example", "http://127.0.0.1:3128", {{"no_proxy", "*"}}));
    EXPECT_TRUE(through("app.example", "", {{"https_proxy", "http://proxy.example"}}));
    EXPECT_TRUE(through("app.example", "", {{"ALL_PROXY", "http://proxy.example"}}));
    EXPECT_FALSE(through("app.example", "", {{"http_proxy", "http://proxy.example"}})) << "not for https";
    EXPECT_FALSE(through("app.example", "", {{"https_proxy", ""}}));
}

TEST(ProxyChoice, leaves_out_the_hosts_of_no_proxy)
{
    auto const excepted = [](std::string name, std::string list) {
        return !through(std::move(name), "", {{"https_proxy", "http://proxy.example"}, {"no_proxy", list}});
    };
    EXPECT_TRUE(excepted("app.example", "*"));
    EXPECT_TRUE(excepted("app.example", "other.example, App.Example"));
    EXPECT_TRUE(excepted("api.app.example", ".app.example"));
    EXPECT_TRUE(excepted("api.app.example", "app.example"));
    EXPECT_TRUE(excepted("[::1]", "127.0.0.1,::1"));
    EXPECT_FALSE(excepted("notapp.example", "app.example"));
    EXPECT_FALSE(excepted("app.example", ", ,"));
}

} // namespace
} // namespace postern::cli
