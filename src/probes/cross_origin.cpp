#include "probes/cross_origin.hpp"

#include "probes/requests.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace postern::probes {
namespace {

constexpr std::size_t origin_random_bytes = 8;

bool is_read_by_browsers(platform::EndpointKind kind)
{
    return kind == platform::EndpointKind::page || kind == platform::EndpointKind::action ||
           kind == platform::EndpointKind::asset;
}

} // namespace

CrossOriginPlan plan_cross_origin(PlanInput const& input, platform::HostContext const& context,
                                  Random& random)
{
    CrossOriginPlan plan;
    // RFC 6761 keeps "example" out of the name system: no app can have listed it.
    auto const site = fmt::format("https://postern-test-{}.example", random.hex(origin_random_bytes));
    for (auto const& endpoint : input.app.endpoints) {
        if (!is_read_by_browsers(endpoint.kind))
            continue;
        for (auto const& [origin, what] :
             {std::pair(site, "no token, from a page of another site"),
              std::pair(std::string("null"), "no token, from a page without an origin (null)")}) {
            auto request = request_of(input, endpoint, context);
            request.headers.set("Origin", origin);
            plan.attempts.push_back({.endpoint = endpoint.id, .detail = origin, .context = context.label});
            plan.steps.push_back({.endpoint = endpoint.id, .what = what, .request = std::move(request)});
        }
    }
    return plan;
}

boost::asio::awaitable<evidence::CrossOriginAttempts> gather_cross_origin(CrossOriginPlan plan,
                                                                          Conversation& conversation)
{
    auto hearing = conversation.hear_all(std::move(plan.steps));
    auto heard = co_await std::move(hearing);
    evidence::CrossOriginAttempts gathered{.attempts = std::move(plan.attempts)};
    for (std::size_t i = 0; i < heard.size(); ++i) {
        gathered.attempts[i].hops = std::move(heard[i].hops);
        gathered.attempts[i].stopped = std::move(heard[i].stopped);
    }
    co_return gathered;
}

} // namespace postern::probes
