#pragma once

#include "checks/verdict.hpp"

#include <map>
#include <string>
#include <string_view>

namespace postern::report {

// Names the findings of one check: 12 hex digits, the first of SHA-256 over the check, the endpoint, the
// subject, the outcome, and, from the second finding with the same four on, its position among them. So a
// finding keeps its name from scan to scan whatever values a scan made up, and one that grows from a warning
// to a failure gets a new name: what a person said about the first does not hold for the second.
class FindingIds {
public:
    explicit FindingIds(std::string_view check) : check_(check) {}

    [[nodiscard]] std::string next(checks::Finding const& finding);

private:
    std::string check_;
    std::map<std::string, int> seen_;
};

} // namespace postern::report
