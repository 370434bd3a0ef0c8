#pragma once

// Evidence that shows one check at work: what it passes and what it does not, without whatever neither
// verdict depends on.

#include "checks/check.hpp"

#include <string>

namespace postern::evidence_files {

// Two evidence files.
struct Pair {
    std::string pass;
    std::string fail;
};

// `passing` and `spoilt` differ in little; the pair keeps their verdicts. What is taken away is taken from
// both, so that the files still differ in what is wrong, and in nothing else.
[[nodiscard]] Pair smallest_pair(checks::Check const& check, evidence::Evidence const& passing,
                                 evidence::Evidence const& spoilt);

} // namespace postern::evidence_files
