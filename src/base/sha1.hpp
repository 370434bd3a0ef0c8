#pragma once

#include <string>
#include <string_view>

namespace postern {

// SHA-1 (FIPS 180-4) of the bytes of `text` as 40 lower-case hex digits. It is broken: only for lists that
// others keep with it, never for a decision about trust.
[[nodiscard]] std::string sha1_hex(std::string_view text);

} // namespace postern
