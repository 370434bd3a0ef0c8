#pragma once

#include "evidence/evidence.hpp"
#include "probes/conversation.hpp"
#include "probes/probe.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace postern::probes {

inline constexpr ProbeInfo access_info{
    .id = "access",
    .title = "what each endpoint gives to requests without a token and with forged ones",
    .effect = Effect::may_change,
    .requests_per_endpoint_max = 25,
};

// steps[i] is how attempts[i] is made; the attempts have no hops yet.
struct AccessPlan {
    std::vector<platform::HostContext> contexts;
    std::vector<Step> steps;
    std::vector<evidence::Attempt> attempts;
};

// For every endpoint but lifecycle: no token with context a, the same again (detail "repeated", so that what
// varies by itself can be told from what depends on the context), no token with context b; then every forged
// token for context a in each place where hosts put one. Webhooks are requested with POST, all others with
// GET.
[[nodiscard]] AccessPlan plan_access(PlanInput const& input, Random& random);

[[nodiscard]] boost::asio::awaitable<evidence::AccessAttempts> gather_access(AccessPlan plan,
                                                                             Conversation& conversation);

} // namespace postern::probes
