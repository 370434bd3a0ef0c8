#include "http/registrable_domain.hpp"

#include <gtest/gtest.h>

namespace postern::http {
namespace {

TEST(RegistrableDomain, is_one_label_below_the_public_suffix)
{
    EXPECT_EQ(registrable_domain("app.example.com"), "example.com");
    EXPECT_EQ(registrable_domain("example.com"), "example.com");
    EXPECT_EQ(registrable_domain("a.b.example.co.uk"), "example.co.uk");
    EXPECT_EQ(registrable_domain("shop.somebody.github.io"), "somebody.github.io");
    EXPECT_EQ(registrable_domain("APP.Example.COM."), "example.com");
}

TEST(RegistrableDomain, is_nothing_where_nothing_was_registered)
{
    for (auto const* host : {"", ".", "com", "co.uk", "github.io", "localhost", "app.test", "127.0.0.1",
                             "[::1]", "8.8.8.8", "app"})
        EXPECT_EQ(registrable_domain(host), std::nullopt) << host;
    EXPECT_EQ(registrable_domain(std::string(254, 'a') + ".com"), std::nullopt);
    EXPECT_EQ(registrable_domain(std::string_view("a\0.com", 6)), std::nullopt);
}

TEST(PublicSuffix, is_where_anybody_can_register_a_name)
{
    for (auto const* host : {"com", "co.uk", "github.io"})
        EXPECT_TRUE(is_public_suffix(host)) << host;
    for (auto const* host : {"example.com", "somebody.github.io", "127.0.0.1", ""})
        EXPECT_FALSE(is_public_suffix(host)) << host;
}

} // namespace
} // namespace postern::http
