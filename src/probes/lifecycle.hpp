#pragma once

#include "evidence/evidence.hpp"
#include "probes/conversation.hpp"
#include "probes/probe.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace postern::probes {

inline constexpr ProbeInfo lifecycle_info{
    .id = "lifecycle",
    .title = "what each lifecycle callback answers to calls that the host did not sign",
    .effect = Effect::may_change,
    .requests_per_endpoint_max = 13,
};

// steps[i] is how attempts[i] is made; the attempts have no exchange yet.
struct LifecyclePlan {
    std::vector<Step> steps;
    std::vector<evidence::LifecycleAttempt> attempts;
};

// For every lifecycle endpoint each forgery, with its token in the header and in the query. Each attempt
// comes from a tenant of its own, so that none that is accepted makes a later one genuine. Redirects are not
// followed.
[[nodiscard]] LifecyclePlan plan_lifecycle(PlanInput const& input, Random& random);

[[nodiscard]] boost::asio::awaitable<evidence::LifecycleAttempts>
gather_lifecycle(LifecyclePlan plan, Conversation& conversation);

} // namespace postern::probes
