#pragma once

#include "evidence/attempt.hpp"

#include <vector>

namespace postern::evidence {

// Requests without a token that a page of a foreign site could make. Attempt::detail is the Origin that was
// sent: a made-up site's, or "null".
struct CrossOriginAttempts {
    std::vector<Attempt> attempts;
    bool operator==(CrossOriginAttempts const&) const = default;
};

} // namespace postern::evidence
