#pragma once

#include "evidence/evidence.hpp"

namespace postern::evidence {

// Calls `visit(endpoint, exchange)` for every exchange that a scan kept, in the order in which the scan sends
// them: access, admin, cross origin, exposed paths, input, resources, tls, pages of hosts, lifecycle.
// `evidence` is an Evidence, const or not; `endpoint` is empty where the request was not for one of the
// descriptor's endpoints.
template <typename AnyEvidence, typename Visit>
void each_exchange(AnyEvidence& evidence, Visit visit)
{
    auto const hops = [&](auto& attempt) {
        for (auto& hop : attempt.hops)
            visit(attempt.endpoint, hop);
    };
    if (evidence.access)
        for (auto& attempt : evidence.access->attempts)
            hops(attempt);
    if (evidence.admin)
        for (auto& attempt : evidence.admin->attempts) {
            hops(attempt.without_token);
            hops(attempt.with_token);
        }
    if (evidence.cross_origin)
        for (auto& attempt : evidence.cross_origin->attempts)
            hops(attempt);
    if (evidence.exposed_paths)
        for (auto& attempt : evidence.exposed_paths->attempts)
            visit(std::string(), attempt.exchange);
    if (evidence.input)
        for (auto& input : evidence.input->attempts)
            hops(input.attempt);
    if (evidence.resources)
        for (auto& resource : evidence.resources->resources)
            if (resource.exchange)
                visit(std::string(), *resource.exchange);
    std::string const no_endpoint;
    if (evidence.tls)
        for (auto& host : evidence.tls->hosts)
            for (auto* exchange : {&host.plain, &host.secure})
                if (*exchange)
                    visit(no_endpoint, **exchange);
    if (evidence.dns)
        for (auto& host : evidence.dns->hosts)
            if (host.page)
                visit(no_endpoint, *host.page);
    if (evidence.lifecycle)
        for (auto& attempt : evidence.lifecycle->attempts)
            visit(attempt.endpoint, attempt.exchange);
}

} // namespace postern::evidence
