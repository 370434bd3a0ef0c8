#include "scan/plan.hpp"
#include "support/connect_app.hpp"

#include <gtest/gtest.h>

namespace postern::scan {
namespace {

using namespace std::chrono_literals;

Plan planned(platform::App app, std::uint64_t seed = 7)
{
    platform::connect::ConnectPlatform const platform;
    SeededRandom random(seed);
    return make_plan({.platform = platform, .app = std::move(app), .now = TimePoint(1'764'000'000'000ms)},
                     random);
}

platform::App app_with_pages(std::size_t count)
{
    auto app = support::connect_app();
    auto const page = *std::ranges::find(app.endpoints, "webPanels/note", &platform::Endpoint::id);
    app.endpoints.assign(count, page);
    for (std::size_t i = 0; i < count; ++i)
        app.endpoints[i].id += std::to_string(i);
    return app;
}

TEST(Plan, lists_the_steps_of_every_probe)
{
    auto const plan = planned(support::connect_app());
    EXPECT_EQ(plan.steps().size(), plan.access.steps.size() + plan.admin.steps.size() +
                                       plan.cross_origin.steps.size() + plan.exposed_paths.steps.size() +
                                       plan.input.steps.size() + plan.tls.steps.size() +
                                       plan.lifecycle.steps.size());
    EXPECT_GT(plan.lifecycle.steps.size(), 0U);
}

TEST(Plan, is_the_same_for_the_same_random_bytes_but_for_what_our_own_key_signs)
{
    auto const one = planned(support::connect_app());
    auto const again = planned(support::connect_app());
    auto const other = planned(support::connect_app(), 8);
    EXPECT_EQ(one.steps().front()->request, again.steps().front()->request);
    EXPECT_NE(one.steps().front()->request, other.steps().front()->request);
}

TEST(Plan, keeps_the_first_mebibyte_of_a_body_unless_that_were_too_much_for_all)
{
    EXPECT_EQ(planned(app_with_pages(2)).body_max_bytes(), response_body_max_bytes);
    auto const large = planned(app_with_pages(50));
    EXPECT_LT(large.body_max_bytes(), response_body_max_bytes);
    EXPECT_LE(large.body_max_bytes() * large.steps().size(), bodies_max_bytes);
}

} // namespace
} // namespace postern::scan
