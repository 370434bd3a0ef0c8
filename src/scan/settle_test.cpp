#include "scan/settle.hpp"
#include "support/example_evidence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::scan {
namespace {

using http::TransportFailure;
using http::TransportFailureKind;

evidence::Evidence gathered()
{
    auto evidence = support::example_evidence();
    evidence.admin.emplace();
    return evidence;
}

http::Exchange& page_exchange(evidence::Evidence& evidence) { return evidence.access->attempts[0].hops[0]; }
http::Exchange& install_exchange(evidence::Evidence& evidence)
{
    return evidence.lifecycle->attempts[0].exchange;
}

TEST(Settle, a_scan_that_saw_everything_has_no_gap)
{
    auto evidence = gathered();
    settle(evidence);
    EXPECT_TRUE(evidence.completeness.complete());
}

TEST(Settle, exchanges_are_numbered_in_the_order_of_the_plan)
{
    auto evidence = gathered();
    evidence.access->attempts[0].hops.push_back(page_exchange(evidence));
    settle(evidence);
    EXPECT_EQ(evidence.access->attempts[0].hops[0].id, "e1");
    EXPECT_EQ(evidence.access->attempts[0].hops[1].id, "e2");
    EXPECT_EQ(install_exchange(evidence).id, "e3");
}

TEST(Settle, what_was_cut_off_is_a_gap)
{
    struct Row {
        TransportFailureKind kind;
        std::string_view gap;
    };
    constexpr Row rows[] = {
        {TransportFailureKind::cancelled, "the scan was interrupted: 1 request got no answer"},
        {TransportFailureKind::deadline_passed,
         "the scan's time was over: 1 request got no answer; allow more with --deadline"},
    };
    for (auto const& row : rows) {
        auto evidence = gathered();
        page_exchange(evidence).outcome = TransportFailure{row.kind, "cut off"};
        settle(evidence);
        EXPECT_THAT(evidence.completeness.gaps, testing::ElementsAre(row.gap));
    }
}

TEST(Settle, a_request_that_failed_by_itself_is_no_gap)
{
    auto evidence = gathered();
    page_exchange(evidence).outcome = TransportFailure{TransportFailureKind::timed_out, "no answer in 30 s"};
    settle(evidence);
    EXPECT_TRUE(evidence.completeness.complete());
}

TEST(Settle, where_nothing_answered_nothing_is_judged_from_empty_evidence)
{
    auto evidence = gathered();
    TransportFailure const refused{TransportFailureKind::connection_refused, "nobody listens"};
    page_exchange(evidence).outcome = refused;
    install_exchange(evidence).outcome = refused;
    settle(evidence);
    EXPECT_THAT(evidence.completeness.gaps, testing::ElementsAre("nothing answered at https://app.example"));
    EXPECT_FALSE(evidence.admin);
    EXPECT_TRUE(evidence.access);
    EXPECT_TRUE(evidence.lifecycle);
}

} // namespace
} // namespace postern::scan
