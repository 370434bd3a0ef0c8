#include "checks/check.hpp"

#include "evidence/endpoint_places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace postern::checks::detail {

Verdict not_gathered() { return inconclusive("no evidence was gathered for this check"); }

Verdict settle(evidence::Evidence const& evidence, Verdict verdict)
{
    evidence::EndpointPlaces const places(evidence.endpoints);
    auto const place = [&](Finding const& finding) { return places.of(finding.endpoint); };
    std::ranges::sort(verdict.findings, {}, [&](Finding const& finding) {
        return std::tuple(place(finding), finding.subject, finding.message, finding.exchanges, finding.proof);
    });
    return verdict;
}

} // namespace postern::checks::detail
