#include "jwt/verify.hpp"
#include "probes/lifecycle.hpp"
#include "support/connect_app.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <set>

namespace postern::probes {
namespace {

using evidence::LifecycleForgery;
using namespace std::chrono_literals;

constexpr TimePoint now(1'764'000'000'000ms);

class LifecyclePlanTest : public testing::Test {
protected:
    platform::connect::ConnectPlatform const platform_;
    platform::App const app_ = support::connect_app();
    jwt::Key const own_key_ = jwt::Key::generate(jwt::Algorithm::rs256);
    SeededRandom random_{7};
    LifecyclePlan const plan_ =
        plan_lifecycle({.platform = platform_, .app = app_, .own_key = own_key_, .now = now}, random_);

    // The token of the first attempt of this kind at the install callback.
    [[nodiscard]] jwt::Token token(LifecycleForgery forgery) const
    {
        for (std::size_t i = 0; i < plan_.attempts.size(); ++i)
            if (plan_.attempts[i].forgery == forgery && plan_.attempts[i].event == "installed")
                return jwt::parse(plan_.steps[i].token).value();
        ADD_FAILURE() << name(forgery) << " is not planned";
        return {};
    }
};

TEST_F(LifecyclePlanTest, each_callback_gets_as_many_requests_as_the_probe_says)
{
    std::map<std::string, int> count;
    for (auto const& step : plan_.steps)
        ++count[step.endpoint];
    EXPECT_EQ(count,
              (std::map<std::string, int>{{"lifecycle/installed", lifecycle_info.requests_per_endpoint_max},
                                          {"lifecycle/enabled", lifecycle_info.requests_per_endpoint_max}}));
}

TEST_F(LifecyclePlanTest, no_two_attempts_come_from_the_same_tenant)
{
    std::set<std::string> client_keys;
    for (auto const& step : plan_.steps) {
        auto const body = nlohmann::json::parse(step.request.body);
        auto const client_key = body.at("clientKey").get<std::string>();
        EXPECT_TRUE(client_key.starts_with("postern-test-"));
        EXPECT_TRUE(client_keys.insert(client_key).second) << client_key;
        EXPECT_EQ(step.request.method, "POST");
        EXPECT_EQ(step.redirects, Redirects::not_followed);
        if (!step.token.empty())
            EXPECT_EQ(jwt::parse(step.token)->claims.issuer, client_key);
    }
}

TEST_F(LifecyclePlanTest, the_body_names_the_event_of_its_callback)
{
    for (std::size_t i = 0; i < plan_.steps.size(); ++i)
        EXPECT_EQ(nlohmann::json::parse(plan_.steps[i].request.body).at("eventType"),
                  plan_.attempts[i].event);
}

TEST_F(LifecyclePlanTest, each_forgery_is_wrong_in_its_own_way)
{
    EXPECT_EQ(token(LifecycleForgery::alg_none).algorithm, "none");
    EXPECT_EQ(token(LifecycleForgery::hs256).algorithm, "HS256");
    EXPECT_FALSE(token(LifecycleForgery::own_key).key_id->contains('/'));
    EXPECT_TRUE(token(LifecycleForgery::key_id_with_path).key_id->starts_with("../"));
    EXPECT_TRUE(token(LifecycleForgery::key_id_with_url).key_id->starts_with("https://"));
    EXPECT_EQ(token(LifecycleForgery::own_key).claims.audience.front(), "https://app.example/notes");
    EXPECT_NE(token(LifecycleForgery::wrong_audience).claims.audience.front(), "https://app.example/notes");
}

TEST_F(LifecyclePlanTest, what_is_signed_with_our_own_key_has_a_right_signature)
{
    for (std::size_t i = 0; i < plan_.steps.size(); ++i) {
        auto const forgery = plan_.attempts[i].forgery;
        if (forgery == LifecycleForgery::unsigned_request || forgery == LifecycleForgery::alg_none ||
            forgery == LifecycleForgery::hs256)
            continue;
        auto const verified =
            jwt::verify(plan_.steps[i].token, own_key_, {.algorithms = {jwt::Algorithm::rs256}}, now);
        EXPECT_TRUE(verified) << name(forgery) << ": " << describe(verified.error());
    }
}

} // namespace
} // namespace postern::probes
