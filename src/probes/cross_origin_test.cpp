#include "probes/cross_origin.hpp"
#include "support/connect_app.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace postern::probes {
namespace {

using namespace std::chrono_literals;

TEST(CrossOriginPlanTest, asks_each_page_as_a_made_up_site_and_as_a_page_without_origin)
{
    platform::connect::ConnectPlatform const platform;
    auto const app = support::connect_app();
    auto const own_key = jwt::Key::generate(jwt::Algorithm::rs256);
    SeededRandom random(7);
    auto const context = platform.make_context(app, "a", random);
    auto const plan = plan_cross_origin(
        {.platform = platform, .app = app, .own_key = own_key, .now = TimePoint(1'764'000'000'000ms)},
        context, random);

    // The two pages; neither the webhook nor the lifecycle callbacks, which no browser asks for.
    ASSERT_EQ(plan.steps.size(), 2 * static_cast<std::size_t>(cross_origin_info.requests_per_endpoint_max));
    ASSERT_EQ(plan.attempts.size(), plan.steps.size());
    std::set<std::string> origins;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        auto const& request = plan.steps[i].request;
        EXPECT_EQ(request.method, "GET");
        EXPECT_EQ(plan.steps[i].token, "");
        EXPECT_FALSE(request.headers.get("Authorization"));
        EXPECT_EQ(request.headers.get("Origin"), plan.attempts[i].detail);
        EXPECT_EQ(plan.steps[i].endpoint, plan.attempts[i].endpoint);
        origins.insert(plan.attempts[i].detail);
    }
    EXPECT_THAT(origins, testing::ElementsAre(
                             testing::MatchesRegex("https://postern-test-[0-9a-f]{16}\\.example"), "null"));
}

} // namespace
} // namespace postern::probes
