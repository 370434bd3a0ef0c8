#include "tls/cipher_suites.hpp"
#include "tls/client_hello.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace postern::tls {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string encoded(Version version, std::string name = "app.example",
                    std::size_t count = suites_per_hello_max)
{
    auto suites = suites_of(version);
    suites.resize(std::min(suites.size(), count));
    ClientHello hello{.version = version, .suites = suites, .server_name = std::move(name)};
    for (std::size_t i = 0; i < hello.random.size(); ++i)
        hello.random[i] = static_cast<std::uint8_t>(i);
    return encode(hello);
}

unsigned number(std::string_view text, std::size_t at)
{
    return static_cast<unsigned char>(text[at]) << 8 | static_cast<unsigned char>(text[at + 1]);
}

TEST(ClientHello, has_lengths_that_fit)
{
    for (auto const version : versions) {
        auto const hello = encoded(version);
        EXPECT_EQ(hello[0], 22);
        EXPECT_EQ(number(hello, 3), hello.size() - 5) << name(version);
        EXPECT_EQ(hello[5], 1);
        EXPECT_EQ(number(hello, 7), hello.size() - 9) << name(version);
        EXPECT_EQ(number(hello, 9), std::min(wire(version), wire(Version::tls1_2))) << name(version);
    }
}

TEST(ClientHello, names_the_server_unless_it_has_no_name)
{
    EXPECT_THAT(encoded(Version::tls1_2), HasSubstr("app.example"));
    EXPECT_THAT(encoded(Version::ssl3), Not(HasSubstr("app.example"))) << "it has no extensions";
    auto const size = [](std::string name) { return encoded(Version::tls1_2, std::move(name), 4).size(); };
    EXPECT_EQ(size("app.example") - size(""), 9 + 11u);
}

TEST(ClientHello, is_of_no_length_on_which_servers_hang)
{
    for (std::size_t count = 1; count <= suites_per_hello_max; ++count) {
        auto suites = suites_of(Version::tls1_2);
        suites.resize(count);
        auto const hello =
            encode({.version = Version::tls1_2, .suites = suites, .server_name = "app.example"});
        auto const bytes = hello.size() - 5;
        EXPECT_TRUE(bytes < 256 || bytes >= 512) << count << " suites: " << bytes;
    }
}

TEST(CipherSuites, have_names_and_numbers_of_their_own)
{
    std::set<std::uint16_t> ids;
    for (auto const id : suites_of(Version::tls1_2))
        EXPECT_TRUE(ids.insert(id).second) << suite_name(id);
    EXPECT_GT(ids.size(), 200u);
    EXPECT_EQ(suite_name(0xc02f), "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    EXPECT_EQ(suite_name(0xfafa), "unknown suite 0xfafa");
    EXPECT_EQ(suites_of(Version::tls1_3).size(), 5u);
    for (auto const id : suites_of(Version::tls1_0))
        EXPECT_THAT(suite_name(id), Not(HasSubstr("GCM")));
}

TEST(Versions, have_names_and_numbers)
{
    for (auto const version : versions) {
        EXPECT_EQ(version_from(name(version)), version);
        EXPECT_EQ(version_from_wire(wire(version)), version);
    }
    EXPECT_EQ(version_from_wire(0x0305), std::nullopt);
    EXPECT_EQ(version_from("TLS 9"), std::nullopt);
}

} // namespace
} // namespace postern::tls
