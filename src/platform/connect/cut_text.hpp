#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace postern::platform::connect {

// The first `bytes_max` bytes of a UTF-8 text, or fewer: not cut in the middle of a character.
[[nodiscard]] std::string cut_text(std::string_view text, std::size_t bytes_max);

} // namespace postern::platform::connect
