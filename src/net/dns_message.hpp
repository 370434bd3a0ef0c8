#pragma once

// The answer section of a DNS message (RFC 1035 section 4). c-ares sends and checks messages, but its own
// parsers lose the order of a CNAME chain and give nothing of an answer with NXDOMAIN, where that chain
// matters most.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace postern::net {

enum class DnsType : std::uint16_t {
    a = 1,
    ns = 2,
    cname = 5,
    aaaa = 28,
    caa = 257 // RFC 8659
};

inline constexpr std::size_t dns_records_max = 256; // of one answer; more are left out

struct DnsRecord {
    std::string owner; // lower case, without the dot at the end
    DnsType type = DnsType::a;
    // An address as text; a name as in `owner`; "0 issue letsencrypt.org" of a CAA record, whose value may
    // hold any bytes.
    std::string value;
    bool operator==(DnsRecord const&) const = default;
};

// Records of the types above, in the order of the message; others are passed over. Nothing where the message
// cannot be read.
[[nodiscard]] std::optional<std::vector<DnsRecord>> read_dns_answer(std::span<unsigned char const> message);

} // namespace postern::net
