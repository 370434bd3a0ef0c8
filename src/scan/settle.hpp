#pragma once

#include "evidence/evidence.hpp"

namespace postern::scan {

// Gives every exchange its id (e1, e2 …, in the order of the plan, redirects behind what they follow), and
// says in the gaps what the scan did not see: what an interruption or the deadline cut off, and that nothing
// answered at all. In the last case a part of the evidence that holds no exchange is taken out, so that
// nothing is judged from it.
void settle(evidence::Evidence& evidence);

} // namespace postern::scan
