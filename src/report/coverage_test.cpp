#include "report/coverage.hpp"
#include "support/example_evidence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::report {
namespace {

using evidence::Evidence;
using http::TransportFailure;
using http::TransportFailureKind;
using support::example_evidence;
using support::example_exchange;

constexpr std::size_t page = 0;
constexpr std::size_t install = 1;

TEST(Coverage, has_every_endpoint_and_every_address_that_is_none)
{
    auto const all = coverage(example_evidence());
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[page].endpoint, "webPanels/foo-panel");
    EXPECT_EQ(all[page].kind, "page");
    EXPECT_EQ(all[page].url, "/foo.html?issueKey={issue.key}");
    EXPECT_EQ(all[page].state, Coverage::State::probed);
    EXPECT_EQ(all[page].reason, "");
    EXPECT_EQ(all[page].requests, 1);
    EXPECT_EQ(all[install].state, Coverage::State::probed);
    EXPECT_EQ(all[2].endpoint, "/vendor/url");
    EXPECT_EQ(all[2].kind, "none");
    EXPECT_EQ(all[2].state, Coverage::State::not_probed);
    EXPECT_EQ(all[2].reason, "a link for people");
}

TEST(Coverage, says_of_an_endpoint_without_a_usable_address_why_it_was_not_probed)
{
    auto evidence = example_evidence();
    auto broken = evidence.endpoints[page];
    broken.id = "webPanels/broken";
    broken.url_template = "https://[bad";
    broken.unusable = "its address cannot be used: the URL is malformed";
    broken.position = {40, 9};
    evidence.endpoints.push_back(broken);
    auto const all = coverage(evidence);
    ASSERT_EQ(all.size(), 4u);
    EXPECT_EQ(all[2].endpoint, "webPanels/broken");
    EXPECT_EQ(all[2].kind, "page");
    EXPECT_EQ(all[2].position, (platform::Position{40, 9}));
    EXPECT_EQ(all[2].state, Coverage::State::not_probed);
    EXPECT_EQ(all[2].reason, broken.unusable);
}

TEST(Coverage, calls_an_endpoint_unreachable_whose_requests_all_failed_on_the_way)
{
    auto evidence = example_evidence();
    evidence.access->attempts[0].hops[0].outcome =
        TransportFailure{TransportFailureKind::tls_failed, "the certificate has expired"};
    auto const all = coverage(evidence);
    EXPECT_EQ(all[page].state, Coverage::State::unreachable);
    EXPECT_EQ(all[page].reason, "TLS failed: the certificate has expired");
    EXPECT_EQ(all[page].requests, 1);
}

TEST(Coverage, calls_an_endpoint_probed_when_one_of_several_requests_was_answered)
{
    auto evidence = example_evidence();
    auto lost = evidence.access->attempts[0];
    lost.hops = {example_exchange("e3", "https://app.example/foo.html",
                                  TransportFailure{TransportFailureKind::timed_out, "30 s"})};
    evidence.access->attempts.push_back(lost);
    EXPECT_EQ(coverage(evidence)[page].state, Coverage::State::probed);
    EXPECT_EQ(coverage(evidence)[page].requests, 2);
}

TEST(Coverage, does_not_blame_the_network_for_the_end_of_the_scan)
{
    auto evidence = example_evidence();
    evidence.access->attempts[0].hops[0].outcome =
        TransportFailure{TransportFailureKind::cancelled, "interrupted"};
    auto const all = coverage(evidence);
    EXPECT_EQ(all[page].state, Coverage::State::not_probed);
    EXPECT_EQ(all[page].reason, "the scan was interrupted: interrupted");
}

TEST(Coverage, counts_redirects_and_both_attempts_of_an_administrators_page_once_each)
{
    auto evidence = example_evidence();
    auto const& first = evidence.access->attempts[0];
    evidence.admin.emplace();
    evidence.admin->attempts = {{.endpoint = first.endpoint, .without_token = first, .with_token = first}};
    evidence.admin->attempts[0].with_token.hops = {
        example_exchange("e8", "https://app.example/foo.html", http::make_response(302, "", "")),
        example_exchange("e9", "https://app.example/login", http::make_response(200, "", ""))};
    EXPECT_EQ(coverage(evidence)[page].requests, 3); // e1 stands twice in the evidence
}

using Reasons = std::pair<std::string, std::string>; // of the page, of the callback

TEST(Coverage, says_why_no_request_was_sent)
{
    auto const reasons = [](auto spoil) {
        auto evidence = example_evidence();
        spoil(evidence);
        auto const all = coverage(evidence);
        EXPECT_EQ(all[page].state, Coverage::State::not_probed);
        EXPECT_EQ(all[install].state, Coverage::State::not_probed);
        return Reasons(all[page].reason, all[install].reason);
    };
    EXPECT_EQ(reasons([](Evidence& evidence) {
                  evidence.access.reset();
                  evidence.lifecycle.reset();
              }),
              Reasons("the access probe did not run", "the lifecycle probe did not run"));
    EXPECT_EQ(reasons([](Evidence& evidence) {
                  evidence.access->attempts.clear();
                  evidence.lifecycle->attempts.clear();
                  evidence.completeness.gaps = {"interrupted"};
              }),
              Reasons("the scan ended before its turn", "the scan ended before its turn"));
    EXPECT_EQ(reasons([](Evidence& evidence) {
                  evidence.access->attempts.clear();
                  evidence.lifecycle->attempts.clear();
              }),
              Reasons("no probe sends a request to it", "no probe sends a request to it"));
}

TEST(HostCoverage, tells_probed_skipped_and_unreachable_hosts_apart)
{
    using Host = evidence::Host;
    auto evidence = example_evidence();
    auto& second = evidence.access->attempts[0].hops.emplace_back(evidence.access->attempts[0].hops[0]);
    second.id = "e77";
    second.request.url = "https://lost.example/";
    second.outcome = TransportFailure{TransportFailureKind::connection_refused, "port 443"};
    evidence.hosts = {{.name = "app.example"},
                      {.name = "lost.example", .role = Host::Role::named},
                      {.name = "vendor.example", .role = Host::Role::named, .skipped = "a link for people"},
                      {.name = "app.example", .port = 8443}};
    auto const all = host_coverage(evidence);
    ASSERT_EQ(all.size(), 4u);
    EXPECT_EQ(all[0].host, "app.example:443");
    EXPECT_EQ(all[0].state, Coverage::State::probed);
    EXPECT_GT(all[0].requests, 0);
    EXPECT_EQ(all[1].state, Coverage::State::unreachable);
    EXPECT_EQ(all[1].reason, "the connection was refused: port 443");
    EXPECT_EQ(all[2].state, Coverage::State::not_probed);
    EXPECT_EQ(all[2].reason, "a link for people");
    EXPECT_EQ(all[3].reason, "no probe sent a request to it");
}

TEST(AllExchanges, come_once_each_in_the_order_of_their_numbers)
{
    auto evidence = example_evidence();
    auto const& first = evidence.access->attempts[0].hops[0];
    for (auto const* id : {"e10", "e9", "e1"}) {
        auto attempt = evidence.access->attempts[0];
        attempt.hops = {first};
        attempt.hops[0].id = id;
        evidence.access->attempts.push_back(attempt);
    }
    std::vector<std::string> ids;
    for (auto const& exchange : all_exchanges(evidence))
        ids.push_back(exchange.id);
    EXPECT_THAT(ids, testing::ElementsAre("e1", "e2", "e9", "e10"));
}

} // namespace
} // namespace postern::report
