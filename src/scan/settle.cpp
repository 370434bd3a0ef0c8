#include "scan/settle.hpp"

#include <fmt/format.h>

#include <map>

namespace postern::scan {
namespace {

using http::TransportFailureKind;

template <typename Visit>
void each_exchange(evidence::Evidence& evidence, Visit visit)
{
    auto const hops = [&](evidence::Attempt& attempt) {
        for (auto& hop : attempt.hops)
            visit(hop);
    };
    for (auto& attempt : evidence.access->attempts)
        hops(attempt);
    for (auto& attempt : evidence.admin->attempts) {
        hops(attempt.without_token);
        hops(attempt.with_token);
    }
    for (auto& attempt : evidence.lifecycle->attempts)
        visit(attempt.exchange);
}

std::string requests(std::size_t count)
{
    return count == 1 ? "1 request" : fmt::format("{} requests", count);
}

} // namespace

void settle(evidence::Evidence& evidence)
{
    std::size_t sent = 0;
    std::size_t answered = 0;
    std::map<TransportFailureKind, std::size_t> failures;
    each_exchange(evidence, [&](http::Exchange& exchange) {
        exchange.id = fmt::format("e{}", ++sent);
        if (auto const* failure = std::get_if<http::TransportFailure>(&exchange.outcome))
            ++failures[failure->kind];
        else
            ++answered;
    });

    auto& gaps = evidence.completeness.gaps;
    if (auto const count = failures[TransportFailureKind::cancelled])
        gaps.push_back(fmt::format("the scan was interrupted: {} got no answer", requests(count)));
    if (auto const count = failures[TransportFailureKind::deadline_passed])
        gaps.push_back(fmt::format("the scan's time was over: {} got no answer; allow more with --deadline",
                                   requests(count)));
    if (sent > 0 && answered == 0) {
        gaps.push_back(fmt::format("nothing answered at {}", evidence.target.base_url));
        if (evidence.admin->attempts.empty())
            evidence.admin.reset();
        if (evidence.lifecycle->attempts.empty())
            evidence.lifecycle.reset();
        if (evidence.access->attempts.empty())
            evidence.access.reset();
    }
}

} // namespace postern::scan
