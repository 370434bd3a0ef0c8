#include "simulator/listen_address.hpp"

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <ifaddrs.h>
#include <memory>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>

namespace postern::simulator {
namespace {

namespace ip = boost::asio::ip;

std::string host_of(ip::address const& address)
{
    return fmt::format(fmt::runtime(address.is_v6() ? "[{}]" : "{}"), address.to_string());
}

// A link-local IPv6 address needs a zone, which no web address can have.
bool is_hostable(ip::address const& address) { return !address.is_v6() || !address.to_v6().is_link_local(); }

std::optional<ip::address> address_of(ifaddrs const& interface)
{
    if (interface.ifa_addr == nullptr)
        return std::nullopt;
    if (interface.ifa_addr->sa_family == AF_INET) {
        auto const* const v4 = reinterpret_cast<sockaddr_in const*>(interface.ifa_addr);
        return ip::address_v4(ntohl(v4->sin_addr.s_addr));
    }
    if (interface.ifa_addr->sa_family != AF_INET6)
        return std::nullopt;
    ip::address_v6::bytes_type bytes;
    auto const* const v6 = reinterpret_cast<sockaddr_in6 const*>(interface.ifa_addr);
    std::ranges::copy(v6->sin6_addr.s6_addr, bytes.begin());
    return ip::address_v6(bytes);
}

std::vector<std::string> hosts_of_this_machine()
{
    std::vector<std::string> hosts{"127.0.0.1", "[::1]"};
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0)
        return hosts;
    std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> const owner(list, &::freeifaddrs);
    for (auto const* each = list; each != nullptr; each = each->ifa_next)
        if (auto const address = address_of(*each); address && is_hostable(*address))
            hosts.push_back(host_of(*address));
    return hosts;
}

} // namespace

std::expected<ListenAddress, std::string> listen_address(std::string const& text)
{
    boost::system::error_code failed;
    auto address = ip::make_address(text, failed);
    if (failed || !is_hostable(address))
        return std::unexpected(
            fmt::format("{} is {}; give one of this machine's IP addresses, or 0.0.0.0 for all of them",
                        text.empty() ? "nothing" : text,
                        failed ? "no IP address" : "good on one link alone and in no web address"));
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = ip::make_address_v4(ip::v4_mapped, address.to_v6());
    if (address.is_unspecified())
        return ListenAddress{
            .address = address.to_string(), .host = "localhost", .other_hosts = hosts_of_this_machine()};
    auto const is_localhost = address == ip::address(ip::address_v4::loopback()) ||
                              address == ip::address(ip::address_v6::loopback());
    return ListenAddress{.address = address.to_string(),
                         .host = host_of(address),
                         .other_hosts = is_localhost ? std::vector<std::string>{"localhost"}
                                                     : std::vector<std::string>()};
}

} // namespace postern::simulator
