#pragma once

#include "evidence/evidence.hpp"
#include "probes/conversation.hpp"
#include "probes/probe.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <vector>

namespace postern::probes {

inline constexpr ProbeInfo resources_info{
    .id = "resources",
    .title = "the scripts that pages load from the app's own hosts, and their source maps",
    .effect = Effect::reads,
    .requests_per_endpoint_max = 0, // resources_max of all endpoints together
};

inline constexpr std::size_t resources_max = 60;         // requests of one scan
inline constexpr std::size_t resources_listed_max = 400; // with those that are not requested
inline constexpr std::size_t named_by_max_bytes = 300;

// steps[i] is how resources[places[i]] is fetched.
struct ResourcesPlan {
    std::vector<evidence::Resource> resources;
    std::vector<std::size_t> places;
    std::vector<Step> steps;
};

// The scripts that the pages in `seen` load. Those from other hosts are listed, and no request goes there.
[[nodiscard]] ResourcesPlan plan_scripts(evidence::Evidence const& seen);

// The source maps that the scripts in `fetched` name, of which resources_max may be left to fetch.
[[nodiscard]] ResourcesPlan plan_source_maps(evidence::Evidence const& seen,
                                             evidence::Resources const& fetched);

// Both, one after the other. `seen` has the pages, and outlives the gathering.
[[nodiscard]] boost::asio::awaitable<evidence::Resources> gather_resources(evidence::Evidence const& seen,
                                                                           Conversation& conversation);

} // namespace postern::probes
