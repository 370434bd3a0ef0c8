#include "http/local_host.hpp"

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace postern::http {
namespace {

bool is_private(boost::urls::ipv4_address const& address)
{
    auto const bytes = address.to_bytes();
    return address.is_loopback() || address.is_unspecified() || bytes[0] == 10 ||
           (bytes[0] == 172 && bytes[1] >= 16 && bytes[1] < 32) || (bytes[0] == 192 && bytes[1] == 168) ||
           (bytes[0] == 169 && bytes[1] == 254);
}

bool is_private(boost::urls::ipv6_address const& address)
{
    auto const bytes = address.to_bytes();
    if (address.is_v4_mapped())
        return is_private(boost::urls::ipv4_address({bytes[12], bytes[13], bytes[14], bytes[15]}));
    bool const link_local = bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80;
    return address.is_loopback() || address.is_unspecified() || link_local || (bytes[0] & 0xfe) == 0xfc;
}

std::string_view without_brackets(std::string_view host)
{
    return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

} // namespace

bool is_ip_address(std::string const& host)
{
    auto const bare = without_brackets(host);
    return boost::urls::parse_ipv4_address(bare).has_value() ||
           boost::urls::parse_ipv6_address(bare).has_value();
}

bool is_local(std::string const& host)
{
    auto const bare = without_brackets(host);
    if (auto const v4 = boost::urls::parse_ipv4_address(bare))
        return is_private(*v4);
    if (auto const v6 = boost::urls::parse_ipv6_address(bare))
        return is_private(*v6);
    constexpr auto reserved =
        std::to_array<std::string_view>({".localhost", ".local", ".test", ".internal", ".home.arpa"});
    return !host.contains('.') ||
           std::ranges::any_of(reserved, [&](std::string_view end) { return host.ends_with(end); });
}

} // namespace postern::http
