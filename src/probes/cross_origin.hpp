#pragma once

#include "evidence/evidence.hpp"
#include "probes/conversation.hpp"
#include "probes/probe.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace postern::probes {

inline constexpr ProbeInfo cross_origin_info{
    .id = "cross_origin",
    .title = "which foreign sites' scripts may read the answers",
    .effect = Effect::reads,
    .requests_per_endpoint_max = 2,
};

// steps[i] is how attempts[i] is made; the attempts have no hops yet.
struct CrossOriginPlan {
    std::vector<Step> steps;
    std::vector<evidence::Attempt> attempts;
};

// For every page, action and asset: the request of `context` without a token, with the Origin of a made-up
// site, and again with "null", which every sandboxed frame and file sends.
[[nodiscard]] CrossOriginPlan plan_cross_origin(PlanInput const& input, platform::HostContext const& context,
                                                Random& random);

[[nodiscard]] boost::asio::awaitable<evidence::CrossOriginAttempts>
gather_cross_origin(CrossOriginPlan plan, Conversation& conversation);

} // namespace postern::probes
