#pragma once

// What the checks that judge the DNS share.

#include "checks/verdict.hpp"
#include "evidence/evidence.hpp"

#include <optional>
#include <string>
#include <vector>

namespace postern::checks {

// A host that was asked about, with what its name says.
struct NamedHost {
    evidence::DnsHost const* answers = nullptr;
    evidence::DnsLookup const* address = nullptr; // the question for an IPv4 address
    std::vector<std::string> chain;               // the names it leads to
    evidence::Host const* host = nullptr;         // the first under that name; null in odd evidence
};

struct NamedHosts {
    std::vector<NamedHost> hosts; // whose address was asked for
    // Why nothing can be judged: nothing was asked, no server answered anything, or the one that did knows
    // nothing of a name from which requests were answered, by way of a proxy or a hosts file.
    std::optional<Verdict> instead;
};

[[nodiscard]] NamedHosts named_hosts(evidence::Evidence const& evidence, evidence::DnsAnswers const& dns);

// "app.example A: no such name (Domain name not found)", and the records, a line each.
[[nodiscard]] std::vector<std::string> proof_of(evidence::DnsLookup const& lookup);

// Asks again what `lookup` asked.
[[nodiscard]] std::string dig(std::string const& name, std::string_view type);

// A finding about this host, with its place in the descriptor.
[[nodiscard]] Finding finding_about(NamedHost const& named, Outcome outcome, Severity severity,
                                    std::string message);

} // namespace postern::checks
