#pragma once

#include "evidence/evidence.hpp"

#include <cstddef>

namespace postern::scan {

// So many refused or broken connections at the end of a scan, with answers before them, are taken for an app
// that stopped.
inline constexpr std::size_t refused_at_the_end_min = 3;

// Gives every exchange its id (e1, e2 …, in the order of the plan, redirects behind what they follow), and
// says in the gaps what the scan did not see: what an interruption or the deadline cut off, that the app
// stopped accepting connections in the middle, and that nothing answered at all. In the last case a part of
// the evidence that holds no exchange is taken out, so that nothing is judged from it.
void settle(evidence::Evidence& evidence);

} // namespace postern::scan
