#pragma once

#include "evidence/evidence.hpp"
#include "probes/conversation.hpp"
#include "probes/probe.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace postern::probes {

inline constexpr ProbeInfo input_info{
    .id = "input",
    .title = "what pages make of parameters that the host did not choose",
    .effect = Effect::reads,
    .requests_per_endpoint_max = 2,
};

// Parameters of one request that get a value of ours; the others keep the host's.
inline constexpr std::size_t marked_parameters_max = 30;

// steps[i] is how attempts[i] is made; the attempts have no hops yet.
struct InputPlan {
    std::vector<Step> steps;
    std::vector<evidence::InputAttempt> attempts;
};

// For every page, without a token: a request whose context parameters, and one more parameter that no app
// knows, hold markers; and one whose parameters with names of redirect targets ("returnUrl"), added where the
// page has none, hold an address of a site that does not exist. The latter's redirects are not followed.
[[nodiscard]] InputPlan plan_input(PlanInput const& input, Random& random);

[[nodiscard]] boost::asio::awaitable<evidence::InputAttempts> gather_input(InputPlan plan,
                                                                           Conversation& conversation);

} // namespace postern::probes
