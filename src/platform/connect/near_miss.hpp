#pragma once

// Why a query hash does not fit a request: finds the ways in which signers and apps are known to canonicalise
// differently, and with which of them the hash would fit. For explaining only: nothing verifies with it.

#include "platform/connect/qsh.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::platform::connect {

// The request that a token was sent with; method, target and base as in qsh.hpp.
struct HashedRequest {
    std::string_view method;
    std::string_view target;
    std::string_view base;
    std::optional<std::string_view> form_body;
};

// One canonical request that has the expected hash, and how it departs from the rules.
struct NearMiss {
    std::vector<std::string> deviations; // each completes "It would fit with …"; at least one
    std::string canonical;
};

// Parameters of which each is tried on its own as one that was added or lost on the way.
inline constexpr std::size_t single_parameters_max = 32;
// Beginnings of the path of which each is tried as a base path.
inline constexpr std::size_t base_paths_max = 8;

// The near miss with the fewest deviations; of those the first in the order method, path, parameters. Nothing
// where no way that is known gives this hash. Does not try the variants that match_query_hash accepts.
[[nodiscard]] std::optional<NearMiss> find_near_miss(std::string_view expected, HashedRequest const& request);

} // namespace postern::platform::connect
