#pragma once

#include "http/exchange.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::evidence {

enum class DnsStatus {
    answered,     // there is such a name, perhaps without a record of this type
    no_such_name, // NXDOMAIN; the records may hold the chain that led there
    refused,      // the server did not want to, or could not
    silent        // no server answered in time
};
[[nodiscard]] std::string_view name(DnsStatus status);
[[nodiscard]] std::optional<DnsStatus> dns_status_from(std::string_view name);

struct DnsRecord {
    std::string owner; // names in lower case, without the dot at the end
    std::string type;  // "A", "CNAME" …
    std::string value;
    bool operator==(DnsRecord const&) const = default;
};

// One question and what came of it.
struct DnsLookup {
    std::string name;
    std::string type; // "A", "AAAA", "NS", "CAA"
    DnsStatus status = DnsStatus::silent;
    std::string detail; // in words, unless answered
    std::vector<DnsRecord> records;
    bool operator==(DnsLookup const&) const = default;
};

struct DnsHost {
    std::string host;    // Host::name
    std::string skipped; // why nothing was asked; empty where something was
    std::vector<DnsLookup> lookups;
    // Where a name on the way belongs to a service at which anybody can claim one: GET http://HOST/.
    std::optional<http::Exchange> page;
    bool operator==(DnsHost const&) const = default;
};

// What the DNS says of the hosts of a scan; each name once.
struct DnsAnswers {
    std::vector<DnsHost> hosts;
    bool operator==(DnsAnswers const&) const = default;
};

// The lookup of this name and type; null if it was not made.
[[nodiscard]] DnsLookup const* find_lookup(DnsHost const& host, std::string_view name, std::string_view type);

// The names to which that of `lookup` leads, in their order, and nothing behind a circle.
[[nodiscard]] std::vector<std::string> cname_chain(DnsLookup const& lookup);

} // namespace postern::evidence
