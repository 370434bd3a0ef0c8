#pragma once

// Everything that a scan will send, before anything is sent. Pure.

#include "probes/access.hpp"
#include "probes/admin.hpp"
#include "probes/lifecycle.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace postern::scan {

struct Plan {
    platform::App app;
    probes::AccessPlan access;
    probes::LifecyclePlan lifecycle;
    probes::AdminPlan admin;

    // In the order in which they are sent.
    [[nodiscard]] std::vector<probes::Step const*> steps() const;
};

struct PlanInput {
    platform::Platform const& platform;
    platform::App app;
    std::optional<std::string> user_token; // compact, of somebody who is no administrator
    TimePoint now;
};

// Makes a new RSA key for the tokens that are signed with a key of our own: about 0.03 s.
[[nodiscard]] Plan make_plan(PlanInput input, Random& random);

} // namespace postern::scan
