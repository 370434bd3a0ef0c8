#include "scan/hosts.hpp"

#include "http/local_host.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace postern::scan {
namespace {

using evidence::Host;

class Hosts {
public:
    void add(http::Url const& url, Host host)
    {
        host.name = url.host;
        host.port = url.port;
        host.scheme = url.scheme == "https" ? Host::Scheme::https : Host::Scheme::http;
        auto const known = std::ranges::any_of(
            hosts_, [&](Host const& other) { return other.name == host.name && other.port == host.port; });
        if (known)
            return;
        if (hosts_.size() >= hosts_max)
            host.skipped = fmt::format("only the first {} hosts are looked at", hosts_max);
        hosts_.push_back(std::move(host));
    }

    std::vector<Host> take() { return std::move(hosts_); }

private:
    std::vector<Host> hosts_;
};

} // namespace

std::vector<Host> hosts_of(platform::App const& app, std::string const& descriptor)
{
    Hosts hosts;
    hosts.add(app.base_url, {.role = Host::Role::app});
    if (auto const url = http::parse_url(descriptor))
        hosts.add(*url, {.role = Host::Role::descriptor});
    auto const skipped =
        http::is_local(app.base_url.host)
            ? "the app runs on this machine or in a private network: only its own host is looked at"
            : "";
    for (auto const& unprobed : app.unprobed)
        if (auto const url = http::parse_url(unprobed.url))
            hosts.add(*url, {.role = Host::Role::named,
                             .pointer = unprobed.pointer,
                             .position = unprobed.position,
                             .skipped = skipped});
    return hosts.take();
}

} // namespace postern::scan
