#pragma once

#include <string>
#include <string_view>

namespace postern::policy {

// Whether the whole of `text` fits `pattern`: "*" stands for any bytes, "/" and none included, "?" for one
// byte, "\" takes the meaning from the byte behind it. Time grows at most with the product of their lengths.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view text);

// The pattern that matches `text` and nothing else.
[[nodiscard]] std::string exactly(std::string_view text);

} // namespace postern::policy
