#include "probes/exposed_paths.hpp"
#include "support/connect_app.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace postern::probes {
namespace {

using Kind = evidence::PathAttempt::Kind;
using Wish = evidence::ExposedPaths::Wish;
using namespace std::chrono_literals;
using testing::Contains;
using testing::Not;

class ExposedPathsPlanTest : public testing::Test {
protected:
    [[nodiscard]] ExposedPathsPlan plan(platform::App const& app, Wish wish = Wish::asked)
    {
        return plan_exposed_paths(
            {.platform = platform_, .app = app, .own_key = own_key_, .now = TimePoint(1'764'000'000'000ms)},
            wish, random_);
    }

    static std::vector<std::string> addresses(ExposedPathsPlan const& plan, Kind kind)
    {
        std::vector<std::string> found;
        for (std::size_t i = 0; i < plan.steps.size(); ++i)
            if (plan.attempts[i].kind == kind)
                found.push_back(plan.steps[i].request.url);
        return found;
    }

private:
    platform::connect::ConnectPlatform const platform_;
    jwt::Key const own_key_ = jwt::Key::generate(jwt::Algorithm::rs256);
    SeededRandom random_{7};
};

TEST_F(ExposedPathsPlanTest, asks_below_the_base_url_and_at_the_root_where_they_differ)
{
    auto const planned = plan(support::connect_app("https://app.example/notes/"));
    auto const listed = addresses(planned, Kind::listed);
    EXPECT_THAT(listed, Contains("https://app.example/notes/.env"));
    EXPECT_THAT(listed, Contains("https://app.example/.env"));
    EXPECT_THAT(listed, Contains("https://app.example/server-status"));
    EXPECT_THAT(listed, Not(Contains("https://app.example/notes/server-status")));
    EXPECT_EQ(addresses(planned, Kind::control).size(), 2u);

    auto const at_root = plan(support::connect_app("https://app.example"));
    auto const once = addresses(at_root, Kind::listed);
    EXPECT_EQ(std::set(once.begin(), once.end()).size(), once.size());
    EXPECT_THAT(once, Contains("https://app.example/server-status"));
    EXPECT_EQ(addresses(at_root, Kind::control).size(), 1u);
}

TEST_F(ExposedPathsPlanTest, only_reads_and_stays_within_its_limit)
{
    for (auto const* base : {"https://app.example", "https://app.example/notes"}) {
        auto const planned = plan(support::connect_app(base));
        EXPECT_LE(planned.steps.size(), exposed_paths_requests_max);
        ASSERT_EQ(planned.steps.size(), planned.attempts.size());
        for (std::size_t i = 0; i < planned.steps.size(); ++i) {
            EXPECT_EQ(planned.steps[i].request.method, "GET");
            EXPECT_EQ(planned.steps[i].request.body, "");
            EXPECT_EQ(planned.steps[i].redirects, Redirects::not_followed);
            EXPECT_EQ(planned.steps[i].endpoint, "");
            EXPECT_EQ(planned.steps[i].request.url, planned.attempts[i].base + planned.attempts[i].path);
        }
    }
}

TEST_F(ExposedPathsPlanTest, asks_for_the_folders_of_what_the_descriptor_names)
{
    auto app = support::connect_app("https://app.example");
    app.unprobed = {{.url = "/static/img/a.svg", .reason = "an icon"},
                    {.url = "/static/img/b.svg", .reason = "an icon"},
                    {.url = "https://elsewhere.example/x/y.png", .reason = "an icon"},
                    {.url = "/help/index.html", .reason = "a link for people"}};
    EXPECT_THAT(addresses(plan(app), Kind::folder),
                testing::ElementsAre("https://app.example/", "https://app.example/static/img/"));
}

TEST_F(ExposedPathsPlanTest, asks_for_nothing_where_it_is_turned_off)
{
    auto const planned = plan(support::connect_app(), Wish::turned_off);
    EXPECT_EQ(planned.wish, Wish::turned_off);
    EXPECT_TRUE(planned.steps.empty());
}

} // namespace
} // namespace postern::probes
