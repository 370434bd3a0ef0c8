#pragma once

#include "evidence/evidence.hpp"
#include "probes/conversation.hpp"
#include "probes/probe.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <vector>

namespace postern::probes {

inline constexpr ProbeInfo exposed_paths_info{
    .id = "exposed_paths",
    .title = "whether the server gives away files that nobody should see",
    .effect = Effect::reads,
    .requests_per_endpoint_max = 0, // it asks beside the endpoints: exposed_paths_requests_max in all
};

// A scan is no dictionary attack: the list is short, and nothing is tried that follows from an answer.
inline constexpr std::size_t exposed_paths_requests_max = 16;
inline constexpr std::size_t exposed_folders_max = 3;

// steps[i] is how attempts[i] is made.
struct ExposedPathsPlan {
    evidence::ExposedPaths::Wish wish = evidence::ExposedPaths::Wish::asked;
    std::vector<Step> steps;
    std::vector<evidence::PathAttempt> attempts;
};

// One GET without a token for each of evidence::sensitive_paths(), below the app's base URL or at the root of
// its host, as the list says; one for a made-up address below each of these; and one for each of the folders
// that the descriptor's own addresses lie in, the base URL itself first. Nothing where it is turned off.
[[nodiscard]] ExposedPathsPlan plan_exposed_paths(PlanInput const& input, evidence::ExposedPaths::Wish wish,
                                                  Random& random);

[[nodiscard]] boost::asio::awaitable<evidence::ExposedPaths> gather_exposed_paths(ExposedPathsPlan plan,
                                                                                  Conversation& conversation);

} // namespace postern::probes
