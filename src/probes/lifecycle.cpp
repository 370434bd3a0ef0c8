#include "probes/lifecycle.hpp"

#include "jwt/forge.hpp"
#include "probes/requests.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace postern::probes {
namespace {

using evidence::LifecycleForgery;
using platform::TokenPlacement;

constexpr std::array forgeries_with_token{
    LifecycleForgery::alg_none,         LifecycleForgery::hs256,
    LifecycleForgery::own_key,          LifecycleForgery::wrong_audience,
    LifecycleForgery::key_id_with_path, LifecycleForgery::key_id_with_url,
};

// RFC 7519 section 4.1.3. The name ends in ".example", which nobody can own (RFC 2606).
std::string for_another_audience(std::string const& claims, Random& random)
{
    auto json = nlohmann::ordered_json::parse(claims);
    json["aud"] = nlohmann::ordered_json::array({"https://postern-test-" + random.hex(8) + ".example"});
    return json.dump();
}

std::string key_id(LifecycleForgery forgery, Random& random)
{
    auto const name = "postern-test-" + random.hex(8);
    if (forgery == LifecycleForgery::key_id_with_path)
        return "../" + name;
    if (forgery == LifecycleForgery::key_id_with_url)
        return "https://" + name + ".example/key";
    return name;
}

std::string token_of(PlanInput const& input, LifecycleForgery forgery, std::string const& claims,
                     Random& random)
{
    if (forgery == LifecycleForgery::alg_none)
        return jwt::forge::alg_none(claims, jwt::forge::none_spellings.front());
    if (forgery == LifecycleForgery::hs256)
        return jwt::forge::hs256_random_secret(claims, random);
    auto const signed_claims =
        forgery == LifecycleForgery::wrong_audience ? for_another_audience(claims, random) : claims;
    return jwt::forge::rs256(signed_claims, input.own_key, key_id(forgery, random));
}

void add(PlanInput const& input, platform::Endpoint const& endpoint, LifecycleForgery forgery,
         std::optional<TokenPlacement> placement, Random& random, LifecyclePlan& plan)
{
    auto const tenant = input.platform.make_context(input.app, "lifecycle", random);
    http::Request request{.method = "POST",
                          .url = input.platform.endpoint_url(input.app, endpoint, tenant),
                          .headers = {{"Accept", "*/*"}, {"Content-Type", "application/json"}}};
    auto call =
        input.platform.lifecycle_call(input.app, endpoint.module_key, request, tenant, random, input.now);
    request.body = std::move(call.body);

    Step step{.endpoint = endpoint.id,
              .what = std::string(in_words(forgery)),
              .redirects = Redirects::not_followed};
    if (placement) {
        step.token = token_of(input, forgery, call.claims, random);
        step.what += fmt::format(", {}", where(*placement));
        input.platform.place_token(request, step.token, *placement);
    }
    step.request = std::move(request);
    plan.steps.push_back(std::move(step));
    plan.attempts.push_back({.endpoint = endpoint.id, .event = endpoint.module_key, .forgery = forgery});
}

} // namespace

LifecyclePlan plan_lifecycle(PlanInput const& input, Random& random)
{
    LifecyclePlan plan;
    for (auto const& endpoint : input.app.endpoints) {
        if (endpoint.kind != platform::EndpointKind::lifecycle)
            continue;
        add(input, endpoint, LifecycleForgery::unsigned_request, std::nullopt, random, plan);
        for (auto const forgery : forgeries_with_token)
            for (auto const placement :
                 {TokenPlacement::authorization_header, TokenPlacement::query_parameter})
                add(input, endpoint, forgery, placement, random, plan);
    }
    return plan;
}

boost::asio::awaitable<evidence::LifecycleAttempts> gather_lifecycle(LifecyclePlan plan,
                                                                     Conversation& conversation)
{
    auto hearing = conversation.hear_all(std::move(plan.steps));
    auto heard = co_await std::move(hearing);
    evidence::LifecycleAttempts gathered{.attempts = std::move(plan.attempts)};
    for (std::size_t i = 0; i < heard.size(); ++i)
        gathered.attempts[i].exchange = std::move(heard[i].hops.front());
    co_return gathered;
}

} // namespace postern::probes
