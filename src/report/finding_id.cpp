#include "report/finding_id.hpp"

#include "base/sha256.hpp"

namespace postern::report {

std::string FindingIds::next(checks::Finding const& finding)
{
    constexpr std::size_t id_digits = 12;
    std::string key = check_;
    key += '\n';
    key += finding.endpoint;
    key += '\n';
    if (!finding.subject.empty())
        key += finding.subject + '\n';
    key += name(finding.outcome);
    auto const earlier = seen_[key]++;
    if (earlier > 0)
        key += '\n' + std::to_string(earlier + 1);
    return sha256_hex(key).substr(0, id_digits);
}

} // namespace postern::report
