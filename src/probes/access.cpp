#include "probes/access.hpp"

#include "probes/forged_tokens.hpp"
#include "probes/requests.hpp"

#include <fmt/format.h>

namespace postern::probes {
namespace {

using evidence::Credential;
using platform::TokenPlacement;

// Puts the steps of one endpoint behind those of the endpoints before it.
class EndpointPlanner {
public:
    EndpointPlanner(PlanInput const& input, platform::Endpoint const& endpoint, AccessPlan& plan)
        : input_(input),
          endpoint_(endpoint),
          plan_(plan)
    {
    }

    void without_token(platform::HostContext const& context, std::string_view detail = "")
    {
        auto what = detail.empty() ? fmt::format("no token, context {}", context.label)
                                   : fmt::format("no token, context {}, {}", context.label, detail);
        add({.endpoint = endpoint_.id, .detail = std::string(detail), .context = context.label},
            {.endpoint = endpoint_.id, .what = std::move(what), .request = request(context)});
    }

    void with_forged_tokens(platform::HostContext const& context, Random& random)
    {
        auto const bare = request(context);
        for (auto const& forged : forged_tokens(input_, bare, context, random))
            for (auto const placement :
                 {TokenPlacement::authorization_header, TokenPlacement::query_parameter})
                with_token(bare, forged, placement, context);
    }

private:
    http::Request request(platform::HostContext const& context) const
    {
        return request_of(input_, endpoint_, context);
    }

    void with_token(http::Request request, ForgedToken const& forged, TokenPlacement placement,
                    platform::HostContext const& context)
    {
        input_.platform.place_token(request, forged.token, placement);
        auto const spelling = forged.detail.empty() ? "" : fmt::format(" as \"{}\"", forged.detail);
        add({.endpoint = endpoint_.id,
             .credential = forged.credential,
             .placement = placement,
             .detail = forged.detail,
             .context = context.label},
            {.endpoint = endpoint_.id,
             .what = fmt::format("{}{}, {}", in_words(forged.credential), spelling, where(placement)),
             .request = std::move(request),
             .token = forged.token});
    }

    void add(evidence::Attempt attempt, Step step)
    {
        plan_.attempts.push_back(std::move(attempt));
        plan_.steps.push_back(std::move(step));
    }

    PlanInput const& input_;
    platform::Endpoint const& endpoint_;
    AccessPlan& plan_;
};

} // namespace

AccessPlan plan_access(PlanInput const& input, Random& random)
{
    AccessPlan plan;
    plan.contexts = {input.platform.make_context(input.app, "a", random),
                     input.platform.make_context(input.app, "b", random)};
    auto const& a = plan.contexts[0];
    auto const& b = plan.contexts[1];
    for (auto const& endpoint : input.app.endpoints) {
        if (endpoint.kind == platform::EndpointKind::lifecycle)
            continue;
        EndpointPlanner planner(input, endpoint, plan);
        planner.without_token(a);
        planner.without_token(a, "repeated");
        planner.without_token(b);
        planner.with_forged_tokens(a, random);
    }
    return plan;
}

boost::asio::awaitable<evidence::AccessAttempts> gather_access(AccessPlan plan, Conversation& conversation)
{
    auto hearing = conversation.hear_all(std::move(plan.steps));
    auto heard = co_await std::move(hearing);
    evidence::AccessAttempts gathered{.contexts = std::move(plan.contexts),
                                      .attempts = std::move(plan.attempts)};
    for (std::size_t i = 0; i < heard.size(); ++i) {
        gathered.attempts[i].hops = std::move(heard[i].hops);
        gathered.attempts[i].stopped = std::move(heard[i].stopped);
    }
    co_return gathered;
}

} // namespace postern::probes
