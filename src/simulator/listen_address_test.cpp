#include "simulator/listen_address.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::simulator {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ListenAddress, gives_the_sites_its_name)
{
    auto const other = listen_address("127.0.0.2").value();
    EXPECT_EQ(other.address, "127.0.0.2");
    EXPECT_EQ(other.host, "127.0.0.2");
    EXPECT_THAT(other.other_hosts, IsEmpty()) << "localhost is elsewhere";
    auto const six = listen_address("2001:DB8:0:0::5").value();
    EXPECT_EQ(six.address, "2001:db8::5");
    EXPECT_EQ(six.host, "[2001:db8::5]") << "as browsers write it";
    EXPECT_EQ(listen_address("::ffff:192.0.2.1").value().host, "192.0.2.1");
    EXPECT_THAT(listen_address("127.0.0.1").value().other_hosts, ElementsAre("localhost"));
    EXPECT_THAT(listen_address("::1").value().other_hosts, ElementsAre("localhost"));
}

TEST(ListenAddress, of_all_answers_to_those_of_the_machine)
{
    for (auto const* all : {"0.0.0.0", "::"}) {
        auto const listen = listen_address(all).value();
        EXPECT_EQ(listen.host, "localhost");
        EXPECT_THAT(listen.other_hosts, Contains("127.0.0.1"));
        EXPECT_THAT(listen.other_hosts, testing::Each(testing::MatchesRegex(R"([0-9.]+|\[[0-9a-f:.]+\])")))
            << "and to no name";
    }
}

TEST(ListenAddress, is_one)
{
    for (auto const* none : {"", "foo", "localhost", "127.0.0.1:80", "[::1]", "fe80::1%1"}) {
        auto const refused = listen_address(none);
        ASSERT_FALSE(refused) << none;
        EXPECT_THAT(refused.error(), HasSubstr("give one of this machine's IP addresses"));
    }
}

} // namespace
} // namespace postern::simulator
