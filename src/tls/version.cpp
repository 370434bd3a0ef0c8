#include "tls/version.hpp"

namespace postern::tls {

std::string_view name(Version version)
{
    constexpr std::array<std::string_view, versions.size()> names{"SSLv3", "TLS 1.0", "TLS 1.1", "TLS 1.2",
                                                                  "TLS 1.3"};
    return names.at(static_cast<std::size_t>(version));
}

std::optional<Version> version_from(std::string_view text)
{
    for (auto const version : versions)
        if (name(version) == text)
            return version;
    return std::nullopt;
}

std::optional<Version> version_from_wire(std::uint16_t number)
{
    for (auto const version : versions)
        if (wire(version) == number)
            return version;
    return std::nullopt;
}

} // namespace postern::tls
