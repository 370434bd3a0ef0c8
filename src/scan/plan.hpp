#pragma once

// Everything that a scan will send, before anything is sent. Pure.

#include "probes/access.hpp"
#include "probes/admin.hpp"
#include "probes/cross_origin.hpp"
#include "probes/dns.hpp"
#include "probes/exposed_paths.hpp"
#include "probes/input.hpp"
#include "probes/lifecycle.hpp"
#include "probes/resources.hpp"
#include "probes/tls.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace postern::scan {

// Of the bodies that a scan keeps; the rest of each is counted.
inline constexpr std::size_t response_body_max_bytes = 1024 * 1024; // of one
inline constexpr std::size_t bodies_max_bytes = 256 * 1024 * 1024;  // of all, redirects aside

struct Plan {
    platform::App app;
    std::vector<evidence::Host> hosts;
    probes::AccessPlan access;
    probes::LifecyclePlan lifecycle;
    probes::AdminPlan admin;
    probes::ExposedPathsPlan exposed_paths;
    probes::CrossOriginPlan cross_origin;
    probes::InputPlan input;
    probes::TlsPlan tls;
    probes::DnsPlan dns;

    // In the order in which they are sent. What the pages and the names of hosts lead to
    // (probes/resources.hpp, probes/dns.hpp) comes before the last of them, the lifecycle calls, and is known
    // only then.
    [[nodiscard]] std::vector<probes::Step const*> steps() const;

    // How much of one response's body may be kept, so that all of them together stay below bodies_max_bytes:
    // the same for every request, because bodies are compared. At most response_body_max_bytes.
    [[nodiscard]] std::size_t body_max_bytes() const;
};

struct PlanInput {
    platform::Platform const& platform;
    platform::App app;
    std::string descriptor;                // where it came from: a URL, a file or "-"
    std::optional<std::string> user_token; // compact, of somebody who is no administrator
    evidence::ExposedPaths::Wish exposed_paths = evidence::ExposedPaths::Wish::asked;
    TimePoint now;
    std::function<bool(evidence::Host const&)> through_a_proxy; // may be empty: to none
};

// Makes a new RSA key for the tokens that are signed with a key of our own: about 0.03 s.
[[nodiscard]] Plan make_plan(PlanInput input, Random& random);

} // namespace postern::scan
