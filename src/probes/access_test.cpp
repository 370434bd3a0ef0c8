#include "jwt/token.hpp"
#include "platform/connect/qsh.hpp"
#include "probes/access.hpp"
#include "support/connect_app.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace postern::probes {
namespace {

using evidence::Credential;
using platform::TokenPlacement;
using namespace std::chrono_literals;

constexpr TimePoint now(1'764'000'000'000ms);

class AccessPlanTest : public testing::Test {
protected:
    platform::connect::ConnectPlatform const platform_;
    platform::App const app_ = support::connect_app();
    jwt::Key const own_key_ = jwt::Key::generate(jwt::Algorithm::rs256);
    SeededRandom random_{7};
    PlanInput const input_{.platform = platform_, .app = app_, .own_key = own_key_, .now = now};
    AccessPlan const plan_ = plan_access(input_, random_);

    [[nodiscard]] std::vector<std::size_t> of(std::string_view endpoint) const
    {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < plan_.attempts.size(); ++i)
            if (plan_.attempts[i].endpoint == endpoint)
                found.push_back(i);
        return found;
    }
};

TEST_F(AccessPlanTest, each_endpoint_but_lifecycle_gets_as_many_requests_as_the_probe_says)
{
    std::map<std::string, int> count;
    for (auto const& step : plan_.steps)
        ++count[step.endpoint];
    EXPECT_THAT(count,
                testing::UnorderedElementsAre(
                    testing::Pair("webPanels/note", access_info.requests_per_endpoint_max),
                    testing::Pair("adminPages/settings", access_info.requests_per_endpoint_max),
                    testing::Pair(testing::StartsWith("webhooks/"), access_info.requests_per_endpoint_max)));
    EXPECT_EQ(plan_.steps.size(), plan_.attempts.size());
}

TEST_F(AccessPlanTest, every_credential_but_the_users_is_tried_in_the_header_and_in_the_query)
{
    std::set<std::pair<Credential, TokenPlacement>> seen;
    for (auto const i : of("webPanels/note"))
        if (auto const& attempt = plan_.attempts[i]; attempt.placement)
            seen.emplace(attempt.credential, *attempt.placement);
    for (auto credential = static_cast<int>(Credential::malformed);
         credential < static_cast<int>(Credential::user); ++credential)
        for (auto const placement : {TokenPlacement::authorization_header, TokenPlacement::query_parameter})
            EXPECT_TRUE(seen.contains({static_cast<Credential>(credential), placement}))
                << name(static_cast<Credential>(credential));
}

TEST_F(AccessPlanTest, requests_without_a_token_come_in_two_contexts_and_one_of_them_twice)
{
    std::vector<std::string> urls;
    for (auto const i : of("webPanels/note"))
        if (plan_.attempts[i].credential == Credential::none)
            urls.push_back(plan_.steps[i].request.url);
    ASSERT_EQ(urls.size(), 3U);
    EXPECT_EQ(urls[0], urls[1]);
    EXPECT_NE(urls[0], urls[2]);
}

TEST_F(AccessPlanTest, pages_are_requested_with_get_and_webhooks_with_post)
{
    for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
        auto const is_webhook = plan_.steps[i].endpoint.starts_with("webhooks/");
        EXPECT_EQ(plan_.steps[i].request.method, is_webhook ? "POST" : "GET");
        EXPECT_EQ(plan_.steps[i].request.body.empty(), !is_webhook);
    }
}

TEST_F(AccessPlanTest, every_token_is_of_a_made_up_tenant_and_of_its_very_request)
{
    for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
        auto const& step = plan_.steps[i];
        auto const token = jwt::parse(step.token);
        if (plan_.attempts[i].credential == Credential::none) {
            EXPECT_EQ(step.token, "");
            continue;
        }
        if (plan_.attempts[i].credential == Credential::malformed) {
            EXPECT_FALSE(token);
            continue;
        }
        ASSERT_TRUE(token) << step.what;
        EXPECT_TRUE(token->claims.issuer->starts_with("postern-test-")) << *token->claims.issuer;
        EXPECT_TRUE(platform::connect::match_query_hash(*token->claims.query_hash, step.request.method,
                                                        step.request.url, app_.base_url.path))
            << step.what;
        auto const expired = *token->claims.expires_at < std::chrono::floor<std::chrono::seconds>(now);
        EXPECT_EQ(expired, plan_.attempts[i].credential == Credential::expired) << step.what;
    }
}

TEST_F(AccessPlanTest, the_token_stands_where_the_attempt_says)
{
    for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
        auto const& request = plan_.steps[i].request;
        auto const in_header = request.headers.get("Authorization").has_value();
        auto const in_query = request.url.contains("jwt=");
        auto const& placement = plan_.attempts[i].placement;
        EXPECT_EQ(in_header, placement == TokenPlacement::authorization_header);
        EXPECT_EQ(in_query, placement == TokenPlacement::query_parameter);
    }
}

} // namespace
} // namespace postern::probes
