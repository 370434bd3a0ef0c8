#pragma once

#include "evidence/evidence.hpp"
#include "probes/conversation.hpp"
#include "probes/probe.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace postern::probes {

inline constexpr ProbeInfo admin_info{
    .id = "admin",
    .title = "whether the given user, who is no administrator, gets to administrators' pages",
    .effect = Effect::reads,
    .requests_per_endpoint_max = 4,
};

// steps[2i] and steps[2i + 1] are how attempts[i] is made: without the token, then with it.
struct AdminPlan {
    evidence::AdminAttempts::UserToken user_token = evidence::AdminAttempts::UserToken::not_given;
    std::vector<std::string> endpoints;
    std::vector<Step> steps;
    std::vector<evidence::AdminAttempt> attempts;
    std::optional<TimePoint> token_expires_at; // nothing without a token, or where it says nothing of it
};

// Pages for everyone on which the user's token is tried too.
inline constexpr int control_pages_max = 3;

// For every endpoint for administrators: a request without a token, then the same with the user's token, in
// the header and in the query. If there is one and the token is bound to no address, the same for the first
// pages for everyone, as controls. `user_token` is compact; without one there is nothing to send.
[[nodiscard]] AdminPlan plan_admin(PlanInput const& input, std::optional<std::string> const& user_token,
                                   Random& random);

[[nodiscard]] boost::asio::awaitable<evidence::AdminAttempts> gather_admin(AdminPlan plan,
                                                                           Conversation& conversation);

} // namespace postern::probes
