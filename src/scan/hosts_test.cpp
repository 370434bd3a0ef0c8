#include "scan/hosts.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::scan {
namespace {

using testing::ElementsAre;

platform::App app(char const* base_url, std::vector<std::string> const& links = {})
{
    platform::App app{.base_url = *http::parse_url(base_url)};
    for (auto const& link : links)
        app.unprobed.push_back({.pointer = "/vendor/url", .position = {3, 9}, .url = link});
    return app;
}

std::vector<std::string> told(std::vector<evidence::Host> const& hosts)
{
    std::vector<std::string> lines;
    for (auto const& host : hosts)
        lines.push_back(
            fmt::format("{} {}{}", name(host.role), address(host), host.skipped.empty() ? "" : " skipped"));
    return lines;
}

TEST(Hosts, are_those_of_the_app_and_of_the_descriptor_and_those_that_it_names)
{
    auto const hosts = hosts_of(
        app("https://app.example/base", {"https://vendor.example/x", "/icon.png", "http://vendor.example",
                                         "mailto:a@b.example", "https://APP.example/icon.png"}),
        "https://cdn.example:8443/atlassian-connect.json");
    EXPECT_THAT(told(hosts), ElementsAre("app app.example:443", "descriptor cdn.example:8443",
                                         "named vendor.example:443", "named vendor.example:80"));
    EXPECT_EQ(hosts[2].pointer, "/vendor/url");
    EXPECT_EQ(hosts[2].position, (platform::Position{3, 9}));
}

TEST(Hosts, that_a_descriptor_names_are_left_alone_where_the_app_is_local)
{
    EXPECT_THAT(told(hosts_of(app("http://localhost:3000", {"https://vendor.example"}), "app.json")),
                ElementsAre("app localhost:3000", "named vendor.example:443 skipped"));
}

TEST(Hosts, have_a_limit)
{
    std::vector<std::string> links;
    for (std::size_t i = 0; i < hosts_max + 1; ++i)
        links.push_back(fmt::format("https://h{}.example", i));
    auto const hosts = hosts_of(app("https://app.example", links), "-");
    ASSERT_EQ(hosts.size(), hosts_max + 2);
    EXPECT_EQ(hosts[hosts_max - 1].skipped, "");
    EXPECT_NE(hosts[hosts_max].skipped, "");
}

} // namespace
} // namespace postern::scan
