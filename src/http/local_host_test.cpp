#include "http/local_host.hpp"

#include <gtest/gtest.h>

namespace postern::http {
namespace {

TEST(LocalHost, is_told_by_name_or_address)
{
    for (auto const* local :
         {"localhost", "a.localhost", "127.0.0.1", "[::1]", "10.1.2.3", "172.31.0.1", "192.168.1.1",
          "169.254.1.1", "[fd00::1]", "[fe80::1]", "[::ffff:127.0.0.1]", "app", "app.test", "0.0.0.0"})
        EXPECT_TRUE(is_local(local)) << local;
    for (auto const* elsewhere :
         {"app.example", "8.8.8.8", "172.32.0.1", "[2001:db8::1]", "localhost.example"})
        EXPECT_FALSE(is_local(elsewhere)) << elsewhere;
}

TEST(LocalHost, addresses_are_told_from_names)
{
    for (auto const* address : {"127.0.0.1", "[::1]", "8.8.8.8", "[2001:db8::1]"})
        EXPECT_TRUE(is_ip_address(address)) << address;
    for (auto const* name : {"localhost", "app.example", "1.2.3", "8.8.8.8.example"})
        EXPECT_FALSE(is_ip_address(name)) << name;
}

} // namespace
} // namespace postern::http
