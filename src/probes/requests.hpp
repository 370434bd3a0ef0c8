#pragma once

#include "probes/probe.hpp"

#include <string_view>

namespace postern::probes {

// The request that the host would make to `endpoint` in this context, without a token: GET, or POST with a
// JSON body to a webhook.
[[nodiscard]] http::Request request_of(PlanInput const& input, platform::Endpoint const& endpoint,
                                       platform::HostContext const& context);

// "in the header", "in the query": to stand in a sentence.
[[nodiscard]] std::string_view where(platform::TokenPlacement placement);

} // namespace postern::probes
