#include "jwt/sign.hpp"
#include "probes/admin.hpp"
#include "support/connect_app.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace postern::probes {
namespace {

using evidence::AdminAttempts;
using namespace std::chrono_literals;

constexpr TimePoint now(1'764'000'000'000ms);

class AdminPlanTest : public testing::Test {
protected:
    platform::connect::ConnectPlatform const platform_;
    platform::App const app_ = support::connect_app();
    jwt::Key const own_key_ = jwt::Key::generate(jwt::Algorithm::rs256);
    SeededRandom random_{7};

    [[nodiscard]] AdminPlan plan(std::optional<std::string> const& token)
    {
        return plan_admin({.platform = platform_, .app = app_, .own_key = own_key_, .now = now}, token,
                          random_);
    }

    static std::string user_token(nlohmann::json const& claims)
    {
        return jwt::sign(claims.dump(), jwt::Key::from_secret("a tenant's secret of the test").value(),
                         jwt::Algorithm::hs256)
            .value();
    }
};

TEST_F(AdminPlanTest, without_a_token_it_names_the_endpoints_and_sends_nothing)
{
    auto const planned = plan(std::nullopt);
    EXPECT_EQ(planned.user_token, AdminAttempts::UserToken::not_given);
    EXPECT_THAT(planned.endpoints, testing::ElementsAre("adminPages/settings"));
    EXPECT_TRUE(planned.steps.empty());
}

TEST_F(AdminPlanTest, each_endpoint_is_first_tried_without_the_token)
{
    auto const token = user_token({{"iss", "tenant"}, {"qsh", "context-qsh"}});
    auto const planned = plan(token);
    ASSERT_EQ(planned.steps.size(), 2 * static_cast<std::size_t>(admin_info.requests_per_endpoint_max));
    ASSERT_EQ(planned.attempts.size() * 2, planned.steps.size());
    for (std::size_t i = 0; i < planned.steps.size(); i += 2) {
        EXPECT_EQ(planned.steps[i].token, "");
        EXPECT_FALSE(planned.steps[i].request.headers.get("Authorization"));
        EXPECT_FALSE(planned.steps[i].request.url.contains("jwt="));
        EXPECT_EQ(planned.steps[i + 1].token, token);
    }
    EXPECT_EQ(planned.steps[1].request.headers.get("Authorization"), "JWT " + token);
    EXPECT_TRUE(planned.steps[3].request.url.ends_with("jwt=" + token));
}

TEST_F(AdminPlanTest, a_token_for_no_address_is_tried_on_pages_for_everyone_too)
{
    auto const endpoints_of = [](AdminPlan const& planned) {
        std::set<std::string> endpoints;
        for (auto const& attempt : planned.attempts)
            endpoints.insert(attempt.endpoint);
        return endpoints;
    };
    auto const controlled = plan(user_token({{"iss", "tenant"}, {"qsh", "context-qsh"}}));
    EXPECT_THAT(endpoints_of(controlled), testing::ElementsAre("adminPages/settings", "webPanels/note"));
    EXPECT_THAT(controlled.endpoints, testing::ElementsAre("adminPages/settings"));
    auto const bound = plan(user_token({{"iss", "tenant"}, {"qsh", std::string(64, 'a')}}));
    EXPECT_THAT(endpoints_of(bound), testing::ElementsAre("adminPages/settings"));
}

TEST_F(AdminPlanTest, tells_what_the_token_is_bound_to)
{
    using evidence::TokenBinding;
    auto const context_token = plan(user_token({{"iss", "tenant"}, {"qsh", "context-qsh"}}));
    EXPECT_EQ(context_token.attempts.front().binding, TokenBinding::any_request);
    auto const other = plan(user_token({{"iss", "tenant"}, {"qsh", std::string(64, 'a')}}));
    EXPECT_EQ(other.attempts.front().binding, TokenBinding::another_request);
}

} // namespace
} // namespace postern::probes
