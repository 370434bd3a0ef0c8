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

// The page's answer, then forged installs that got none.
evidence::Evidence then_without_answer(std::vector<TransportFailureKind> const& kinds)
{
    auto evidence = gathered();
    auto const install = evidence.lifecycle->attempts[0];
    evidence.lifecycle->attempts.clear();
    for (auto const kind : kinds) {
        evidence.lifecycle->attempts.push_back(install);
        evidence.lifecycle->attempts.back().exchange.outcome = TransportFailure{kind, "no answer"};
    }
    return evidence;
}

TEST(Settle, an_app_that_stopped_in_the_middle_of_the_scan_is_a_gap)
{
    using enum TransportFailureKind;
    constexpr std::string_view after_the_page = "the app stopped accepting connections after e1 (GET "
                                                "https://app.example/foo.html); it may have crashed";
    constexpr std::string_view after_an_install = "the app stopped accepting connections after e2 (POST "
                                                  "https://app.example/installed); it may have crashed";
    struct Row {
        char const* sentence;
        std::vector<TransportFailureKind> kinds;
        std::vector<std::string_view> gaps;
    };
    std::vector<Row> const rows{
        {"every later connection is refused",
         {connection_refused, connection_refused, connection_refused},
         {after_the_page}},
        {"the request on which the first connection broke is named",
         {connection_lost, connection_refused, connection_refused},
         {after_an_install}},
        {"what was interrupted says nothing",
         {connection_refused, connection_refused, connection_refused, cancelled},
         {"the scan was interrupted: 1 request got no answer", after_the_page}},
        {"every later connection breaks",
         {connection_lost, connection_lost, connection_lost},
         {"the app broke every connection from e2 (POST https://app.example/installed) on; it may have "
          "crashed"}},
        {"two may be chance", {connection_refused, connection_refused}, {}},
        {"it came back", {connection_refused, connection_refused, connection_refused, timed_out}, {}},
        {"slowness is something else", {timed_out, timed_out, timed_out}, {}},
    };
    for (auto const& row : rows) {
        auto evidence = then_without_answer(row.kinds);
        settle(evidence);
        EXPECT_THAT(evidence.completeness.gaps, testing::ElementsAreArray(row.gaps)) << row.sentence;
    }
}

TEST(Settle, where_nothing_answered_nothing_is_judged_from_empty_evidence)
{
    auto evidence = gathered();
    TransportFailure const refused{TransportFailureKind::connection_refused, "nobody listens"};
    page_exchange(evidence).outcome = refused;
    install_exchange(evidence).outcome = refused;
    settle(evidence);
    EXPECT_THAT(evidence.completeness.gaps,
                testing::ElementsAre("nothing answered at https://app.example (the connection was refused)"));
    EXPECT_FALSE(evidence.admin);
    EXPECT_TRUE(evidence.access);
    EXPECT_TRUE(evidence.lifecycle);
}

} // namespace
} // namespace postern::scan
