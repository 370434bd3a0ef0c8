#pragma once

#include "report/model.hpp"

#include <vector>

namespace postern::report {

// Every exchange of the evidence, each id once, e2 before e10.
[[nodiscard]] std::vector<http::Exchange> all_exchanges(evidence::Evidence const& evidence);

// What became of each endpoint, in the order of the descriptor, and then of each URL that is none.
// Probed: something answered. Unreachable: every request failed on the way. Not probed: no request left, be
// it that no probe wanted to or that the scan ended before.
[[nodiscard]] std::vector<Coverage> coverage(evidence::Evidence const& evidence);

// The same of each host of the evidence, by the requests that went to it; redirects count for where they
// lead.
[[nodiscard]] std::vector<HostCoverage> host_coverage(evidence::Evidence const& evidence);

} // namespace postern::report
