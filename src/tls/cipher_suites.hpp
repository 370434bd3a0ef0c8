#pragma once

#include "tls/version.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace postern::tls {

// IANA's name, or "unknown suite 0x1234".
[[nodiscard]] std::string suite_name(std::uint16_t id);

// Every known suite that a server may choose in this version, the likely ones first.
[[nodiscard]] std::vector<std::uint16_t> suites_of(Version version);

} // namespace postern::tls
