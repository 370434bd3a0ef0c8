#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace postern {

// "1 endpoint", "3 endpoints".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view one);
// "1 oddity", "3 oddities".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view one, std::string_view many);

} // namespace postern
