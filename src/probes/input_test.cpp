#include "http/url.hpp"
#include "probes/input.hpp"
#include "support/connect_app.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace postern::probes {
namespace {

using evidence::InputAttempt;
using namespace std::chrono_literals;

class InputPlanTest : public testing::Test {
protected:
    platform::connect::ConnectPlatform const platform_;
    platform::App const app_ = support::connect_app();
    jwt::Key const own_key_ = jwt::Key::generate(jwt::Algorithm::rs256);
    SeededRandom random_{7};
    PlanInput const input_{
        .platform = platform_, .app = app_, .own_key = own_key_, .now = TimePoint(1'764'000'000'000ms)};
    InputPlan const plan_ = plan_input(input_, random_);
};

TEST_F(InputPlanTest, pages_get_as_many_requests_as_the_probe_says_and_nothing_else_gets_any)
{
    std::map<std::string, int> count;
    for (auto const& step : plan_.steps)
        ++count[step.endpoint];
    EXPECT_THAT(count, testing::UnorderedElementsAre(
                           testing::Pair("webPanels/note", input_info.requests_per_endpoint_max),
                           testing::Pair("adminPages/settings", input_info.requests_per_endpoint_max)));
    EXPECT_EQ(plan_.attempts.size(), plan_.steps.size());
}

TEST_F(InputPlanTest, what_the_host_fills_in_is_marked_each_differently_and_nothing_else_is)
{
    auto const& given = plan_.attempts.at(0).given;
    std::set<std::string> names;
    std::set<std::string> words;
    for (auto const& [name, value] : given) {
        names.insert(name);
        words.insert(std::string(evidence::word_of_marker(value)));
        EXPECT_THAT(plan_.steps[0].request.url, testing::HasSubstr(http::percent_encode(value)));
    }
    EXPECT_THAT(names, testing::UnorderedElementsAre("issue", "xdm_e", "postern-test"));
    EXPECT_EQ(words.size(), given.size());
    EXPECT_THAT(plan_.steps[0].request.url, testing::HasSubstr("lic=active"));
}

TEST_F(InputPlanTest, redirect_targets_are_of_a_site_that_does_not_exist_and_are_not_followed)
{
    auto const& attempt = plan_.attempts.at(1);
    EXPECT_EQ(attempt.kind, InputAttempt::Kind::redirect_target);
    EXPECT_EQ(plan_.steps[1].redirects, Redirects::not_followed);
    EXPECT_THAT(attempt.given, testing::Contains(testing::Pair("returnUrl", testing::_)));
    for (auto const& [name, value] : attempt.given)
        EXPECT_TRUE(http::parse_url(value)->host.ends_with(".example")) << value;
}

TEST_F(InputPlanTest, no_request_presents_a_token)
{
    for (auto const& step : plan_.steps) {
        EXPECT_EQ(step.token, "");
        EXPECT_FALSE(step.request.headers.get("Authorization"));
        EXPECT_THAT(step.request.url, testing::Not(testing::HasSubstr("jwt=")));
        EXPECT_EQ(step.request.method, "GET");
    }
}

} // namespace
} // namespace postern::probes
