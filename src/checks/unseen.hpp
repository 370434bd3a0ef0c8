#pragma once

// For checks that look into every answer of the scan: what was asked for and gave them none to look into.

#include "checks/verdict.hpp"
#include "evidence/evidence.hpp"

#include <cstddef>
#include <string>

namespace postern::checks {

struct Unseen {
    std::size_t endpoints = 0; // each of whose requests got no answer, or one that says: not now
    std::size_t resources = 0; // scripts and source maps, likewise
    std::size_t cut_off = 0;   // answers of which only the beginning was kept
    [[nodiscard]] bool any() const { return endpoints + resources > 0; }
};
[[nodiscard]] Unseen unseen(evidence::Evidence const& evidence);

// "2 endpoints and 1 script or source map gave no answer to look into".
[[nodiscard]] std::string in_words(Unseen const& unseen);

// A finding that stands beside failures: without it nothing would be left of a check whose failures are
// waived but a pass.
[[nodiscard]] Finding not_looked_at(std::string message);

// What such a check says: `found` is its verdict of the answers that were there. A failure stands; else that
// something was not seen goes before what was. A pass for answers of which only the beginning was kept is
// left to a person.
[[nodiscard]] Verdict unless_unseen(evidence::Evidence const& evidence, Verdict found);

} // namespace postern::checks
