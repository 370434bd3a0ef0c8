#include "scan/gather.hpp"
#include "support/connect_app.hpp"
#include "support/running_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::scan {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr TimePoint start{1'700'000'000s};
// {"alg":"HS256"}, {"exp":1700000060}: it expires a minute after the start.
constexpr std::string_view user_token = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3MDAwMDAwNjB9.c2lnbmF0dXJl";

// The evidence of a scan of an app that refuses everything, and that took `time`.
evidence::Evidence gathered(std::chrono::seconds time)
{
    support::FunctionService refusing(
        [](http::Request const&) { return http::make_response(401, "text/plain", "no valid token"); });
    support::RunningServer const server(refusing);
    platform::connect::ConnectPlatform const platform;
    SeededRandom random(7);
    auto plan = make_plan({.platform = platform,
                           .app = support::connect_app(server.url("/notes")),
                           .user_token = std::string(user_token),
                           .now = start},
                          random);
    FixedClock clock(start);
    asio::io_context io(1);
    net::Client client(io.get_executor(), {.user_agent = "postern/test"});
    net::TlsObserver observer(io.get_executor(), clock, random, {});
    net::DnsResolver resolver(io.get_executor(), {});
    auto const redactor = Redactor::make({});
    evidence::Evidence evidence;
    asio::co_spawn(io,
                   gather(std::move(plan), {.client = client,
                                            .tls_observer = observer,
                                            .dns_resolver = resolver,
                                            .clock = clock,
                                            .redactor = *redactor,
                                            .deadline = std::chrono::steady_clock::now() + 60s,
                                            .on_progress = [&](Progress const&) { clock.set(start + time); },
                                            .tool_version = "test",
                                            .target = {}}),
                   [&](std::exception_ptr failure, evidence::Evidence result) {
                       EXPECT_FALSE(failure);
                       evidence = std::move(result);
                   });
    io.run();
    return evidence;
}

TEST(Gather, brings_the_evidence_of_every_probe_and_its_times)
{
    auto const evidence = gathered(30s);
    ASSERT_TRUE(evidence.access && evidence.lifecycle && evidence.admin && evidence.exposed_paths &&
                evidence.tls && evidence.dns);
    EXPECT_EQ(evidence.started_at, start);
    EXPECT_EQ(evidence.ended_at, start + 30s);
    EXPECT_TRUE(evidence.completeness.complete());
    for (auto const& attempt : evidence.access->attempts)
        EXPECT_TRUE(attempt.hops.back().response()) << attempt.endpoint;
}

TEST(Gather, is_incomplete_where_the_users_token_expired_meanwhile)
{
    EXPECT_THAT(gathered(60s).completeness.gaps, testing::ElementsAre(testing::HasSubstr("token expired")));
}

} // namespace
} // namespace postern::scan
