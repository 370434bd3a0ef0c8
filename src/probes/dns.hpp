#pragma once

#include "evidence/evidence.hpp"
#include "net/dns.hpp"
#include "probes/conversation.hpp"
#include "probes/probe.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace postern::probes {

inline constexpr ProbeInfo dns_info{
    .id = "dns",
    .title = "whether the app's names exist, and whether somebody else could claim where they lead",
    .effect = Effect::reads,
    .requests_per_endpoint_max = 0, // at most one a name, and only where it leads to a hosting service
};

inline constexpr std::chrono::seconds dns_time_max{10}; // of all questions; a scan must not wait for them
inline constexpr std::size_t dns_caa_levels_max = 5;    // names that are asked who may issue certificates

// One name; no port, since the DNS knows none.
struct DnsQuestion {
    std::string host;
    std::string skipped; // why nothing is asked; empty where something is
    // Certificates matter where the app runs; a link's are its owner's business.
    enum class Caa { asked, not_asked } caa = Caa::not_asked;
};

struct DnsPlan {
    std::vector<DnsQuestion> questions; // in the order of the hosts, each name once
    [[nodiscard]] bool asks() const;
    [[nodiscard]] std::size_t pages_max() const; // requests that gather_hosting_pages may send
};

[[nodiscard]] DnsPlan plan_dns(std::vector<evidence::Host> const& hosts);

// Sends no request to any host: may run beside other probes. All names at once, those about one of them
// one after the other. `resolver` is not used where nothing is asked.
[[nodiscard]] boost::asio::awaitable<evidence::DnsAnswers> ask_dns(DnsPlan plan, net::DnsResolver& resolver,
                                                                   net::Deadline deadline);

// Where a name leads to a hosting service, asks for its page.
[[nodiscard]] boost::asio::awaitable<evidence::DnsAnswers> gather_hosting_pages(evidence::DnsAnswers answers,
                                                                                Conversation& conversation);

} // namespace postern::probes
