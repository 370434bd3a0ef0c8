#pragma once

// Where something was seen that may be seen again and again: the same script in many pages, the same error at
// many endpoints. One of the places stands for all of them, the same from scan to scan.

#include "evidence/endpoint_places.hpp"
#include "evidence/evidence.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

struct Sighting {
    std::size_t endpoint_place = 0; // in the descriptor; behind the last for none of its endpoints
    std::string endpoint;           // Endpoint::id; empty where the request was for none
    std::string exchange;           // its id
    std::string path;               // of the address, without its query
    std::string told;               // "GET /foo.html": for messages
};

[[nodiscard]] Sighting sighting_of(std::string const& endpoint, http::Exchange const& exchange,
                                   evidence::EndpointPlaces const& places);

// In the order of the descriptor, then of the scan.
[[nodiscard]] bool earlier(Sighting const& a, Sighting const& b);

// " and in 3 other answers", " at 2 endpoints": how widely it was seen beyond the first; empty where it was
// not. `sightings` is in its order.
[[nodiscard]] std::string elsewhere(std::vector<Sighting> const& sightings);

// What a finding is about: `what`, and where the place is no endpoint also its path.
[[nodiscard]] std::string subject_of(std::string_view what, Sighting const& first);

} // namespace postern::checks
