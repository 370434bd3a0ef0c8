#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace postern::tls {

// The protocol versions that a scan asks for, the oldest first. SSL 2 (RFC 6176) has another handshake and is
// not asked for: no server software of the last ten years can be built with it.
enum class Version { ssl3, tls1_0, tls1_1, tls1_2, tls1_3 };

inline constexpr std::array versions{Version::ssl3, Version::tls1_0, Version::tls1_1, Version::tls1_2,
                                     Version::tls1_3};

[[nodiscard]] std::string_view name(Version version); // "SSLv3", "TLS 1.0" … "TLS 1.3"
[[nodiscard]] std::optional<Version> version_from(std::string_view name);

// As it stands in a ServerHello or in its supported_versions: 0x0300 … 0x0304.
[[nodiscard]] constexpr std::uint16_t wire(Version version)
{
    return static_cast<std::uint16_t>(0x0300 + static_cast<int>(version));
}
[[nodiscard]] std::optional<Version> version_from_wire(std::uint16_t wire);

} // namespace postern::tls
