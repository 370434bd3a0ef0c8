#pragma once

// The second step of a scan: sends what is planned and puts together what was observed.

#include "base/redact.hpp"
#include "net/client.hpp"
#include "net/dns.hpp"
#include "net/tls_observer.hpp"
#include "scan/plan.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>

namespace postern::scan {

struct Progress {
    std::size_t requests_answered = 0;
    std::size_t requests_planned = 0;
    std::size_t endpoints_done = 0;
    std::size_t endpoints_planned = 0;
};

// The references outlive the gathering.
struct GatherInput {
    net::Client& client;
    net::TlsObserver& tls_observer;
    net::DnsResolver& dns_resolver;
    Clock const& clock;
    Redactor const& redactor; // knows the user's token
    net::Deadline deadline;
    int at_once = 8;
    std::function<void(Progress const&)>
        on_progress; // after each request, on the client's thread; may be empty
    std::function<void(http::Exchange const&)> on_exchange; // likewise; secrets are redacted
    std::string tool_version;
    evidence::Target target;
};

// What a descriptor's target is, for evidence.
[[nodiscard]] evidence::Target target_of(platform::Platform const& platform, platform::App const& app,
                                         std::string descriptor);

// Never fails: what could not be seen is an exchange without a response, and a sentence among the gaps.
[[nodiscard]] boost::asio::awaitable<evidence::Evidence> gather(Plan plan, GatherInput input);

// The evidence of a scan that did not come to its first request, because of `gap`.
[[nodiscard]] evidence::Evidence nothing_seen(std::string tool_version, evidence::Target target,
                                              TimePoint now, std::string gap);

} // namespace postern::scan
