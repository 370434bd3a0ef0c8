#include "net/dns.hpp"
#include "support/dns_server.hpp"
#include "support/loopback.hpp"

#include <boost/asio.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::net {
namespace {

namespace asio = boost::asio;
using support::cname;
using support::encoded;
using support::nxdomain;
using support::record;
using support::servfail;
using testing::ElementsAre;
using namespace std::chrono_literals;

class Dns : public testing::Test {
protected:
    DnsReply ask(std::string const& name, DnsType type, Deadline deadline = far_away(),
                 std::chrono::milliseconds try_timeout = patience)
    {
        DnsResolver resolver(io_.get_executor(), {.servers = server_.address(), .try_timeout = try_timeout});
        std::optional<DnsReply> reply;
        asio::co_spawn(io_, resolver.ask(name, type, deadline), [&](std::exception_ptr, DnsReply value) {
            reply.emplace(std::move(value));
            server_.stop();
            resolver.stop(); // what the deadline cut off is still under way
        });
        io_.run();
        EXPECT_TRUE(reply.has_value());
        return reply.value_or(DnsReply{});
    }

    asio::io_context io_{1};
    support::DnsServer server_{io_};
};

TEST_F(Dns, follows_a_chain_to_an_address)
{
    server_.answers[encoded("app.example")] = {
        .records = {cname("app.example", "App.Host.Example"), cname("app.host.example", "edge.example"),
                    record("edge.example", DnsType::a, std::string("\xc0\x00\x02\x01", 4))}};
    auto const reply = ask("app.example", DnsType::a);
    EXPECT_EQ(reply.status, DnsReply::Status::answered);
    EXPECT_THAT(reply.records, ElementsAre(DnsRecord{"app.example", DnsType::cname, "app.host.example"},
                                           DnsRecord{"app.host.example", DnsType::cname, "edge.example"},
                                           DnsRecord{"edge.example", DnsType::a, "192.0.2.1"}));
}

TEST_F(Dns, keeps_the_chain_that_ends_in_nothing)
{
    server_.answers[encoded("app.example")] = {.code = nxdomain,
                                               .records = {cname("app.example", "gone.host.example")}};
    auto const reply = ask("app.example", DnsType::a);
    EXPECT_EQ(reply.status, DnsReply::Status::no_such_name);
    EXPECT_THAT(reply.records, ElementsAre(DnsRecord{"app.example", DnsType::cname, "gone.host.example"}));
}

TEST_F(Dns, tells_a_name_without_such_a_record_from_no_name)
{
    server_.answers[encoded("app.example")] = {};
    auto const reply = ask("app.example", DnsType::aaaa);
    EXPECT_EQ(reply.status, DnsReply::Status::answered);
    EXPECT_TRUE(reply.records.empty());
}

TEST_F(Dns, tells_a_server_that_fails_from_no_name)
{
    server_.answers[encoded("app.example")] = {.code = servfail};
    auto const reply = ask("app.example", DnsType::a);
    EXPECT_EQ(reply.status, DnsReply::Status::refused);
    EXPECT_NE(reply.detail, "");
}

TEST_F(Dns, gives_up_after_its_tries)
{
    auto const reply = ask("app.example", DnsType::a, far_away(), 50ms);
    EXPECT_EQ(reply.status, DnsReply::Status::silent);
    EXPECT_EQ(server_.asked, 2);
}

TEST_F(Dns, gives_up_at_the_deadline)
{
    auto const reply = ask("app.example", DnsType::a, in(50ms));
    EXPECT_EQ(reply.status, DnsReply::Status::silent);
    EXPECT_LE(server_.asked, 1);
}

TEST_F(Dns, reads_who_may_issue_certificates)
{
    server_.answers[encoded("app.example")] = {
        .records = {record("app.example", DnsType::caa, std::string("\0\5issueca.example", 17))}};
    auto const reply = ask("app.example", DnsType::caa);
    ASSERT_EQ(reply.records.size(), 1U);
    EXPECT_EQ(reply.records[0].value, "0 issue ca.example");
}

TEST_F(Dns, a_name_that_cannot_be_asked_for_is_an_answer_too)
{
    auto const reply = ask(std::string(300, 'a') + ".example", DnsType::a);
    EXPECT_EQ(reply.status, DnsReply::Status::refused);
    EXPECT_EQ(server_.asked, 0);
}

TEST_F(Dns, ends_with_its_resolver)
{
    DnsResolver resolver(io_.get_executor(), {.servers = server_.address(), .try_timeout = patience});
    std::optional<DnsReply> reply;
    asio::co_spawn(io_, resolver.ask("app.example", DnsType::a, far_away()),
                   [&](std::exception_ptr, DnsReply value) { reply.emplace(std::move(value)); });
    asio::post(io_, [&] { resolver.stop(); });
    asio::post(io_, [&] { server_.stop(); });
    io_.run();
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(reply->status, DnsReply::Status::silent);
}

TEST(DnsServers, are_addresses_with_or_without_a_port)
{
    for (auto const* good : {"127.0.0.1", "127.0.0.1:5353", "[::1]:53,192.0.2.1"})
        EXPECT_TRUE(are_dns_servers(good)) << good;
    for (auto const* bad : {"", "dns.example", "127.0.0.1:x"})
        EXPECT_FALSE(are_dns_servers(bad)) << bad;
}

TEST(DnsMessage, that_is_cut_off_anywhere_is_no_answer_or_a_shorter_one)
{
    auto const whole = std::string(12, '\0').replace(7, 1, "\1") + cname("app.example", "host.example");
    auto const read = [](std::string const& text) {
        return read_dns_answer({reinterpret_cast<unsigned char const*>(text.data()), text.size()});
    };
    ASSERT_TRUE(read(whole).has_value());
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(read(whole.substr(0, size)).has_value()) << size;
}

} // namespace
} // namespace postern::net
