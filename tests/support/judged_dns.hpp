#pragma once

// What the DNS says of the hosts of the judged example, and other things that it may say.

#include "evidence/each_exchange.hpp"

#include <random>
#include <string>

namespace postern::support {

inline evidence::DnsAnswers example_dns()
{
    using enum evidence::DnsStatus;
    return {.hosts = {{.host = "app.example",
                       .lookups = {{.name = "app.example",
                                    .type = "A",
                                    .status = answered,
                                    .records = {{"app.example", "CNAME", "edge.example"},
                                                {"edge.example", "A", "192.0.2.1"}}},
                                   {.name = "app.example", .type = "AAAA", .status = answered},
                                   {.name = "app.example",
                                    .type = "CAA",
                                    .status = answered,
                                    .records = {{"app.example", "CAA", "0 issue ca.example"}}}}},
                      {.host = "vendor.example",
                       .lookups = {{.name = "vendor.example",
                                    .type = "A",
                                    .status = answered,
                                    .records = {{"vendor.example", "A", "192.0.2.2"}}}}}}};
}

// No host answers anything.
inline void silence(evidence::Evidence& evidence)
{
    evidence::each_exchange(evidence, [](auto const&, http::Exchange& exchange) {
        exchange.outcome = http::TransportFailure{http::TransportFailureKind::connection_refused, "refused"};
    });
}

// The vendor's domain has run out.
inline void let_the_vendor_run_out(evidence::DnsAnswers& dns)
{
    using enum evidence::DnsStatus;
    dns.hosts[1].lookups = {{.name = "vendor.example", .type = "A", .status = no_such_name},
                            {.name = "vendor.example", .type = "NS", .status = no_such_name}};
}

// A name on GitHub's pages that nobody has claimed.
inline void forget_the_app(evidence::DnsAnswers& dns)
{
    dns.hosts[0].lookups[0].records[0].value = "somebody.github.io";
    dns.hosts[0].lookups[0].records[1].owner = "somebody.github.io";
    dns.hosts[0].page = {.id = "page",
                         .request = {.url = "http://app.example/"},
                         .outcome =
                             http::make_response(404, "text/html", "There isn't a GitHub Pages site here.")};
}

inline void mutate_dns(evidence::DnsAnswers& dns, std::mt19937& random)
{
    auto const below = [&](std::size_t end) { return random() % end; };
    using enum evidence::DnsStatus;
    if (below(4) == 0)
        forget_the_app(dns);
    for (auto& host : dns.hosts) {
        for (auto& lookup : host.lookups)
            if (below(3) == 0)
                lookup.status = std::array{answered, no_such_name, refused, silent}[below(4)];
        if (below(4) == 0)
            host.lookups[0].records.clear();
        if (below(4) == 0)
            host.lookups.pop_back();
        if (below(6) == 0)
            host.lookups.push_back({.name = "example", .type = "NS", .status = no_such_name});
        if (below(6) == 0)
            host.host = below(2) == 0 ? "'" : "";
    }
    if (below(6) == 0)
        dns.hosts.pop_back();
}

} // namespace postern::support
