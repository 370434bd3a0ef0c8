#pragma once

// The hosts whose TLS was looked at, for the checks that judge it.

#include "checks/verdict.hpp"
#include "evidence/evidence.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace postern::checks {

// One of Evidence::hosts with what its TLS showed; both live as long as the evidence.
struct SeenHost {
    evidence::Host const* host;
    evidence::TlsHost const* tls;

    [[nodiscard]] bool has_tls() const { return host->scheme == evidence::Host::Scheme::https; }
    [[nodiscard]] bool is_app() const { return host->role == evidence::Host::Role::app; }
    // Where the app runs or its descriptor was fetched, and not somebody else's that is only named.
    [[nodiscard]] bool is_own() const { return host->role != evidence::Host::Role::named; }
    [[nodiscard]] bool is_local() const { return tls->reach == evidence::TlsHost::Reach::local; }
    [[nodiscard]] bool is_address() const; // an IP address instead of a name
};

// Those that were not skipped, in the order of Evidence::hosts.
[[nodiscard]] std::vector<SeenHost> seen_hosts(evidence::Evidence const& evidence,
                                               evidence::TlsHosts const& tls);

// Why none of its addresses was seen; empty where one was.
[[nodiscard]] std::string why_unseen(evidence::TlsHost const& host);

// A finding about this host, without outcome, severity and message.
[[nodiscard]] Finding finding_about(SeenHost const& seen, std::string_view what);

// A finding for a host that could not be looked at: inconclusive, and for one that is only named a warning.
[[nodiscard]] Finding unseen_finding(SeenHost const& seen, std::string const& why);

// A shell command that shows a handshake with this host; empty where its name has characters that no host
// has.
[[nodiscard]] std::string s_client(SeenHost const& seen, std::string_view options);

// The findings' gravest outcome, and its words.
struct TlsWords {
    std::string_view failed; // "old TLS versions are accepted"
    std::string_view warned;
    std::string passed; // with what was seen
};
// `judged`: hosts about which something can be said. Without one, `nothing` is the verdict.
[[nodiscard]] Verdict conclude_tls(std::vector<Finding> findings, std::size_t judged, TlsWords words,
                                   Verdict nothing);

// What holds where no host could be judged: it is not applicable where all that was there speaks plain HTTP,
// else nothing was looked at.
[[nodiscard]] Verdict no_tls_at_all(std::vector<SeenHost> const& hosts);

[[nodiscard]] std::string hosts_in_words(std::size_t count); // "1 host", "2 hosts"

} // namespace postern::checks
