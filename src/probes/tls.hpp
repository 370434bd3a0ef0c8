#pragma once

#include "evidence/evidence.hpp"
#include "net/tls_observer.hpp"
#include "probes/conversation.hpp"
#include "probes/probe.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace postern::probes {

inline constexpr ProbeInfo tls_info{
    .id = "tls",
    .title = "which TLS each host speaks, and how it brings browsers to it",
    .effect = Effect::reads,
    .requests_per_endpoint_max = 0, // two a host
};

// Hosts that are looked at at the same time.
inline constexpr std::size_t tls_hosts_at_once = 8;

struct TlsTarget {
    evidence::TlsHost seen; // as far as it is known before anything is sent
    std::string name;
    std::uint16_t port = 0;
    std::optional<std::size_t> plain;  // which of TlsPlan::steps
    std::optional<std::size_t> secure; // which of TlsPlan::steps
};

struct TlsPlan {
    std::vector<TlsTarget> targets;
    std::vector<Step> steps;
};

struct TlsPlanInput {
    std::vector<evidence::Host> const& hosts;
    std::function<bool(std::string const&)> is_local;           // of a host's name
    std::function<bool(evidence::Host const&)> through_a_proxy; // then there are no handshakes of our own
};

// Handshakes with every host that is not skipped and whose address is https. Of those hosts, a GET for their
// root over https to where the app runs and its descriptor was fetched, and one over plain http where https
// is on its own port.
[[nodiscard]] TlsPlan plan_tls(TlsPlanInput const& input);

[[nodiscard]] boost::asio::awaitable<evidence::TlsHosts>
gather_tls(TlsPlan plan, Conversation& conversation, net::TlsObserver& observer, net::Deadline deadline);

} // namespace postern::probes
