#include "probes/dns.hpp"
#include "support/dns_server.hpp"
#include "support/running_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::probes {
namespace {

namespace asio = boost::asio;
using evidence::DnsStatus;
using evidence::Host;
using net::DnsType;
using support::cname;
using support::encoded;
using support::nxdomain;
using support::record;
using testing::ElementsAre;
using namespace std::chrono_literals;

TEST(PlanDns, asks_for_each_name_once_and_for_certificates_where_the_app_runs)
{
    auto const plan = plan_dns({{.name = "app.example"},
                                {.name = "vendor.example", .role = Host::Role::named},
                                {.name = "app.example", .port = 8443, .role = Host::Role::named}});
    ASSERT_EQ(plan.questions.size(), 2U);
    EXPECT_EQ(plan.questions[0].caa, DnsQuestion::Caa::asked);
    EXPECT_EQ(plan.questions[1].caa, DnsQuestion::Caa::not_asked);
    EXPECT_TRUE(plan.asks());
}

TEST(PlanDns, asks_nothing_of_local_names_addresses_and_hosts_that_are_left_alone)
{
    auto const plan = plan_dns({{.name = "localhost"},
                                {.name = "192.0.2.1"},
                                {.name = "[2001:db8::1]"},
                                {.name = "vendor.example", .skipped = "left alone"}});
    EXPECT_FALSE(plan.asks());
    for (auto const& question : plan.questions)
        EXPECT_NE(question.skipped, "") << question.host;
}

class GatherDns : public testing::Test {
protected:
    evidence::DnsAnswers gather(std::vector<Host> const& hosts, std::string const& proxy = "",
                                std::chrono::milliseconds try_timeout = 20s)
    {
        net::Client client(io_.get_executor(), {.user_agent = "postern/test", .proxy = proxy});
        net::DnsResolver resolver(io_.get_executor(),
                                  {.servers = server_.address(), .try_timeout = try_timeout});
        Redactor const redactor;
        auto const deadline = std::chrono::steady_clock::now() + 60s;
        Conversation conversation({.client = client, .redactor = redactor, .deadline = deadline});
        evidence::DnsAnswers answers;
        asio::co_spawn(io_, gather_all(plan_dns(hosts), resolver, deadline, conversation),
                       [&](std::exception_ptr failure, evidence::DnsAnswers value) {
                           EXPECT_FALSE(failure);
                           answers = std::move(value);
                           server_.stop();
                           resolver.stop();
                           client.stop();
                       });
        io_.run();
        return answers;
    }

    static asio::awaitable<evidence::DnsAnswers>
    gather_all(DnsPlan plan, net::DnsResolver& resolver, net::Deadline deadline, Conversation& conversation)
    {
        auto asking = ask_dns(std::move(plan), resolver, deadline);
        auto answers = co_await std::move(asking);
        auto gathering = gather_hosting_pages(std::move(answers), conversation);
        co_return co_await std::move(gathering);
    }

    static std::string address() { return std::string("\xc0\x00\x02\x01", 4); }

    asio::io_context io_{1};
    support::DnsServer server_{io_};
};

std::vector<std::string> told(evidence::DnsHost const& host)
{
    std::vector<std::string> lines;
    for (auto const& lookup : host.lookups)
        lines.push_back(lookup.name + " " + lookup.type + " " + std::string(name(lookup.status)));
    return lines;
}

TEST_F(GatherDns, asks_for_addresses_and_climbs_for_certificates)
{
    for (auto const* name : {"a.app.example", "app.example"})
        server_.answers[encoded(name)] = {.records = {record("a.app.example", DnsType::a, address())}};
    auto const answers = gather({{.name = "a.app.example"}});
    ASSERT_EQ(answers.hosts.size(), 1U);
    EXPECT_THAT(told(answers.hosts[0]),
                ElementsAre("a.app.example A answered", "a.app.example AAAA answered",
                            "a.app.example CAA answered", "app.example CAA answered"));
    EXPECT_FALSE(answers.hosts[0].page);
}

TEST_F(GatherDns, asks_whether_the_domain_of_a_missing_name_is_registered)
{
    server_.answers[encoded("app.example")] = {.code = nxdomain,
                                               .records = {cname("app.example", "x.gone.example")}};
    server_.answers[encoded("gone.example")] = {.code = nxdomain};
    auto const answers = gather({{.name = "app.example"}});
    EXPECT_THAT(told(answers.hosts.at(0)),
                ElementsAre("app.example A no_such_name", "gone.example NS no_such_name"));
}

TEST_F(GatherDns, asks_no_more_of_a_server_that_is_silent)
{
    auto const answers = gather({{.name = "app.example"}, {.name = "localhost"}}, "", 50ms);
    EXPECT_THAT(told(answers.hosts.at(0)), ElementsAre("app.example A silent"));
    EXPECT_TRUE(answers.hosts.at(1).lookups.empty());
    EXPECT_NE(answers.hosts.at(1).skipped, "");
}

TEST_F(GatherDns, looks_at_the_page_of_a_name_at_a_hosting_service)
{
    support::FunctionService pages([](http::Request const&) {
        return http::make_response(404, "text/html", "There isn't a GitHub Pages site here.");
    });
    support::RunningServer const proxy(pages);
    server_.answers[encoded("app.example")] = {
        .records = {cname("app.example", "somebody.github.io"),
                    record("somebody.github.io", DnsType::a, address())}};
    auto const answers = gather({{.name = "app.example"}}, proxy.url());
    auto const& page = answers.hosts.at(0).page;
    ASSERT_TRUE(page.has_value());
    EXPECT_EQ(page->request.url, "http://app.example/");
    ASSERT_NE(page->response(), nullptr);
    EXPECT_EQ(page->response()->status, 404);
}

} // namespace
} // namespace postern::probes
