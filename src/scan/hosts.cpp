#include "scan/hosts.hpp"

#include "http/url.hpp"

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace postern::scan {
namespace {

using evidence::Host;
namespace ip = boost::asio::ip;

bool is_private(ip::address_v4 const& address)
{
    auto const bytes = address.to_bytes();
    return address.is_loopback() || address.is_unspecified() || bytes[0] == 10 ||
           (bytes[0] == 172 && bytes[1] >= 16 && bytes[1] < 32) || (bytes[0] == 192 && bytes[1] == 168) ||
           (bytes[0] == 169 && bytes[1] == 254);
}

bool is_private(ip::address_v6 const& address)
{
    if (address.is_v4_mapped())
        return is_private(ip::make_address_v4(ip::v4_mapped, address));
    return address.is_loopback() || address.is_unspecified() || address.is_link_local() ||
           (address.to_bytes()[0] & 0xfe) == 0xfc;
}

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

bool is_local(std::string const& host)
{
    auto const bare = host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
    boost::system::error_code no_address;
    auto const address = ip::make_address(bare, no_address);
    if (!no_address)
        return address.is_v4() ? is_private(address.to_v4()) : is_private(address.to_v6());
    constexpr auto reserved =
        std::to_array<std::string_view>({".localhost", ".local", ".test", ".internal", ".home.arpa"});
    return !host.contains('.') ||
           std::ranges::any_of(reserved, [&](std::string_view end) { return host.ends_with(end); });
}

std::vector<Host> hosts_of(platform::App const& app, std::string const& descriptor)
{
    Hosts hosts;
    hosts.add(app.base_url, {.role = Host::Role::app});
    if (auto const url = http::parse_url(descriptor))
        hosts.add(*url, {.role = Host::Role::descriptor});
    auto const skipped =
        is_local(app.base_url.host)
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
