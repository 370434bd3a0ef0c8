#include "platform/framing.hpp"

#include <array>

namespace postern::platform {
namespace {

// connect-protocol.md section 5: where the products of an install's base URL live, production and the rest.
constexpr std::array<std::string_view, 5> connect_sites{
    "https://*.atlassian.net", "https://*.jira.com", "https://*.jira-dev.com",
    "https://*.atlassian-us-gov-mod.net", "https://*.atlassian-stg-fedm.net"};

} // namespace

std::span<std::string_view const> framing_sites(std::string_view platform)
{
    if (platform == "Atlassian Connect")
        return connect_sites;
    return {};
}

} // namespace postern::platform
