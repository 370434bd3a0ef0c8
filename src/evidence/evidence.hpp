#pragma once

// What was observed, as plain values: no judgement, no clock, no network. One scan is one Evidence, and one
// file (evidence/json.hpp).

#include "base/clock.hpp"
#include "evidence/admin.hpp"
#include "evidence/attempt.hpp"
#include "evidence/cross_origin.hpp"
#include "evidence/descriptor.hpp"
#include "evidence/dns.hpp"
#include "evidence/exposed_paths.hpp"
#include "evidence/host.hpp"
#include "evidence/input.hpp"
#include "evidence/lifecycle.hpp"
#include "evidence/resource.hpp"
#include "evidence/tls.hpp"
#include "platform/platform.hpp"

#include <optional>
#include <string>
#include <vector>

namespace postern::evidence {

struct Target {
    enum class Certificates { checked, not_checked }; // --insecure
    std::string platform;                             // "Atlassian Connect"
    std::string descriptor;                           // the URL or file that was given
    std::string app_key;
    std::string app_name;
    std::string base_url;
    platform::Authentication authentication = platform::Authentication::jwt;
    Certificates certificates = Certificates::checked;
    bool operator==(Target const&) const = default;
};

// Whether the scan ran to its end.
struct Completeness {
    std::vector<std::string> gaps; // one sentence each; empty: complete
    [[nodiscard]] bool complete() const { return gaps.empty(); }
    bool operator==(Completeness const&) const = default;
};

struct Evidence {
    std::string tool_version;
    Target target;
    TimePoint started_at{};
    TimePoint ended_at{};
    Completeness completeness;
    std::vector<platform::Endpoint> endpoints;
    std::vector<platform::Unprobed> unprobed;
    std::vector<std::string> descriptor_warnings;
    std::vector<Host> hosts;                   // each name and port once; the app's first
    std::optional<DescriptorFacts> descriptor; // absent where none could be read
    // What each probe brought; absent where it did not run. A check names the ones it needs in its
    // parameters.
    std::optional<DnsAnswers> dns;
    std::optional<AccessAttempts> access;
    std::optional<LifecycleAttempts> lifecycle;
    std::optional<AdminAttempts> admin;
    std::optional<ExposedPaths> exposed_paths;
    std::optional<CrossOriginAttempts> cross_origin;
    std::optional<InputAttempts> input;
    std::optional<Resources> resources;
    std::optional<TlsHosts> tls;
    bool operator==(Evidence const&) const = default;
};

} // namespace postern::evidence
