#include "report/coverage.hpp"

#include "evidence/each_exchange.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace postern::report {
namespace {

using http::Exchange;
using http::TransportFailure;
using http::TransportFailureKind;

// What happened to the requests of one endpoint.
struct Traffic {
    std::set<std::string> ids;
    bool answered = false;
    TransportFailure const* failure = nullptr; // the first on the way
    TransportFailure const* ended = nullptr;   // the first that the end of the scan cut off
};

bool by_end_of_scan(TransportFailureKind kind)
{
    return kind == TransportFailureKind::deadline_passed || kind == TransportFailureKind::cancelled;
}

void add(Traffic& traffic, Exchange const& exchange)
{
    traffic.ids.insert(exchange.id);
    auto const* failure = std::get_if<TransportFailure>(&exchange.outcome);
    if (!failure)
        traffic.answered = true;
    else if (auto*& first = by_end_of_scan(failure->kind) ? traffic.ended : traffic.failure; !first)
        first = failure;
}

std::map<std::string, Traffic> traffic_by_endpoint(evidence::Evidence const& evidence)
{
    std::map<std::string, Traffic> all;
    evidence::each_exchange(evidence, [&](std::string const& endpoint, Exchange const& exchange) {
        add(all[endpoint], exchange);
    });
    return all;
}

std::map<std::pair<std::string, int>, Traffic> traffic_by_host(evidence::Evidence const& evidence)
{
    std::map<std::pair<std::string, int>, Traffic> all;
    evidence::each_exchange(evidence, [&](std::string const&, Exchange const& exchange) {
        if (auto const url = http::parse_url(exchange.request.url))
            add(all[{url->host, url->port}], exchange);
    });
    return all;
}

std::string describe(TransportFailure const& failure)
{
    return failure.message.empty() ? std::string(in_words(failure.kind))
                                   : fmt::format("{}: {}", in_words(failure.kind), failure.message);
}

// What the traffic says, into a Coverage or a HostCoverage.
void tell(Traffic const& traffic, auto& coverage)
{
    coverage.requests = static_cast<int>(traffic.ids.size());
    if (traffic.answered) {
        coverage.state = Coverage::State::probed;
    } else if (traffic.failure) {
        coverage.state = Coverage::State::unreachable;
        coverage.reason = describe(*traffic.failure);
    } else {
        coverage.reason = describe(*traffic.ended);
    }
}

std::string why_no_request(evidence::Evidence const& evidence, platform::Endpoint const& endpoint)
{
    if (!endpoint.unusable.empty())
        return endpoint.unusable;
    auto const lifecycle = endpoint.kind == platform::EndpointKind::lifecycle;
    if (lifecycle ? !evidence.lifecycle.has_value() : !evidence.access.has_value())
        return fmt::format("the {} probe did not run", lifecycle ? "lifecycle" : "access");
    if (!evidence.completeness.complete())
        return "the scan ended before its turn";
    return "no probe sends a request to it";
}

Coverage of_endpoint(evidence::Evidence const& evidence, platform::Endpoint const& endpoint,
                     Traffic const* traffic)
{
    Coverage coverage{.endpoint = endpoint.id,
                      .kind = std::string(name(endpoint.kind)),
                      .url = endpoint.url_template,
                      .position = endpoint.position};
    if (!traffic) {
        coverage.reason = why_no_request(evidence, endpoint);
        return coverage;
    }
    tell(*traffic, coverage);
    return coverage;
}

} // namespace

std::string_view name(Coverage::State state)
{
    switch (state) {
    case Coverage::State::probed:
        return "probed";
    case Coverage::State::not_probed:
        return "not_probed";
    case Coverage::State::unreachable:
        return "unreachable";
    }
    return "";
}

std::vector<Exchange> all_exchanges(evidence::Evidence const& evidence)
{
    std::map<std::pair<std::size_t, std::string_view>, Exchange const*> found;
    evidence::each_exchange(evidence, [&](std::string const&, Exchange const& exchange) {
        found.emplace(exchange_order(exchange.id), &exchange);
    });

    std::vector<Exchange> exchanges;
    exchanges.reserve(found.size());
    for (auto const& [order, exchange] : found)
        exchanges.push_back(*exchange);
    return exchanges;
}

std::vector<Coverage> coverage(evidence::Evidence const& evidence)
{
    auto const traffic = traffic_by_endpoint(evidence);
    std::vector<Coverage> all;
    for (auto const& endpoint : evidence.endpoints) {
        auto const found = traffic.find(endpoint.id);
        all.push_back(of_endpoint(evidence, endpoint, found == traffic.end() ? nullptr : &found->second));
    }
    for (auto const& url : evidence.unprobed)
        all.push_back({.endpoint = url.pointer,
                       .kind = "none",
                       .url = url.url,
                       .position = url.position,
                       .reason = url.reason});
    return all;
}

std::vector<HostCoverage> host_coverage(evidence::Evidence const& evidence)
{
    auto const traffic = traffic_by_host(evidence);
    std::vector<HostCoverage> all;
    for (auto const& host : evidence.hosts) {
        HostCoverage coverage{.host = address(host),
                              .role = std::string(name(host.role)),
                              .position = host.position,
                              .reason = host.skipped};
        if (auto const found = traffic.find({host.name, host.port}); found != traffic.end())
            tell(found->second, coverage);
        else if (coverage.reason.empty())
            coverage.reason = evidence.completeness.complete() ? "no probe sent a request to it"
                                                               : "the scan ended before its turn";
        all.push_back(std::move(coverage));
    }
    return all;
}

} // namespace postern::report
