#include "checks/check.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace postern::checks::detail {

Verdict not_gathered() { return inconclusive("no evidence was gathered for this check"); }

Verdict settle(evidence::Evidence const& evidence, Verdict verdict)
{
    auto const place = [&](Finding const& finding) {
        auto const found = std::ranges::find(evidence.endpoints, finding.endpoint, &platform::Endpoint::id);
        return found - evidence.endpoints.begin();
    };
    std::ranges::sort(verdict.findings, {}, [&](Finding const& finding) {
        return std::tuple(place(finding), finding.subject, finding.message, finding.exchanges, finding.proof);
    });
    return verdict;
}

} // namespace postern::checks::detail
