#pragma once

#include "evidence/evidence.hpp"

namespace postern::evidence {

// Calls `visit(endpoint, exchange)` for every exchange that a scan kept: access, lifecycle, admin, each in
// its own order. (scan/settle.cpp goes through them in the order in which they were sent, and gives them
// their ids.)
template <typename Visit>
void each_exchange(Evidence const& evidence, Visit visit)
{
    auto const hops = [&](Attempt const& attempt) {
        for (auto const& hop : attempt.hops)
            visit(attempt.endpoint, hop);
    };
    if (evidence.access)
        for (auto const& attempt : evidence.access->attempts)
            hops(attempt);
    if (evidence.lifecycle)
        for (auto const& attempt : evidence.lifecycle->attempts)
            visit(attempt.endpoint, attempt.exchange);
    if (evidence.admin)
        for (auto const& attempt : evidence.admin->attempts) {
            hops(attempt.without_token);
            hops(attempt.with_token);
        }
}

} // namespace postern::evidence
